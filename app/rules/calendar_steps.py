"""Cuts a span of days into steps that a chart can show: days, weeks, months or years."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Step(StrEnum):
    """How long each part of a calendar is; weeks begin on Monday."""

    day = "day"
    week = "week"
    month = "month"
    year = "year"


# The longest spans, in days, that are cut into days, weeks and months: at most about 60 parts.
_LONGEST = ((Step.day, 45), (Step.week, 400), (Step.month, 1830))


@dataclass(frozen=True)
class Calendar:
    """The first days of parts that follow each other without a gap."""

    step: Step
    starts: tuple[date, ...]


def calendar(first_on: date, last_on: date, until_on: date | None = None) -> Calendar:
    """The parts from the one that holds `first_on` to the one that holds `last_on`, both whole.

    They go on to a later `until_on`, each as long as if they did not.
    """
    days = (last_on - first_on).days + 1
    step = next((step for step, longest in _LONGEST if days <= longest), Step.year)
    starts = [_start(first_on, step)]
    end_on = max(last_on, until_on or last_on)
    while (following := _next(starts[-1], step)) <= end_on:
        starts.append(following)
    return Calendar(step, tuple(starts))


def _start(day: date, step: Step) -> date:
    if step is Step.week:
        return day - timedelta(days=day.weekday())
    if step is Step.month:
        return day.replace(day=1)
    return day.replace(month=1, day=1) if step is Step.year else day


def _next(start: date, step: Step) -> date:
    if step is Step.month:
        return (start + timedelta(days=31)).replace(day=1)
    if step is Step.year:
        return start.replace(year=start.year + 1)
    return start + timedelta(days=7 if step is Step.week else 1)
