"""The access table against the product's own wording of it."""

from datetime import UTC, datetime, timedelta

import pytest

from app.rules.people.access import (
    ALLOWED,
    ROLE_WORDS,
    Permission,
    Role,
    may,
    may_cancel_never_applied,
)

EVERYBODY = [
    "see_dashboard",
    "see_violations",
    "write_violation",
    "print_violation",
    "mark_returned",
    "check_sticker",
    "resend_code",
    "cancel_never_applied",
    "count_boots",
    "confirm_code",
]
OFFICE = [
    "authorise_release",
    "remove_by_staff",
    "make_available",
    "take_out_of_service",
    "mark_lost",
    "put_back",
    "undo_return",
    "record_new_code",
    "reveal_code",
    "change_payer_email",
    "take_money",
    "refund",
    "void_violation",
    "review_violation",
    "see_reports",
    "see_boots",
    "run_stock_take",
    "resend_mail",
]
ADMIN = [
    "manage_boots",
    "print_labels",
    "manage_offence_types",
    "manage_settings",
    "manage_templates",
    "manage_staff",
    "see_audit",
    "refund_beyond_deposit",
]

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def test_every_permission_stands_in_the_table_and_in_this_test_once() -> None:
    assert set(ALLOWED) == set(Permission)
    assert sorted([*EVERYBODY, *OFFICE, *ADMIN]) == sorted(Permission)
    assert set(ROLE_WORDS) == set(Role)


@pytest.mark.parametrize("permission", list(Permission))
def test_each_role_may_exactly_what_the_table_of_the_product_says(permission: Permission) -> None:
    assert may(Role.officer, permission) == (permission in EVERYBODY)
    assert may(Role.office, permission) == (permission in EVERYBODY + OFFICE)
    assert may(Role.admin, permission)


@pytest.mark.parametrize(
    ("minutes", "is_own", "allowed"),
    [(0, True, True), (15, True, True), (15.01, True, False), (1, False, False)],
)
def test_an_officer_cancels_only_an_own_entry_within_fifteen_minutes(
    minutes: float, is_own: bool, allowed: bool
) -> None:
    issued_at = NOW - timedelta(minutes=minutes)
    answer = may_cancel_never_applied(Role.officer, is_own=is_own, issued_at=issued_at, now=NOW)
    assert answer is allowed


@pytest.mark.parametrize("role", [Role.office, Role.admin])
def test_the_office_cancels_any_entry_at_any_time(role: Role) -> None:
    issued_at = NOW - timedelta(days=40)
    assert may_cancel_never_applied(role, is_own=False, issued_at=issued_at, now=NOW)
