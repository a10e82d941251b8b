"""Steps of taking in what a provider tells of refunds and disputes."""
