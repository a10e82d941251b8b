"""What the inventory shows."""
