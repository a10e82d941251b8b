"""What a driver sees of a case."""
