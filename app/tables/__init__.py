"""Columns only, one noun a file: what the database remembers."""
