"""What staff do about single letters."""
