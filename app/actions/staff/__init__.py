"""Verbs about people who sign in."""
