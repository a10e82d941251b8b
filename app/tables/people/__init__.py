"""Who acts: staff, their sessions, drivers' accounts."""
