"""What the product decides, pure: no clock, no database, no framework."""
