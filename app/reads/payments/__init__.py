"""What the office sees of the money."""
