"""What a database quotes in its errors stays out of the log."""

from app.logs import drop_details

TRACE = """Traceback (most recent call last):
  File "a.py", line 1, in f
asyncpg.exceptions.CheckViolationError: new row violates "amount"
DETAIL:  Failing row contains (7, dana@example.com, two
lines of remarks).
HINT:  Look.

During handling of the above exception, another exception occurred:
Traceback (most recent call last):
RuntimeError: no"""


def test_the_detail_of_a_database_error_is_left_out_and_the_rest_is_kept() -> None:
    told = drop_details(None, "error", {"event": "crash", "exception": TRACE})["exception"]
    assert "dana" not in told
    assert "lines of remarks" not in told
    for kept in ('violates "amount"', "HINT:  Look.", "RuntimeError: no", "line 1, in f"):
        assert kept in told


def test_a_line_without_details_is_as_it_was() -> None:
    event = {"event": "answered", "status": 200, "route": "/b/{token}"}
    assert drop_details(None, "info", dict(event)) == event
