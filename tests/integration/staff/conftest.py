"""No test of one-time codes begins at the end of a step and ends in the next one."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from app.clock import now
from app.gateways.one_time_codes import STEP_SECONDS


@pytest.fixture(autouse=True)
def _a_step_has_just_begun() -> Iterator[None]:
    """The clock runs on, from the beginning of the next time step."""
    passed = now().timestamp() % STEP_SECONDS
    with time_machine.travel(now() + timedelta(seconds=STEP_SECONDS - passed)):
        yield
