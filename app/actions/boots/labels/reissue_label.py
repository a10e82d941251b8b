"""Replace a boot's label, so that the old QR code stops being valid."""

from app.actions.steps.boots.hold_labels import hold_labels
from app.actions.steps.boots.new_label import new_label
from app.actions.steps.work import Bells, work
from app.rules.errors import Conflict, Missing
from app.rules.people.actor import Actor
from app.rules.reasons import clean_reason
from app.rules.wording import N_
from app.tables.boots.boot import Boot
from app.tables.boots.boot_label import BootLabel


async def reissue_label(
    actor: Actor, bells: Bells, boot_id: int, *, version: int, reason: str
) -> str:
    """Replace label number `version` by the next; returns the new token (rule C6).

    Raises `Missing`, `Invalid` on `reason`, and `Conflict` when that label is not current any
    more: a second click must not replace the label that was just printed.
    """
    reason = clean_reason(reason)
    async with work(actor, bells) as doing:
        if not await Boot.exists().where(Boot.id == boot_id):
            raise Missing
        at = await hold_labels()
        replaced = (
            await BootLabel.update({BootLabel.replaced_at: at})
            .where(
                BootLabel.boot == boot_id,
                BootLabel.version == version,
                BootLabel.replaced_at.is_null(),
            )
            .returning(BootLabel.id)
        )
        if not replaced:
            raise Conflict(N_("This label has been replaced already."))
        token = await new_label(boot_id, version + 1, at)
        await doing.record(
            "reissue_label",
            "boot",
            boot_id,
            before={"version": version},
            after={"version": version + 1},
            reason=reason,
        )
    return token
