"""What the pages of stock takes show."""
