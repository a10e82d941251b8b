"""What open screens are told when a hint was lost."""
