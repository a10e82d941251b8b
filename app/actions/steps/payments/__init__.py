"""Steps of payments: what they ask for, what they credit, how they end."""
