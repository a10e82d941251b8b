"""An administrator writes the mails: in both languages, with a preview, a test and a way back."""

from playwright.async_api import expect

from app.rules.people.access import Role
from e2e.booted import Clerk
from e2e.browsers import PHONE, Visitors
from e2e.mail import MailServer
from e2e.pages.card import CardPage
from e2e.pages.driver import DriverPage
from e2e.pages.templates import TemplateEditor
from e2e.town import PASSWORDS

ENGLISH = "# Hello from Marlow\n\n{{code}}\n\n{{return}}\n\n[Your case]({{case_link}})\n"
FRENCH = "# Bonjour de Marlow\n\n{{code}}\n\n{{return}}\n"


async def test_words_in_both_languages_are_tested_saved_and_sent(
    visitors: Visitors, clerk: Clerk, mail: MailServer
) -> None:
    admin = await visitors.admin()
    address, _ = PASSWORDS[Role.admin]
    before = len(mail.for_reader(address))
    for language, subject, body in (
        ("fr", "Votre code {{code}}", FRENCH),
        ("en", "Your key {{code}}", ENGLISH),
    ):
        editor = TemplateEditor(admin, "release", language)
        await editor.open()
        await editor.write(subject, body)
        await editor.press("Send a test to me")
        await expect(editor.told).to_contain_text(f"on its way to {address}")
        await expect(editor.body).to_have_value(body.strip())
        await expect(editor.mail).to_contain_text(
            "de Marlow" if language == "fr" else "from Marlow"
        )
        await editor.save()
    french, english = (await mail.wait(address, before + 2))[before:]
    assert french.subject == "Essai : Votre code ••••••"
    assert french.text.startswith("Bonjour de Marlow\n")
    assert "Bonjour de Marlow</h1>" in french.html
    assert french.language == "fr"
    assert english.subject == "Test: Your key ••••••"
    assert "Hello from Marlow</h1>" in english.html
    assert english.language == "en"
    car = clerk.boot_car()
    driver = DriverPage(await visitors.driver(), car.boot.address)
    await driver.pay(car.email)
    await CardPage(driver.hand).approve()
    letters = await mail.wait(car.email, 2)
    [release] = [letter for letter in letters if letter.is_release]
    assert release.subject == f"Your key {car.boot.code}"
    assert release.text.startswith("Hello from Marlow\n")
    assert release.link("/mine/")
    for language in ("en", "fr"):
        # Everybody else in this town reads the standard words.
        editor = TemplateEditor(admin, "release", language)
        await editor.open()
        await editor.press("Use the standard words again")
        await expect(editor.told).to_contain_text("standard words")


async def test_the_preview_follows_what_is_typed_and_leaves_no_steps_behind(
    visitors: Visitors, clerk: Clerk
) -> None:
    car = clerk.boot_car()
    editor = TemplateEditor(await visitors.admin())
    await editor.open()
    await expect(editor.mail).to_contain_text("You can free your car now.")
    await expect(editor.mail).to_contain_text(car.boot.name)
    await expect(editor.mail).not_to_contain_text(car.boot.code)
    steps = await editor.page.evaluate("history.length")
    await editor.body.press("Control+End")
    await editor.body.press_sequentially(" Drive safely, ")
    await editor.press("{{plate}}")
    await expect(editor.mail).to_contain_text("Drive safely, ••••")
    await editor.page.get_by_label("Plain text").check()
    await expect(editor.mail).to_contain_text("Your release code: ••••••")
    await editor.page.get_by_label("Source").check()
    await expect(editor.mail).to_contain_text("<!doctype html>")
    assert await editor.page.evaluate("history.length") == steps
    await editor.body.fill("nothing")
    await expect(editor.mail).to_contain_text("cannot do without {{code}}")


async def test_without_scripts_all_of_it_works_too(visitors: Visitors, clerk: Clerk) -> None:
    clerk.boot_car()
    editor = TemplateEditor(await visitors.staff(Role.admin, PHONE, scripts=False), "receipt", "fr")
    await editor.open()
    words = await editor.body.input_value()
    await editor.body.fill(f"{words}\n\nÀ bientôt")
    await editor.press("Show preview")
    await expect(editor.mail).to_contain_text("À bientôt")
    await editor.body.fill("{{price}}")
    await editor.press("Save this version")
    await expect(editor.summary).to_contain_text("{{price}} is not a placeholder")
    await expect(editor.body).to_have_value("{{price}}")
    await editor.body.fill("{{bill}}")
    await editor.save()
    await editor.press("Use the standard words again")
    await expect(editor.told).to_contain_text("standard words")
    await editor.page.get_by_role("link", name="All versions").click()
    await editor.press("Restore version 1")
    await expect(editor.body).to_have_value("{{bill}}")
    await editor.press("Use the standard words again")


async def test_two_administrators_lose_nothing(visitors: Visitors) -> None:
    first, second = [TemplateEditor(await visitors.admin(), "refund") for _ in range(2)]
    await first.open()
    await second.open()
    await first.subject.fill("{{outcome}}, from the first")
    await second.subject.fill("{{outcome}}, from the second")
    await first.save()
    await second.press("Save this version")
    await expect(second.summary).to_contain_text("has saved another version meanwhile")
    await expect(second.page.get_by_text("{{outcome}}, from the first")).to_be_visible()
    await expect(second.subject).to_have_value("{{outcome}}, from the second")
    await second.press("Save mine over it")
    await second.page.wait_for_url("**?done=saved")
    await second.press("Use the standard words again")
