"""What the administrators decided."""
