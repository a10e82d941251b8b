"""The watch over every journey notices what it is there for."""

import asyncio

import pytest

from e2e.browsers import Visitors

PLANTED = {
    "Content Security Policy: img-src": "new Image().src = 'http://elsewhere.example/x.png'",
    "planted": "setTimeout(() => { throw new Error('planted'); })",
}


@pytest.mark.parametrize(("complaint", "fault"), PLANTED.items())
async def test_a_planted_fault_on_a_page_is_noticed(
    visitors: Visitors, complaint: str, fault: str
) -> None:
    phone = await visitors.driver()
    await phone.open("/")
    assert visitors.troubles == []
    await phone.page.evaluate(fault)
    await asyncio.sleep(0.3)
    assert any(complaint in trouble for trouble in visitors.troubles), visitors.troubles
    visitors.troubles.clear()
