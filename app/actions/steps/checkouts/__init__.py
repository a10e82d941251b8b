"""Steps of opening a checkout."""
