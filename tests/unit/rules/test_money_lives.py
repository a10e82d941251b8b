"""Every verb from every status of violations, payments, deposits, refunds and mails."""

from collections.abc import Mapping
from enum import StrEnum
from itertools import product
from typing import Any

import pytest

from app.rules.errors import Conflict
from app.rules.money import payment_states as p
from app.rules.moves import Step, life
from app.rules.violations import states as v

# verb: every status it starts from > where it ends
VIOLATION = """promise: unpaid > promised
withdraw_promise: promised > unpaid
settle: unpaid promised > paid
void: unpaid promised > void
reopen: paid > unpaid"""
PAYMENT = """settle: started promised failed expired cancelled > settled
fail: started > failed
expire: started failed > expired
cancel: started failed promised > cancelled"""
DEPOSIT = """hold: none > held
fall_due: held > due
hold_again: due > held
refund_all: held due partly_refunded > refunded
refund_part: held due > partly_refunded
forfeit: held due > forfeited
refund_failed: refunded partly_refunded > due
take_back: held due > none"""
REFUND = """send: wanted > sent
finish: wanted sent > done
fail: sent done > failed
try_again: failed > wanted
pay_out: wanted failed > done"""
MAIL = """send: queued delayed > sent
delay: queued delayed > delayed
fail: queued delayed > failed
queue_again: failed > queued"""

LIVES: list[tuple[str, type[StrEnum], type[StrEnum], Mapping[Any, Step[Any]]]] = [
    (VIOLATION, v.ViolationVerb, v.ViolationStatus, v.VIOLATION_MOVES),
    (PAYMENT, p.PaymentVerb, p.PaymentStatus, p.PAYMENT_MOVES),
    (DEPOSIT, p.DepositVerb, p.DepositStatus, p.DEPOSIT_MOVES),
    (REFUND, p.RefundVerb, p.RefundStatus, p.REFUND_MOVES),
    (MAIL, p.MailVerb, p.MailStatus, p.MAIL_MOVES),
]
CASES = [
    (text, verb, status, moves)
    for text, verbs, statuses, moves in LIVES
    for verb, status in product(verbs, statuses)
]


def _written_out(text: str) -> dict[tuple[str, str], str]:
    legal = {}
    for line in text.splitlines():
        verb, _, way = line.partition(": ")
        sources, _, target = way.partition(" > ")
        legal.update({(verb, source): target for source in sources.split()})
    return legal


@pytest.mark.parametrize(("text", "verb", "status", "moves"), CASES)
def test_a_life_moves_only_as_its_table_says(
    text: str, verb: StrEnum, status: StrEnum, moves: Mapping[Any, Step[Any]]
) -> None:
    target = _written_out(text).get((verb, status))
    assert (status in moves[verb].sources) is (target is not None)
    if target is not None:
        assert moves[verb].target == target


@pytest.mark.parametrize("status", v.ViolationStatus)
@pytest.mark.parametrize("verb", v.ViolationVerb)
def test_a_move_the_table_forbids_is_refused_by_what_the_ticket_is_now(
    verb: v.ViolationVerb, status: v.ViolationStatus
) -> None:
    if status in v.VIOLATION_MOVES[verb].sources:
        assert v.check_violation_move(verb, status) is v.VIOLATION_MOVES[verb]
    else:
        with pytest.raises(Conflict) as refusal:
            v.check_violation_move(verb, status)
        assert refusal.value.message == v.VIOLATION_NOW_WORDS[status]


def test_money_that_moved_settles_however_late_the_news() -> None:
    late = set(p.PaymentStatus) - {p.PaymentStatus.settled}
    assert p.PAYMENT_MOVES[p.PaymentVerb.settle].sources == late


def test_a_paid_ticket_is_never_voided_and_a_void_one_never_paid() -> None:
    with pytest.raises(Conflict):
        v.check_void(v.ViolationStatus.paid, boot_is_on=False)
    with pytest.raises(Conflict):
        v.check_violation_move(v.ViolationVerb.settle, v.ViolationStatus.void)


@pytest.mark.parametrize("status", [v.ViolationStatus.unpaid, v.ViolationStatus.promised])
def test_a_ticket_with_its_boot_still_on_is_not_voided(status: v.ViolationStatus) -> None:
    assert v.check_void(status, boot_is_on=False).target is v.ViolationStatus.void
    with pytest.raises(Conflict, match="boot is still on"):
        v.check_void(status, boot_is_on=True)


def test_a_promise_is_still_owed() -> None:
    assert {v.ViolationStatus.unpaid, v.ViolationStatus.promised} == v.OWING


WORDS: list[tuple[type[StrEnum], Mapping[Any, str]]] = [
    (v.ViolationStatus, v.VIOLATION_WORDS),
    (v.ViolationStatus, v.VIOLATION_NOW_WORDS),
    (p.PaymentStatus, p.PAYMENT_WORDS),
    (p.DepositStatus, p.DEPOSIT_WORDS),
    (p.RefundStatus, p.REFUND_WORDS),
    (p.MailStatus, p.MAIL_WORDS),
]


@pytest.mark.parametrize(("statuses", "words"), WORDS)
def test_every_status_has_words_of_its_own(
    statuses: type[StrEnum], words: Mapping[Any, str]
) -> None:
    assert set(words) == set(statuses)
    assert len(set(words.values())) == len(words)


def test_a_table_with_a_misspelt_status_does_not_load() -> None:
    with pytest.raises(ValueError, match="payed"):
        life(v.ViolationStatus, {v.ViolationVerb.settle: ("unpaid", "payed")})
