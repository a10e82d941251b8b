"""Verbs on the words of mails and their pictures."""
