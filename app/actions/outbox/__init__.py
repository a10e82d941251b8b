"""Keeping what was promised."""
