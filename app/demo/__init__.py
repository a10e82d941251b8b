"""The demonstration town: fills an empty database so that there is something to look at."""
