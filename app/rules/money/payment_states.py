"""The lives around money: a payment, its deposit, a refund and the mail about it."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from app.rules.moves import Step, life
from app.rules.wording import N_


class PaymentStatus(StrEnum):
    """How far a payment got (rule P1)."""

    started = "started"
    settled = "settled"
    failed = "failed"
    expired = "expired"
    promised = "promised"
    cancelled = "cancelled"


class PaymentVerb(StrEnum):
    """What can happen to a payment."""

    settle = "settle"
    fail = "fail"
    expire = "expire"
    cancel = "cancel"


PAYMENT_MOVES: Mapping[PaymentVerb, Step[PaymentStatus]] = life(
    PaymentStatus,
    {
        # From everywhere but settled: money that moved is a fact, however late the news.
        PaymentVerb.settle: ("started promised failed expired cancelled", "settled"),
        PaymentVerb.fail: ("started", "failed"),
        # A declined card leaves the hosted page open for another try until it expires.
        PaymentVerb.expire: ("started failed", "expired"),
        PaymentVerb.cancel: ("started failed promised", "cancelled"),
    },
)

PAYMENT_WORDS: Mapping[PaymentStatus, str] = MappingProxyType(
    {
        PaymentStatus.started: N_("Started"),
        PaymentStatus.settled: N_("Settled"),
        PaymentStatus.failed: N_("Failed"),
        PaymentStatus.expired: N_("Expired"),
        PaymentStatus.promised: N_("Paid but not Processed"),
        PaymentStatus.cancelled: N_("Cancelled"),
    }
)


class DepositStatus(StrEnum):
    """Where the deposit of a payment stands (rule D2)."""

    none = "none"
    held = "held"
    due = "due"
    refunded = "refunded"
    partly_refunded = "partly_refunded"
    forfeited = "forfeited"


class DepositVerb(StrEnum):
    """What can happen to a deposit."""

    hold = "hold"
    fall_due = "fall_due"
    hold_again = "hold_again"
    refund_all = "refund_all"
    refund_part = "refund_part"
    forfeit = "forfeit"
    refund_failed = "refund_failed"
    take_back = "take_back"


DEPOSIT_MOVES: Mapping[DepositVerb, Step[DepositStatus]] = life(
    DepositStatus,
    {
        DepositVerb.hold: ("none", "held"),
        # The boot is back, or lost and waiting for a decision.
        DepositVerb.fall_due: ("held", "due"),
        DepositVerb.hold_again: ("due", "held"),
        # From held too: a boot declared never applied, or a second payment, goes straight back.
        DepositVerb.refund_all: ("held due partly_refunded", "refunded"),
        DepositVerb.refund_part: ("held due", "partly_refunded"),
        DepositVerb.forfeit: ("held due", "forfeited"),
        DepositVerb.refund_failed: ("refunded partly_refunded", "due"),
        # A dispute the payer wins takes the deposit out of our hands.
        DepositVerb.take_back: ("held due", "none"),
    },
)

DEPOSIT_WORDS: Mapping[DepositStatus, str] = MappingProxyType(
    {
        DepositStatus.none: N_("No deposit"),
        DepositStatus.held: N_("Deposit held"),
        DepositStatus.due: N_("Refund due"),
        DepositStatus.refunded: N_("Deposit refunded"),
        DepositStatus.partly_refunded: N_("Deposit partly refunded"),
        DepositStatus.forfeited: N_("Deposit forfeited"),
    }
)


class RefundStatus(StrEnum):
    """How far a refund or the answer to a dispute got (rule P10)."""

    wanted = "wanted"
    sent = "sent"
    done = "done"
    failed = "failed"


class RefundVerb(StrEnum):
    """What can happen to a refund."""

    send = "send"
    finish = "finish"
    fail = "fail"
    try_again = "try_again"
    pay_out = "pay_out"


REFUND_MOVES: Mapping[RefundVerb, Step[RefundStatus]] = life(
    RefundStatus,
    {
        RefundVerb.send: ("wanted", "sent"),
        RefundVerb.finish: ("wanted sent", "done"),
        # From done: a bank may return a refund days after the provider called it done.
        RefundVerb.fail: ("sent done", "failed"),
        # Either staff have it sent once more or they hand it over: each leaves the other no way.
        RefundVerb.try_again: ("failed", "wanted"),
        RefundVerb.pay_out: ("wanted failed", "done"),
    },
)

REFUND_WORDS: Mapping[RefundStatus, str] = MappingProxyType(
    {
        RefundStatus.wanted: N_("Refund wanted"),
        RefundStatus.sent: N_("Refund sent"),
        RefundStatus.done: N_("Refund done"),
        RefundStatus.failed: N_("Refund failed"),
    }
)


class MailStatus(StrEnum):
    """How far a mail got (rule E5)."""

    queued = "queued"
    sent = "sent"
    delayed = "delayed"
    failed = "failed"


class MailVerb(StrEnum):
    """What can happen to a mail."""

    send = "send"
    delay = "delay"
    fail = "fail"
    queue_again = "queue_again"


MAIL_MOVES: Mapping[MailVerb, Step[MailStatus]] = life(
    MailStatus,
    {
        MailVerb.send: ("queued delayed", "sent"),
        MailVerb.delay: ("queued delayed", "delayed"),
        MailVerb.fail: ("queued delayed", "failed"),
        MailVerb.queue_again: ("failed", "queued"),
    },
)

MAIL_WORDS: Mapping[MailStatus, str] = MappingProxyType(
    {
        MailStatus.queued: N_("Mail waiting to be sent"),
        MailStatus.sent: N_("Mail sent"),
        MailStatus.delayed: N_("Mail delayed, trying again"),
        MailStatus.failed: N_("Mail failed"),
    }
)
