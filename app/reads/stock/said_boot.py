"""Which boot a label or a painted name means."""

from dataclasses import dataclass

from app.rules.boots.names import name_key
from app.rules.boots.states import OutReason
from app.tables.boots.boot import Boot
from app.tables.boots.boot_label import BootLabel


@dataclass(frozen=True)
class SaidBoot:
    """A boot; `label_replaced`: its label on paper is not the current one."""

    boot_id: int
    label_replaced: bool = False


async def boot_of_label(token: str) -> SaidBoot | None:
    """The boot of a label, also of a replaced one (rule C6); None for an unknown label."""
    row = (
        await BootLabel.select(BootLabel.boot, BootLabel.replaced_at)
        .where(BootLabel.token == token)
        .first()
    )
    return SaidBoot(row["boot"], row["replaced_at"] is not None) if row else None


async def boot_of_name(name: str) -> SaidBoot | None:
    """The boot of that name in any case; a retired one only when no other has it (rule B13)."""
    rows = await Boot.select(Boot.id, Boot.out_reason).where(
        Boot.name_key == name_key(" ".join(name.split()))
    )
    rows.sort(key=lambda row: (row["out_reason"] == OutReason.retired.value, -row["id"]))
    return SaidBoot(rows[0]["id"]) if rows else None
