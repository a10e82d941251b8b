"""Verbs about ticket categories and offence types."""
