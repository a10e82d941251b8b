"""Counting the store."""
