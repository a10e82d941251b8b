"""What the live board shows."""
