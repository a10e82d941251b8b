"""README's pictures, taken in the demonstration town and in one that has been busy for years."""
