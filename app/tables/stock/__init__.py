"""Stock takes and what they found."""
