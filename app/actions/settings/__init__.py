"""Verbs of the administrator."""
