"""What the office sees at the counter."""
