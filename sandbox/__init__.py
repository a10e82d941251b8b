"""Sandbox: a pretend card company, a program of its own that moves no real money."""
