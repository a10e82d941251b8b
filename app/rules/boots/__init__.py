"""What is true of boots: their lives, codes, release and deadlines."""
