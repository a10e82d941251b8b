"""Email Templates: the list, the editor, the versions, the pictures, the previews."""

import io

from PIL import Image
from playwright.async_api import expect

from e2e.pages.templates import TemplateEditor
from e2e.sights.stage import Sights, Stage


async def words(stage: Stage) -> Sights:
    """A template in use, one that is refused, and what their readers would see."""
    stage.clerk.boot_car()
    admin = await stage.visitors.admin()
    page, editor = admin.page, TemplateEditor(admin, "notice")
    await editor.open()
    await editor.subject.fill("{{headline}}, seen")
    await editor.save()
    yield "template saved", page
    for name, address in (
        ("templates", "/templates"),
        ("template", editor.address),
        ("versions", f"{editor.address}/versions"),
        ("version", f"{editor.address}/versions/1"),
        ("pictures", "/templates/pictures"),
    ):
        await admin.open(address)
        yield name, page
    await admin.tap(page.get_by_role("button", name="Keep this picture"))
    await expect(page.locator("#errors")).to_be_visible()
    yield "picture without a file", page
    await page.get_by_label("Name", exact=True).fill("seen")
    drawn = io.BytesIO()
    Image.new("RGB", (320, 90), "#F5A800").save(drawn, "PNG")
    picture = {"name": "seen.png", "mimeType": "image/png", "buffer": drawn.getvalue()}
    await page.get_by_label("Picture", exact=True).set_input_files(picture)  # type: ignore[arg-type]
    await admin.tap(page.get_by_role("button", name="Keep this picture"))
    await page.wait_for_url("**?done=picture")
    yield "picture kept", page
    await editor.open()
    await editor.body.fill("{{price}}")
    await editor.press("Save this version")
    await expect(editor.summary).to_be_visible()
    yield "template refused", page
    # A preview lets nothing run, axe neither: it is read as a document of its own.
    for kind, look in (
        ("notice", "mail"),
        ("notice", "text"),
        ("promise", "mail"),
        ("goodwill", "mail"),
        ("email_changed", "mail"),
    ):
        shown = await page.request.get(f"/templates/{kind}/en/preview?look={look}")
        await page.goto("about:blank")
        await page.set_content(await shown.text())
        yield f"preview of {kind} as {look}", page
