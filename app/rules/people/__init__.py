"""Who may do what, and what a name, an address and a password must look like."""
