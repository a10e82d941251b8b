"""Measures the speed targets P1 and P2 on this machine; `python -m bench` prints the table."""
