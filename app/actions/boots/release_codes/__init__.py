"""Verbs about the secret release codes of boots: shown, recorded, compared."""
