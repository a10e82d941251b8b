"""What the tests of this room arrange: entries, forms, and looks at the rows."""

import re
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

from app.actions.steps.violations.entry import Entry
from app.tables.boots.boot import Boot
from app.tables.boots.boot_assignment import BootAssignment
from tests.factories import a_boot, an_offence_type, switch

LOCAL = (datetime.now(UTC) - timedelta(days=1)).strftime("%Y-%m-%dT09:30")


async def boots_on() -> tuple[int, int]:
    """Universal Boot on; returns an ordinary offence and one with Apply Boot."""
    await switch(universal_boot_enabled="true")
    return await an_offence_type(), await an_offence_type("Boot applied", 120_00, apply_boot=True)


def an_entry(offences: tuple[int, ...], **more: Any) -> Entry:
    """An entry that would be saved."""
    given: dict[str, Any] = {
        "form_key": secrets.token_hex(16),
        "plate": "BKPR 43",
        "place": "214 King St",
        "happened_at": datetime.now(UTC),
        "offence_type_ids": offences,
    }
    return Entry(**given | more)


def a_form(*offences: int, **more: str | list[str]) -> dict[str, str | list[str]]:
    """The officer's form as a browser posts it."""
    return {
        "key": secrets.token_urlsafe(24),
        "plate": "bkpr-43",
        "region": "ON",
        "plate_type": "",
        "street": "214 King St",
        "occurred_at": LOCAL,
        "offence": [str(one) for one in offences],
        "step": "save",
        **more,
    }


async def status_of(boot_id: int) -> str:
    """A boot's status as stored."""
    row = await Boot.select(Boot.status).where(Boot.id == boot_id).first()
    return str(row["status"]) if row else ""


async def open_cases(boot_id: int) -> int:
    """How many open assignments a boot has."""
    return int(
        await BootAssignment.count().where(
            BootAssignment.boot == boot_id, BootAssignment.closed_at.is_null()
        )
    )


async def many_boots(count: int) -> list[int]:
    """That many available boots."""
    return [await a_boot() for _ in range(count)]


def offered_boots(html: str) -> list[str]:
    """The names in the Apply Boot list."""
    listed = re.search(r'<select[^>]*id="f-boot_id".*?</select>', html, re.DOTALL)
    if listed is None:
        return []
    return re.findall(r'<option value="\d+"[^>]*>(.*?)</option>', listed[0])
