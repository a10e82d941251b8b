"""Steps of disputes: the bank takes a payment back, or gives it to us again."""
