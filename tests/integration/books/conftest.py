"""Payments of every kind, on which the books are checked."""

from tests.integration.payments.conftest import kerb

__all__ = ["kerb"]
