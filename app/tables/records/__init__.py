"""What is kept about everything: audit, settings, counted guesses."""
