"""What the office may set, and within which bounds."""
