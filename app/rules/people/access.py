"""Who may do what: one table, so that routes, buttons and tests cannot disagree (rule S1)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from app.rules.wording import N_

OFFICER_MAY_CANCEL_WITHIN = timedelta(minutes=15)


class Role(StrEnum):
    """What a member of staff was hired for; everybody has exactly one."""

    officer = "officer"
    office = "office"
    admin = "admin"


ROLE_WORDS: Mapping[Role, str] = MappingProxyType(
    {
        Role.officer: N_("Officer"),
        Role.office: N_("Office"),
        Role.admin: N_("Administrator"),
    }
)


class Permission(StrEnum):
    """One thing a member of staff may be allowed to do."""

    see_dashboard = "see_dashboard"
    see_violations = "see_violations"
    write_violation = "write_violation"
    print_violation = "print_violation"
    mark_returned = "mark_returned"
    check_sticker = "check_sticker"
    resend_code = "resend_code"
    cancel_never_applied = "cancel_never_applied"
    count_boots = "count_boots"
    confirm_code = "confirm_code"

    authorise_release = "authorise_release"
    remove_by_staff = "remove_by_staff"
    make_available = "make_available"
    take_out_of_service = "take_out_of_service"
    mark_lost = "mark_lost"
    put_back = "put_back"
    undo_return = "undo_return"
    record_new_code = "record_new_code"
    reveal_code = "reveal_code"
    change_payer_email = "change_payer_email"
    take_money = "take_money"
    refund = "refund"
    void_violation = "void_violation"
    review_violation = "review_violation"
    see_reports = "see_reports"
    see_boots = "see_boots"
    run_stock_take = "run_stock_take"
    resend_mail = "resend_mail"

    manage_boots = "manage_boots"
    print_labels = "print_labels"
    manage_offence_types = "manage_offence_types"
    manage_settings = "manage_settings"
    manage_templates = "manage_templates"
    manage_staff = "manage_staff"
    see_audit = "see_audit"
    refund_beyond_deposit = "refund_beyond_deposit"


_EVERYBODY = frozenset(Role)
_OFFICE = frozenset({Role.office, Role.admin})
_ADMIN = frozenset({Role.admin})

ALLOWED: Mapping[Permission, frozenset[Role]] = MappingProxyType(
    {
        Permission.see_dashboard: _EVERYBODY,
        Permission.see_violations: _EVERYBODY,
        Permission.write_violation: _EVERYBODY,
        Permission.print_violation: _EVERYBODY,
        Permission.mark_returned: _EVERYBODY,
        Permission.check_sticker: _EVERYBODY,
        Permission.resend_code: _EVERYBODY,
        # For an officer only the own entry of the last minutes: may_cancel_never_applied.
        Permission.cancel_never_applied: _EVERYBODY,
        Permission.count_boots: _EVERYBODY,
        # Says yes or no, a few times an hour; it never shows the code (rule C11).
        Permission.confirm_code: _EVERYBODY,
        Permission.authorise_release: _OFFICE,
        Permission.remove_by_staff: _OFFICE,
        Permission.make_available: _OFFICE,
        # Retiring a boot is manage_boots: boot_states.permission_for.
        Permission.take_out_of_service: _OFFICE,
        Permission.mark_lost: _OFFICE,
        Permission.put_back: _OFFICE,
        Permission.undo_return: _OFFICE,
        Permission.record_new_code: _OFFICE,
        Permission.reveal_code: _OFFICE,
        Permission.change_payer_email: _OFFICE,
        Permission.take_money: _OFFICE,
        Permission.refund: _OFFICE,
        Permission.void_violation: _OFFICE,
        Permission.review_violation: _OFFICE,
        Permission.see_reports: _OFFICE,
        Permission.see_boots: _OFFICE,
        Permission.run_stock_take: _OFFICE,
        Permission.resend_mail: _OFFICE,
        Permission.manage_boots: _ADMIN,
        Permission.print_labels: _ADMIN,
        Permission.manage_offence_types: _ADMIN,
        Permission.manage_settings: _ADMIN,
        Permission.manage_templates: _ADMIN,
        Permission.manage_staff: _ADMIN,
        Permission.see_audit: _ADMIN,
        Permission.refund_beyond_deposit: _ADMIN,
    }
)


def may(role: Role, permission: Permission) -> bool:
    """Say whether `role` holds `permission` (rule S1)."""
    return role in ALLOWED[permission]


def may_cancel_never_applied(
    role: Role, *, is_own: bool, issued_at: datetime, now: datetime
) -> bool:
    """Say whether an issued boot may be declared never applied by this person (rule S2).

    An officer only for an own entry and up to 15 minutes, both ends included.
    """
    if not may(role, Permission.cancel_never_applied):
        return False
    if role is not Role.officer:
        return True
    return is_own and now - issued_at <= OFFICER_MAY_CANCEL_WITHIN
