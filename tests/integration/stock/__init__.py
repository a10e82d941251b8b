"""Stock takes, over the actions and over HTTP."""
