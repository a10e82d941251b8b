"""Questions about who did what."""
