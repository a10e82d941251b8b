"""Verbs about money."""
