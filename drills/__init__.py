"""Drills: the real programs are killed, raced and guessed at until a promise would break."""
