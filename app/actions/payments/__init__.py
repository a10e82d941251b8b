"""Verbs about payments: promised, started, taken at the counter, asked after, settled, ended."""
