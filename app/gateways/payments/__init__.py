"""Card money through a provider's hosted page; no card data ever comes here."""
