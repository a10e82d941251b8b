"""What a driver sees of the case behind a label, and what has to be paid for it."""
