"""Pictures for mails: taken in, drawn small, shown, and carried by the mail that names them."""

import io

from PIL import Image

from app.actions.mail_texts.add_picture import add_picture
from app.rules.people.access import Role
from app.tables.records.audit_event import AuditEvent
from app.tables.records.mail_picture import MailPicture
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
