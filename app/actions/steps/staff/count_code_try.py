"""Count a try at somebody's one-time code before it is judged."""

from datetime import datetime, timedelta

from app.actions.steps.count_guess import count_guess

# Of a million codes three are right at any time: these leave a guesser 1 chance in 10,000 a day.
CODE_LIMITS = (
    ("factor", 5, timedelta(minutes=15)),
    ("factor_day", 30, timedelta(days=1)),
)


async def count_code_try(staff_id: int, at: datetime) -> None:
    """Inside a transaction. Raises `TooMany` beyond 5 in 15 minutes or 30 a day (rule S12)."""
    for kind, most, window in CODE_LIMITS:
        await count_guess(kind, str(staff_id), most=most, window=window, at=at)
