"""Verbs about boots as things: bought, corrected, taken off the shelf, put back, lost."""
