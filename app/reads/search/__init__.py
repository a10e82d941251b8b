"""What the one search of the staff's pages finds."""
