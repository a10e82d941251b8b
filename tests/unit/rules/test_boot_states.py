"""Every verb from every status for every role, against the product's table written out again."""

from datetime import UTC, datetime
from itertools import product

import pytest

from app.rules.boots.codes import check_new_code, clean_code, edit_asks_again, needs_new_code
from app.rules.boots.states import (
    MOVES,
    NOW_WORDS,
    OUT_REASON_WORDS,
    STATUS_WORDS,
    BootStatus,
    BootVerb,
    OutReason,
    check_move,
    check_out_reason,
    check_undo_return,
    legal_verbs,
    status_of_open_assignment,
)
from app.rules.errors import Conflict, Invalid
from app.rules.people.access import Role

LEGAL = {
    ("available", "write_violation"): "issued",
    ("issued", "release"): "released",
    ("issued", "cancel_never_applied"): "available",
    ("issued", "remove_by_staff"): "returned",
    ("released", "mark_returned"): "returned",
    ("returned", "undo_return"): "released",
    ("returned", "make_available"): "available",
    ("issued", "mark_lost"): "out_of_service",
    ("released", "mark_lost"): "out_of_service",
    ("available", "take_out"): "out_of_service",
    ("returned", "take_out"): "out_of_service",
    ("out_of_service", "put_back"): "available",
}

OFFICER = {
    "available": ["write_violation"],
    "issued": ["cancel_never_applied"],
    "released": ["mark_returned"],
    "returned": [],
    "out_of_service": [],
}
OFFICE = {
    "available": ["write_violation", "take_out"],
    "issued": ["release", "cancel_never_applied", "remove_by_staff", "mark_lost"],
    "released": ["mark_returned", "mark_lost"],
    "returned": ["undo_return", "make_available", "take_out"],
    "out_of_service": ["put_back"],
}
EARLY = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
LATER = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(("status", "verb"), list(product(BootStatus, BootVerb)))
def test_a_verb_moves_a_boot_only_as_the_table_says(status: BootStatus, verb: BootVerb) -> None:
    target = LEGAL.get((status, verb))
    if target is None:
        with pytest.raises(Conflict) as refusal:
            check_move(verb, status)
        assert refusal.value.message == NOW_WORDS[status]
        assert STATUS_WORDS[status].lower() in refusal.value.message
    else:
        assert check_move(verb, status).target == target
        assert check_move(verb, status).verb is verb


def test_every_pair_of_statuses_is_joined_by_a_verb_or_by_none() -> None:
    joined = {(source, move.target) for move in MOVES.values() for source in move.sources}
    assert joined == {(source, target) for (source, _), target in LEGAL.items()}
    assert not any(source == target for source, target in joined)


def test_every_status_can_be_reached_and_left() -> None:
    assert {move.target for move in MOVES.values()} == set(BootStatus)
    assert frozenset().union(*(move.sources for move in MOVES.values())) == set(BootStatus)


def test_every_move_asks_a_person_for_a_permission() -> None:
    assert all(move.permission is not None for move in MOVES.values())


@pytest.mark.parametrize("status", list(BootStatus))
def test_the_gear_offers_each_role_exactly_its_legal_verbs(status: BootStatus) -> None:
    reason = OutReason.maintenance
    assert list(legal_verbs(status, Role.officer, reason)) == OFFICER[status]
    assert list(legal_verbs(status, Role.office, reason)) == OFFICE[status]
    assert list(legal_verbs(status, Role.admin, reason)) == OFFICE[status]


@pytest.mark.parametrize(
    ("reason", "office_may"),
    [(OutReason.retired, False), (None, False), (OutReason.lost, True)],
)
def test_only_an_administrator_puts_a_retired_boot_back(
    reason: OutReason | None, office_may: bool
) -> None:
    back = (BootVerb.put_back,)
    assert legal_verbs(BootStatus.out_of_service, Role.admin, reason) == back
    assert legal_verbs(BootStatus.out_of_service, Role.office, reason) == (
        back if office_may else ()
    )
    assert legal_verbs(BootStatus.out_of_service, Role.officer, reason) == ()


def test_only_an_administrator_retires_a_boot() -> None:
    available = BootStatus.available
    assert BootVerb.take_out not in legal_verbs(available, Role.office, OutReason.retired)
    assert BootVerb.take_out in legal_verbs(available, Role.admin, OutReason.retired)


@pytest.mark.parametrize(("verb", "reason"), list(product(BootVerb, OutReason)))
def test_each_way_out_of_service_has_its_own_reasons(verb: BootVerb, reason: OutReason) -> None:
    if (verb, reason) in {
        ("mark_lost", "lost"),
        ("take_out", "maintenance"),
        ("take_out", "retired"),
    }:
        assert check_out_reason(verb, reason) is reason
    else:
        with pytest.raises(Invalid) as refusal:
            check_out_reason(verb, reason)
        assert "out_reason" in refusal.value.fields


def test_the_times_of_an_open_assignment_tell_the_status_of_its_boot() -> None:
    assert status_of_open_assignment(None, None) is BootStatus.issued
    assert status_of_open_assignment(EARLY, None) is BootStatus.released
    assert status_of_open_assignment(EARLY, LATER) is BootStatus.returned


def test_a_return_is_not_undone_once_a_refund_has_started() -> None:
    check_undo_return(refund_started=False)
    with pytest.raises(Conflict):
        check_undo_return(refund_started=True)


def test_every_status_and_reason_has_a_word() -> None:
    assert set(STATUS_WORDS) == set(NOW_WORDS) == set(BootStatus)
    assert set(OUT_REASON_WORDS) == set(OutReason)


@pytest.mark.parametrize(
    ("disclosed_at", "changed_at", "setting_on", "needed"),
    [
        (LATER, EARLY, True, True),
        (LATER, EARLY, False, False),
        (EARLY, LATER, True, False),
        (EARLY, EARLY, True, False),
        (None, EARLY, True, False),
    ],
)
def test_a_new_code_is_needed_when_it_was_disclosed_after_its_last_change(
    disclosed_at: datetime | None, changed_at: datetime, setting_on: bool, needed: bool
) -> None:
    answer = needs_new_code(disclosed_at=disclosed_at, changed_at=changed_at, setting_on=setting_on)
    assert answer is needed


def test_a_boot_that_needs_a_new_code_is_not_made_available() -> None:
    check_new_code(needed=False)
    with pytest.raises(Conflict):
        check_new_code(needed=True)


def test_changing_the_code_asks_again_while_a_driver_may_hold_the_old_one() -> None:
    asked = {status for status in BootStatus if edit_asks_again(status)}
    assert asked == {BootStatus.issued, BootStatus.released}


@pytest.mark.parametrize("text", ["", "   ", "4" * 41, "12\x0034", "12\u200b34"])
def test_a_code_nobody_could_type_is_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        clean_code(text)
    assert set(refusal.value.fields) == {"release_code"}
    assert not text.strip() or text not in str(refusal.value.fields)


def test_a_code_is_trimmed_and_keeps_its_case_and_zeros() -> None:
    assert clean_code(" 00aB-7 ") == "00aB-7"
