"""When a boot has to be back and what being late costs (rules D5 to D9).

All times are aware and all windows are elapsed time, so a clock change neither gives nor takes.
"""

from datetime import UTC, datetime, timedelta

from app.rules.boots.states import BootStatus

ONE_DAY = timedelta(hours=24)
# A reminder this much ahead of its moment is in time.
NEARLY = timedelta(minutes=1)


def _in_utc(moment: datetime) -> datetime:
    # Adding hours to a local time would count wall-clock hours; only UTC counts elapsed ones.
    if moment.tzinfo is None:
        raise ValueError("times are aware")
    return moment.astimezone(UTC)


def return_due_at(
    released_at: datetime, window_hours: int, first_reached_at: datetime | None = None
) -> datetime:
    """Return the deadline in UTC: `window_hours` after the release (rule D5).

    If the code first reached the driver later than the release, the window starts then; never
    earlier. Raises ValueError for times without a zone.
    """
    starts_at = _in_utc(released_at)
    if first_reached_at is not None:
        starts_at = max(starts_at, _in_utc(first_reached_at))
    return starts_at + timedelta(hours=window_hours)


def moved_deadline(due_at: datetime, released_at: datetime, reached_at: datetime) -> datetime:
    """Return the deadline once the code has reached the driver, in UTC (rule D5).

    As much later as the code came after the release; never earlier, whatever the settings say now.
    """
    late_by = _in_utc(reached_at) - _in_utc(released_at)
    return _in_utc(due_at) + max(late_by, timedelta())


def judged_return_at(reported_at: datetime | None, returned_at: datetime | None) -> datetime | None:
    """Return the time lateness is judged by: the driver's report, else the return (rule D6)."""
    return reported_at if reported_at is not None else returned_at


def is_late(due_at: datetime, at: datetime) -> bool:
    """Say whether `at` (the return, the report or now) is past the deadline (rule D6)."""
    return _in_utc(at) > _in_utc(due_at)


def is_boot_overdue(
    status: BootStatus, due_at: datetime | None, reported_at: datetime | None, now: datetime
) -> bool:
    """Say whether a boot should have been back by `now` (rule D6).

    Only a released boot is on its way back. A driver's report after the deadline leaves it overdue
    until staff confirm the return; one before it never lets it become so.
    """
    if status is not BootStatus.released or due_at is None:
        return False
    return is_late(due_at, judged_return_at(reported_at, None) or now)


def late_days(due_at: datetime, returned_or_reported_at: datetime) -> int:
    """Return how many 24-hour days after the deadline were started; 0 in time (rule D7)."""
    late_by = _in_utc(returned_or_reported_at) - _in_utc(due_at)
    return max(0, -(-late_by // ONE_DAY))


def late_fee_cents(days: int, per_day_cents: int, cap_cents: int | None, deposit_cents: int) -> int:
    """Return the late fee in cents for `days` late days (rule D7).

    `cap_cents` None means the deposit is the cap.
    """
    return min(days * per_day_cents, deposit_cents if cap_cents is None else cap_cents)


def reminder_at(due_at: datetime, window_hours: int, before_hours: int) -> datetime | None:
    """Return when to remind the driver, in UTC (rule D9).

    None if reminders are off (0) or the moment would not come after the window has begun.
    """
    if not 0 < before_hours < window_hours:
        return None
    return _in_utc(due_at) - timedelta(hours=before_hours)


def too_early(remind_at: datetime, at: datetime) -> bool:
    """Say whether a reminder at `at` would come well before its moment (rule D9)."""
    return _in_utc(remind_at) - _in_utc(at) > NEARLY


def forfeit_at(due_at: datetime, after_days: int | None) -> datetime | None:
    """Return when the deposit of a boot still out is forfeited, in UTC; None if off (rule D8)."""
    return None if after_days is None else _in_utc(due_at) + after_days * ONE_DAY
