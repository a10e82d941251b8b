"""Pictures for mails: taken in, drawn small, shown, and carried by the mail that names them."""

import io

import pytest
from PIL import Image

from app.actions.mail_texts.add_picture import add_picture
from app.actions.mail_texts.remove_picture import remove_picture
from app.actions.steps.mail_texts.judge_words import judge_words
from app.rules.people.access import Role
from app.tables.records.audit_event import AuditEvent
from app.tables.records.mail_picture import MailPicture
from app.tables.records.mail_text import MailText
from tests.conftest import RecordingBells
from tests.factories import a_staff, sign_in
from tests.integration.conftest import Browser
from tests.integration.mail_texts.writing import BODY, RELEASE, save

PATH = "/templates/pictures"


def a_png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (900, 300), "#F5A800").save(out, "PNG")
    return out.getvalue()


async def test_a_picture_is_kept_small_shown_and_audited(client: Browser) -> None:
    await sign_in(client, Role.admin)
    answer = await client.post_form(
        PATH, {"name": "Gate"}, files={"file": ("x.png", a_png(), "image/png")}
    )
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PATH}?done=picture")
    row = await MailPicture.select().first()
    assert (row["name"], row["kind"], row["width"]) == ("gate", "png", 536)
    assert "536 by 179 pixels" in (await client.get(PATH)).text
    shown = await client.get(f"{PATH}/gate")
    assert shown.headers["content-type"] == "image/png"
    assert shown.content == row["content"]
    assert (await client.get(f"{PATH}/fence")).status_code == 404
    assert await AuditEvent.exists().where(AuditEvent.verb == "add_picture")


async def test_bad_names_bad_files_and_names_in_use_are_refused_with_the_input_kept(
    client: Browser, bells: RecordingBells
) -> None:
    await sign_in(client, Role.admin)
    await add_picture(await a_staff(Role.admin), bells, "gate", a_png())
    for name, content, field in (
        ("../gate", a_png(), "name"),
        ("gate", a_png(), "name"),
        ("fence", b"<svg/>", "file"),
        ("fence", b"", "file"),
        # As a phone takes it.
        ("fence", b"x" * 3_000_000, "file"),
    ):
        answer = await client.post_form(
            PATH, {"name": name}, files={"file": ("x.png", content, "image/png")}
        )
        assert answer.status_code == 422, name
        assert f'id="e-{field}"' in answer.text, name
        assert f'value="{name}"' in answer.text
    assert await MailPicture.count() == 1


async def test_a_text_with_a_picture_can_be_saved_and_its_preview_holds_it(
    client: Browser, bells: RecordingBells
) -> None:
    await sign_in(client, Role.admin)
    await add_picture(await a_staff(Role.admin), bells, "gate", a_png())
    assert "![gate](picture:gate)" in (await client.get(RELEASE)).text
    assert (await save(client, f"{BODY}\n\n![The gate](picture:gate)")).status_code == 303
    shown = (await client.get(f"{RELEASE}/preview")).text
    assert 'src="data:image/png;base64,' in shown
    assert "cid:" not in shown


async def test_a_picture_nobody_shows_is_removed_and_its_name_is_free_again(
    client: Browser, bells: RecordingBells
) -> None:
    await sign_in(client, Role.admin)
    await add_picture(await a_staff(Role.admin), bells, "gate", a_png())
    assert "Remove<span" in (await client.get(PATH)).text
    answer = await client.post_form(f"{PATH}/gate/remove", {})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PATH}?done=removed")
    assert "The picture is removed." in (await client.get(answer.headers["location"])).text
    assert (await client.get(f"{PATH}/gate")).status_code == 404
    event = await AuditEvent.select().where(AuditEvent.verb == "remove_picture").first()
    assert (event["before"], event["subject"]) == ('{"name": "gate"}', "mail_picture")
    assert (await client.post_form(f"{PATH}/gate/remove", {})).status_code == 404
    await add_picture(await a_staff(Role.admin), bells, "gate", a_png())


async def test_a_picture_that_a_mail_shows_stays_until_the_words_do_without_it(
    client: Browser, bells: RecordingBells
) -> None:
    await sign_in(client, Role.admin)
    await add_picture(await a_staff(Role.admin), bells, "gate", a_png())
    await save(client, f"{BODY}\n\n![The gate](picture:gate)")
    listed = (await client.get(PATH)).text
    assert f'Shown by: <a href="{RELEASE}">' in listed
    assert "/gate/remove" not in listed
    refused = await client.post_form(f"{PATH}/gate/remove", {})
    assert refused.status_code == 409
    assert "The picture gate is shown by mails that are sent now." in refused.text
    assert await MailPicture.count() == 1
    await save(client, seen=1)
    assert (await client.post_form(f"{PATH}/gate/remove", {})).status_code == 303
    assert await MailPicture.count() == 0


async def test_an_older_version_is_restored_only_with_a_picture_of_that_name(
    client: Browser, bells: RecordingBells
) -> None:
    await sign_in(client, Role.admin)
    admin = await a_staff(Role.admin)
    await add_picture(admin, bells, "gate", a_png())
    await save(client, f"{BODY}\n\n![The gate](picture:gate)")
    await save(client, seen=1)
    await client.post_form(f"{PATH}/gate/remove", {})
    assert (
        "There is no picture called gate."
        in (await client.get(f"{RELEASE}/preview?version=1")).text
    )
    refused = await client.post_form(f"{RELEASE}/versions/1/restore", {"seen": "2"})
    assert refused.status_code == 422
    assert "There is no picture called gate. Add one of that name" in refused.text
    await add_picture(admin, bells, "gate", a_png())
    again = await client.post_form(f"{RELEASE}/versions/1/restore", {"seen": "2"})
    assert again.headers["location"] == f"{RELEASE}?done=restored"


async def test_words_that_lost_their_picture_while_they_were_judged_are_not_saved(
    client: Browser, bells: RecordingBells, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both at once: whoever saves looks again, in the turn that removing takes too."""
    await sign_in(client, Role.admin)
    admin = await a_staff(Role.admin)
    await add_picture(admin, bells, "gate", a_png())

    async def judge_and_lose(*given: object, **named: object) -> object:
        judged = await judge_words(*given, **named)  # type: ignore[arg-type]
        await remove_picture(admin, bells, "gate")
        return judged

    monkeypatch.setattr("app.actions.mail_texts.save_template.judge_words", judge_and_lose)
    answer = await save(client, f"{BODY}\n\n![The gate](picture:gate)")
    assert answer.status_code == 422
    assert "There is no picture called gate." in answer.text
    assert await MailText.count() == 0
