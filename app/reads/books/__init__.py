"""Answers about the books: what must always be true of them."""
