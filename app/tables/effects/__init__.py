"""Promises to the outside: outbox, mail, paper, live revision."""
