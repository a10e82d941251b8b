"""Steps of deposits: what is held, falls due, leaves us or goes back."""
