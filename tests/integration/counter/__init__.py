"""Cash, cheques and promises of them."""
