"""Structured logs, one JSON line each; no body, cookie or address ever enters them."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog


def set_up_logs(level: str) -> None:
    """Send our log lines to standard error from `level` on."""
    number = logging.getLevelNamesMapping()[level]
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            drop_details,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=max(number, logging.WARNING), stream=sys.stderr)


def drop_details(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Take PostgreSQL's DETAIL out of every text: it quotes the row, addresses included."""
    for key, value in event.items():
        if isinstance(value, str) and "DETAIL:" in value:
            event[key] = _without_details(value)
    return event


# What may follow a detail in a trace. A quoted row may have lines of its own, so anything else
# still belongs to it.
_AFTER_DETAIL = ("HINT:", "Traceback ", "The above exception", "During handling of")


def _without_details(text: str) -> str:
    kept, quoting = [], False
    for line in text.splitlines():
        before, found, _ = line.partition("DETAIL:")
        if found:
            quoting = True
            kept.append(f"{before}DETAIL: (left out)")
        elif line.lstrip().startswith(_AFTER_DETAIL):
            quoting = False
        if not quoting:
            kept.append(line)
    return "\n".join(kept)
