"""A card provider that keeps books of its own, fails refunds, loses disputes and may die."""

from dataclasses import dataclass, replace

from app.gateways.payments.provider import (
    CheckoutOrder,
    Notice,
    NoticeKind,
    OpenedCheckout,
    ProviderRefused,
    RefundAnswer,
    RefundStatus,
)
from tests.pretend_provider import PretendProvider


class PowerCut(BaseException):
    """The process ends here; nothing of ours may catch it."""


@dataclass
class Part:
    """A refund as the provider has it; `key` is "" when it was made at the provider itself.

    `cents` is what it moved, `asked` what it was asked for.
    """

    ref: str
    capture_ref: str
    key: str
    cents: int
    status: RefundStatus
    asked: int
    was_done: bool = False


class Shop(PretendProvider):
    """Moves money once a key; may die once, before or after it has acted.

    `moves` is "", or "less", "more" or "nothing" for a refund of another amount than asked.
    """

    def __init__(self) -> None:
        super().__init__()
        self.dies = ""
        self.moves = ""
        self.forgets_keys = False
        self.captured: dict[str, int] = {}
        self.parts: list[Part] = []
        self.disputed: dict[str, int] = {}

    async def open_checkout(self, order: CheckoutOrder) -> OpenedCheckout:
        """The page."""
        dies = self._alive()
        answer = await super().open_checkout(order)
        self._answered(dies)
        return answer

    async def ask(self, provider_ref: str) -> Notice:
        """With what was captured and what of it went back."""
        dies = self._alive()
        notice = await super().ask(provider_ref)
        self._answered(dies)
        if notice.kind is NoticeKind.PENDING:
            return replace(notice, detail={"state": "open"})
        if notice.kind is not NoticeKind.PAID:
            return notice
        back = sum(one.cents for one in self.back_of(notice.capture_ref or ""))
        return replace(
            notice,
            captured_cents=self.captured[provider_ref],
            detail={"state": "paid", "refunded_cents": str(back)},
        )

    async def refund(
        self, capture_ref: str, amount_cents: int, *, idempotency_key: str
    ) -> RefundAnswer:
        """Refused when so much is not left; otherwise as `refund_status` says."""
        dies = self._alive()
        part = next((one for one in self.parts if one.key == idempotency_key), None)
        if part is None or self.forgets_keys:
            part = self.give_back(capture_ref, amount_cents, idempotency_key)
        self._answered(dies)
        return RefundAnswer(refund_ref=part.ref, status=part.status, amount_cents=part.cents)

    async def expire(self, provider_ref: str) -> bool:
        """False once paid."""
        dies = self._alive()
        answer = await super().expire(provider_ref)
        if answer:
            self.kinds[provider_ref] = NoticeKind.EXPIRED
        self._answered(dies)
        return answer

    def give_back(self, capture_ref: str, cents: int, key: str) -> Part:
        """Ours, or with the key "" somebody's who sits at the provider's own screen."""
        if cents > self.left_of(capture_ref):
            raise ProviderRefused("charge_already_refunded")
        status = self.refund_status if key else RefundStatus.DONE
        moved = self._moved(capture_ref, cents) if key else cents
        self.parts.append(
            Part(
                ref=f"re_{len(self.parts) + 1}",
                capture_ref=capture_ref,
                key=key,
                cents=moved,
                status=status,
                asked=cents,
                was_done=status is RefundStatus.DONE,
            )
        )
        return self.parts[-1]

    def _moved(self, capture_ref: str, cents: int) -> int:
        match self.moves:
            case "less":
                return cents // 2
            case "more":
                return min(cents + 5_00, self.left_of(capture_ref))
            case "nothing":
                return 0
            case _:
                return cents

    def back_of(self, capture_ref: str) -> list[Part]:
        """What went or goes back of a capture."""
        return [
            one
            for one in self.parts
            if one.capture_ref == capture_ref and one.status is not RefundStatus.FAILED
        ]

    def left_of(self, capture_ref: str) -> int:
        """What may still go back; of wrong money there is always enough."""
        taken = self.captured.get(capture_ref.removeprefix("cap_"))
        if taken is None:
            return 10_000_00
        back = sum(one.cents for one in self.back_of(capture_ref))
        return taken - back - self.disputed.get(capture_ref, 0)

    def _alive(self) -> str:
        dies, self.dies = self.dies, ""
        if dies == "before":
            raise PowerCut
        return dies

    def _answered(self, dies: str) -> None:
        if dies == "after":
            raise PowerCut
