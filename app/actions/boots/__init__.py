"""Verbs about the devices."""
