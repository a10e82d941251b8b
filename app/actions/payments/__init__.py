"""Verbs about payments: promised, started, taken, asked after, settled, ended, written about."""
