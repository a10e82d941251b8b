"""Verbs about the books."""
