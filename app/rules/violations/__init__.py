"""What is true of tickets: numbers, plates, lives and reviews."""
