"""Which language people read, and that all of it is theirs."""
