"""Verbs about the keys that secrets are sealed with."""
