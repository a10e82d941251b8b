"""Keep a boot whose code was given away from being issued again."""

from app.reads.settings.system_settings import system_settings
from app.rules.boots.codes import check_new_code, needs_new_code
from app.tables.boots.boot import Boot


async def refuse_spent_code(boot_id: int) -> None:
    """Raise `Conflict` when the boot needs a new code and the setting asks for one (rules C2, B8).

    Call it after the boot's row was moved in the same transaction, so that the answer holds.
    """
    row = (
        await Boot.select(Boot.code_disclosed_at, Boot.code_changed_at)
        .where(Boot.id == boot_id)
        .first()
    )
    if row is not None:
        check_new_code(
            needed=needs_new_code(
                disclosed_at=row["code_disclosed_at"],
                changed_at=row["code_changed_at"],
                setting_on=(await system_settings()).new_code_needed,
            )
        )
