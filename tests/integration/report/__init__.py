"""The Booting Activity Report against a hand-made set."""
