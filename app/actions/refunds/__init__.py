"""Verbs about money that goes back: decided, sent, sent again, handed out, closed."""
