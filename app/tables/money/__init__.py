"""Payments, their lines, refunds, provider notices and the ledger."""
