"""The report's pages keep what was asked for, and the file opens with the same rows."""

import csv
import io
import re
from html import unescape

import pytest

from app.reads.report import rows
from app.rules.people.access import Role
from tests.factories import a_staff, sign_in
from tests.integration.conftest import Browser
from tests.integration.report.street import a_boot_since, a_year, an_assignment, utc

TICKET = re.compile(r">(TT-\d+)</a>")


def link(text: str, words: str) -> str:
    """Where the link `words` leads."""
    found = re.search(rf'href="([^"]+)"[^>]*>{re.escape(words)}</a>', text)
    assert found, words
    return unescape(found[1])


async def opened(client: Browser, query: str) -> list[dict[str, str]]:
    """The file as a spreadsheet reads it."""
    answer = await client.get(f"/report.csv{query}")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/csv")
    assert "attachment" in answer.headers["content-disposition"]
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


async def test_the_dashboard_leads_the_office_to_the_report(client: Browser) -> None:
    await sign_in(client, Role.office)
    dashboard = await client.get("/dashboard")
    assert link(dashboard.text, "Booting Activity Report") == "/report"
    assert "No boot has been put on a vehicle yet." in (await client.get("/report")).text


async def test_an_officer_neither_sees_the_link_nor_the_report(client: Browser) -> None:
    await sign_in(client, Role.officer)
    assert "/report" not in (await client.get("/dashboard")).text
    for path in ("/report", "/report/totals", "/report.csv"):
        assert (await client.get(path)).status_code == 403, path


async def test_filters_stay_in_the_form_the_links_and_the_file(
    client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    await a_year()
    await sign_in(client, Role.office)
    monkeypatch.setattr(rows, "PAGE_SIZE", 1)
    query = "?q=red+boot&by=released&from=2026-03-08&to=2026-03-08&sort=-name"
    first = await client.get(f"/report{query}")
    assert TICKET.findall(first.text) == ["TT-102"]
    for kept in (
        'value="red boot"',
        '<option value="released" selected>',
        'value="2026-03-08"',
        '<option value="-name" selected>',
        "Date Released from 8 Mar 2026",
        "Date Released up to and including 8 Mar 2026",
        "Search: red boot",
    ):
        assert kept in first.text, kept
    second = await client.get(link(first.text, "Next page"))
    assert TICKET.findall(second.text) == ["TT-101"]
    assert "Next page" not in second.text
    assert TICKET.findall((await client.get(link(second.text, "First page"))).text) == ["TT-102"]
    file = await client.get(link(first.text, "Download as CSV"))
    assert re.findall(r"TT-\d+", file.text) == ["TT-102", "TT-101"]
    reversed_ = await client.get(link(first.text, "Boot"))
    assert TICKET.findall(reversed_.text) == ["TT-101"]
    assert 'aria-sort="ascending"' in reversed_.text


async def test_a_date_that_was_chosen_stays_chosen_before_any_day_is(client: Browser) -> None:
    await a_year()
    await sign_in(client, Role.office)
    first = await client.get("/report?by=returned")
    sorted_ = await client.get(link(first.text, "Boot"))
    assert '<option value="returned" selected>' in sorted_.text


async def test_closed_assignments_are_marked_and_unused_boots_stand_alone(client: Browser) -> None:
    await a_year()
    await sign_in(client, Role.admin)
    shown = await client.get("/report")
    assert shown.text.count("</svg>Closed</span>") == 2
    alone = await client.get("/report?status=available")
    assert "Boots that are now: Available" in alone.text
    assert alone.text.count("Never used") == 1
    # The last minute of the day of 25 hours.
    assert "1 Nov 2026<span>, 23:59</span></time>" in alone.text


async def test_totals_come_after_the_rows_and_without_scripts_by_a_link(client: Browser) -> None:
    await a_year()
    await sign_in(client, Role.office)
    page = await client.get("/report?q=red")
    assert 'hx-get="/report/totals?q=red"' in page.text
    assert "<dt>Assignments</dt>" not in page.text
    fragment = await client.get("/report/totals?q=red")
    assert "<html" not in fragment.text
    counts = re.findall(r"<dt>(\w+)</dt><dd>(\d+)</dd>", fragment.text)
    assert counts == [
        ("Assignments", "3"),
        ("Boots", "2"),
        ("Released", "2"),
        ("Returned", "1"),
        ("Open", "2"),
        ("Closed", "1"),
    ]
    whole = await client.get(link(page.text, "Show totals"))
    assert fragment.text.strip() in whole.text
    assert TICKET.findall(whole.text) == TICKET.findall(page.text)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("from=2026-02-30", "Enter a day, such as 2026-11-21."),
        ("to=tomorrow", "Enter a day, such as 2026-11-21."),
        ("from=2026-03-09&to=2026-03-08", "This day is before the start date."),
    ],
)
async def test_days_that_are_none_are_named_and_kept(
    client: Browser, query: str, words: str
) -> None:
    await a_year()
    await sign_in(client, Role.office)
    answer = await client.get(f"/report?q=red&totals=1&{query}")
    assert answer.status_code == 422
    assert words in answer.text
    assert 'value="red"' in answer.text
    assert f'value="{query.rpartition("=")[2]}"' in answer.text
    assert not TICKET.findall(answer.text)
    for path in ("/report.csv", "/report/totals"):
        assert (await client.get(f"{path}?{query}")).status_code == 422, path


async def test_unknown_words_in_the_address_are_read_as_none(client: Browser) -> None:
    await a_year()
    await sign_in(client, Role.office)
    plain = await client.get("/report")
    odd = await client.get("/report?status=x&by=y&sort=z&after=1.nonsense&q=%00")
    assert TICKET.findall(odd.text) == TICKET.findall(plain.text)
    after = await client.get("/report?sort=name&after=999999999.zzz")
    assert "Nothing matches these filters." in after.text


async def test_the_file_has_every_row_with_local_times_and_no_formula(
    client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    await a_year()
    evil = await a_boot_since("=1+1", utc("2026-06-01 12:00:00"))
    officer = await a_staff(name='Eve "Comma", Officer')
    at = utc("2026-06-02 03:59:59")
    await an_assignment(officer, evil, 106, "ZZZ9", at, at, at, at)
    monkeypatch.setattr(rows, "FILE_STEP", 2)
    await sign_in(client, Role.office)
    lines = await opened(client, "?sort=created")
    assert [line["Ticket"] for line in lines] == [
        *("TT-101", "TT-102", "TT-106", "TT-104", "TT-103", "TT-105"),
    ]
    assert lines[2] == {
        "Boot": "'=1+1",
        "Status of the boot now": "Available",
        "Assignment": "Closed",
        "Ticket": "TT-106",
        "Plate": "ZZZ9",
        "Region": "ON",
        "Place": "214 King St",
        "Officer": 'Eve "Comma", Officer',
        "Date Created": "2026-06-01 23:59:59",
        "Date Released": "2026-06-01 23:59:59",
        "Return due": "",
        "Date Returned": "2026-06-01 23:59:59",
        "Date Closed": "2026-06-01 23:59:59",
        "Time zone": "America/Toronto",
    }
    assert (lines[3]["Assignment"], lines[3]["Date Released"]) == ("Open", "")
    unused = await opened(client, "?status=available&q=spare")
    assert [(line["Assignment"], line["Date Created"]) for line in unused] == [
        ("Never used", "2026-11-01 23:59:59")
    ]
    assert await opened(client, "?q=nobody") == []
