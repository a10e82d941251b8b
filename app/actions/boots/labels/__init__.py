"""Verbs about the labels of boots: ordered, printed, stopped, replaced, removed."""
