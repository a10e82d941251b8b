"""Take away a picture that no mail shows any more."""

from app.actions.steps.mail_texts.hold_pictures import hold_pictures
from app.actions.steps.work import Bells, work
from app.reads.mail_texts.pictures import shown_by
from app.rules.errors import Conflict, Missing
from app.rules.people.actor import Actor
from app.rules.wording import N_
from app.tables.records.mail_picture import MailPicture


async def remove_picture(actor: Actor, bells: Bells, name: str) -> None:
    """Remove it for good (rules E7, S5).

    An older version that showed it cannot be restored before another picture has its name. Raises
    `Missing`; `Conflict` while the words of a mail in force show it.
    """
    async with work(actor, bells) as doing:
        await hold_pictures()
        if (await shown_by()).get(name):
            raise Conflict(
                N_("The picture {picture} is shown by mails that are sent now."),
                next_step=N_("Take it out of their texts, named below it, then remove it."),
                params={"picture": name},
            )
        rows = await MailPicture.delete().where(MailPicture.name == name).returning(MailPicture.id)
        if not rows:
            raise Missing
        await doing.record(
            "remove_picture", "mail_picture", int(rows[0]["id"]), before={"name": name}
        )
