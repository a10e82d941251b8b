"""What can be charged."""
