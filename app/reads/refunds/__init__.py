"""Questions about money that goes back."""
