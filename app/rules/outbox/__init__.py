"""What may be promised to the outside, and how long it is tried."""
