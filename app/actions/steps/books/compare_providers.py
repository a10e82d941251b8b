"""Compare our payments with what their providers say of them."""

from datetime import datetime

from app.gateways.payments.provider import Notice, NoticeKind, ProviderRefused
from app.gateways.payments.providers import Providers
from app.rules.errors import ProviderDown
from app.rules.money.payment_states import PaymentStatus
from app.rules.money.payment_ways import PaymentWay
from app.tables.money.payment import Payment

# Whatever happened to a payment since then makes it worth asking.
_PAYMENTS = """
SELECT p.id, p.reference, p.provider, p.provider_ref, p.capture_ref, p.status, p.captured_cents,
    p.currency, p.live,
    (SELECT COALESCE(SUM(r.amount_cents), 0) FROM refund r WHERE r.payment = p.id
        AND r.reason <> 'wrong_money' AND r.paid_out_by IS NULL AND r.status = 'done'
    ) AS done_cents,
    (SELECT COALESCE(SUM(r.amount_cents), 0) FROM refund r WHERE r.payment = p.id
        AND r.reason <> 'wrong_money' AND r.paid_out_by IS NULL AND r.status = 'sent'
    ) AS sent_cents
FROM payment p
WHERE p.method = {} AND p.provider_ref IS NOT NULL AND p.amount_cents > 0
    AND (p.started_at >= {} OR p.settled_at >= {} OR p.id IN (
        SELECT payment FROM refund WHERE wanted_at >= {} OR done_at >= {}))
ORDER BY p.id
"""


async def compare_providers(providers: Providers, since: datetime) -> tuple[str, ...]:
    """One line for every card payment since then of which its provider says something else.

    Asks outside; belongs into no transaction. A provider that does not answer is a line too:
    nothing was compared.
    """
    rows = await Payment.raw(_PAYMENTS, PaymentWay.card.value, since, since, since, since)
    lines: list[str] = []
    silent: set[str] = set()
    for row in rows:
        provider = providers.named(row["provider"])
        if provider is None or row["provider"] in silent:
            silent.add(row["provider"])
            continue
        try:
            said = await provider.ask(row["provider_ref"])
        except ProviderDown:
            silent.add(row["provider"])
        except ProviderRefused as refusal:
            lines.append(f"provider: payment {row['id']} is unknown there ({refusal.code})")
        else:
            lines += [f"provider: payment {row['id']} {what}" for what in _differences(row, said)]
    return (*lines, *(f"provider: {name} was not asked to the end" for name in sorted(silent)))


def _differences(row: dict[str, object], said: Notice) -> list[str]:
    if row["status"] != PaymentStatus.settled.value:
        right = (said.currency, said.live) == (row["currency"], bool(row["live"]))
        if said.kind is NoticeKind.PAID and right:
            return [f"is {row['status']} here, but {said.captured_cents} were captured there"]
        return []
    found = []
    if (said.captured_cents, said.capture_ref) != (row["captured_cents"], row["capture_ref"]):
        found.append(
            f"captured {row['captured_cents']} as {row['capture_ref']} here,"
            f" {said.captured_cents} as {said.capture_ref} there"
        )
    there = said.detail.get("refunded_cents")
    done, sent = int(str(row["done_cents"])), int(str(row["sent_cents"]))
    # One that was sent may have arrived: its answer is only missing here.
    if there is not None and not done <= int(there) <= done + sent:
        found.append(f"refunded {done} here, {there} there")
    return found
