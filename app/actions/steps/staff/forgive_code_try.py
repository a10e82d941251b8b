"""Take back the counted try that turned out right."""

from datetime import datetime

from app.actions.steps.forgive_guess import forgive_guess
from app.actions.steps.staff.count_code_try import CODE_LIMITS


async def forgive_code_try(staff_id: int, at: datetime) -> None:
    """Only misses count (rule S9); `at` is the moment the try was counted at."""
    for kind, _, window in CODE_LIMITS:
        await forgive_guess(kind, str(staff_id), window=window, at=at)
