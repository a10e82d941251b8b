"""The booted car of the payment tests."""

from tests.integration.payments.conftest import kerb, paying

__all__ = ["kerb", "paying"]
