"""The two database engines, each mended where the stock one leaks or locks (measured)."""
