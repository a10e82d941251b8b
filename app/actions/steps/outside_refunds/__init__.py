"""Steps of refunds that somebody made at the provider itself."""
