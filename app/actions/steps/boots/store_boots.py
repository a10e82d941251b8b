"""Put new boots on the shelf, each with its sealed code, its label and its line in the audit."""

from collections.abc import Sequence

from app.actions.steps.boots.clean_boot import BootFacts
from app.actions.steps.boots.draw_token import draw_token
from app.actions.steps.work import Work
from app.db import ask
from app.gateways.vault import Vault
from app.rules.boots.names import name_key
from app.rules.boots.states import BootStatus
from app.tables.boots.boot import Boot
from app.tables.boots.boot_label import BootLabel

# A statement carries at most some 32,000 values; a boot has fourteen.
_AT_ONCE = 200
# Only after the insert: the seal holds the boot's id, so that swapped rows are seen.
_SEAL = "UPDATE boot SET sealed_code = {} WHERE id = {}"


async def store_boots(doing: Work, vault: Vault, several: Sequence[BootFacts]) -> list[int]:
    """Insert available boots of clean `several`; returns their ids in the same order.

    Rules B13, C1 and C5. The database raises `Taken` when one of the names is in use.
    """
    made: list[int] = []
    for start in range(0, len(several), _AT_ONCE):
        made += await _store(doing, vault, several[start : start + _AT_ONCE])
    return made


async def _store(doing: Work, vault: Vault, several: Sequence[BootFacts]) -> list[int]:
    rows = await Boot.insert(*(_row(doing, facts) for facts in several)).returning(
        Boot.id, Boot.name_key
    )
    id_of = {row["name_key"]: int(row["id"]) for row in rows}
    made = [id_of[name_key(facts.name)] for facts in several]
    labels = [
        BootLabel(token=draw_token(), boot=boot_id, version=1, created_at=doing.at)
        for boot_id in made
    ]
    await BootLabel.insert(*labels)
    for boot_id, facts in zip(made, several, strict=True):
        await ask(_SEAL, vault.seal(boot_id, facts.code), boot_id)
        await doing.record("add_boot", "boot", boot_id, after={"name": facts.name})
        doing.touch(boot_id, held=True)
    return made


def _row(doing: Work, facts: BootFacts) -> Boot:
    return Boot(
        name=facts.name,
        name_key=name_key(facts.name),
        status=BootStatus.available.value,
        model=facts.model,
        colour=facts.colour,
        serial=facts.serial,
        notes=facts.notes,
        replacement_cents=facts.replacement_cents,
        code_changed_at=doing.at,
        created_at=doing.at,
    )
