"""Steps about parts of a payment: refunds and disputes as the provider tells of them."""
