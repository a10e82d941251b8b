"""Which boot a label or a painted name means."""

import re
from dataclasses import dataclass
from typing import Any

from piccolo.columns.combination import Where

from app.rules.boots.names import name_key, plain_key
from app.rules.boots.states import OutReason
from app.tables.boots.boot import Boot
from app.tables.boots.boot_label import BootLabel

_NUMBER = re.compile(r"[0-9]+")
# What LIKE reads as a sign of its own; any one character takes its place.
_WILD = re.compile(r"[%_\\]")


@dataclass(frozen=True)
class SaidBoot:
    """A boot; `label_replaced`: its label on paper is not the current one."""

    boot_id: int
    label_replaced: bool = False
    name: str = ""


async def boot_of_label(token: str) -> SaidBoot | None:
    """The boot of a label, also of a replaced one (rule C6); None for an unknown label."""
    row = (
        await BootLabel.select(BootLabel.boot, BootLabel.replaced_at)
        .where(BootLabel.token == token)
        .first()
    )
    return SaidBoot(row["boot"], row["replaced_at"] is not None) if row else None


async def boots_of_name(name: str) -> tuple[SaidBoot, ...]:
    """The boot of that name in any case; a retired one only when no other has it (rule B13).

    If none is called exactly so, those whose numbers differ by zeros before them alone.
    """
    typed = " ".join(name.split())
    rows = await _called(Boot.name_key == name_key(typed))
    if not rows and _NUMBER.search(typed):
        plain = plain_key(typed)
        near = await _called(Boot.name_key.like(_like(plain)))
        rows = [row for row in near if plain_key(row["name"]) == plain]
    standing = [row for row in rows if row["out_reason"] != OutReason.retired.value]
    if standing:
        return tuple(SaidBoot(row["id"], name=row["name"]) for row in standing)
    return tuple(SaidBoot(row["id"], name=row["name"]) for row in rows[:1])


async def _called(where: Where) -> list[dict[str, Any]]:
    """Newest first."""
    named = Boot.select(Boot.id, Boot.name, Boot.out_reason).where(where)
    return await named.order_by(Boot.id, ascending=False)


def _like(plain: str) -> str:
    """Names that may have zeros before each number, and some more that the caller tells apart."""
    return _NUMBER.sub(r"%\g<0>", _WILD.sub("_", plain))
