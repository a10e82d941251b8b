"""Steps of the books: entries of the ledger, and the check that they are true."""
