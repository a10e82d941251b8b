"""The office looks at the money."""
