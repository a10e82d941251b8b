"""The card providers of this house: one for new checkouts, others for older payments."""

from dataclasses import dataclass

from app.gateways.payments.provider import PaymentProvider
from app.rules.errors import ProviderDown


@dataclass(frozen=True)
class Providers:
    """`current` opens new checkouts; money goes back through the provider it came by (rule D4)."""

    current: PaymentProvider
    others: tuple[PaymentProvider, ...] = ()

    @property
    def every(self) -> tuple[PaymentProvider, ...]:
        """All of them, the current one first."""
        return (self.current, *self.others)

    def named(self, name: str) -> PaymentProvider | None:
        """The provider stored as `name` with a payment, or None when it is not set up."""
        return next((one for one in self.every if one.name == name), None)

    def must(self, name: str) -> PaymentProvider:
        """The same. Raises `ProviderDown` when it is not set up: it may be set up again."""
        found = self.named(name)
        if found is None:
            raise ProviderDown
        return found

    async def close(self) -> None:
        """Let go of all connections."""
        for one in self.every:
            await one.close()
