"""Steps of counting the store."""
