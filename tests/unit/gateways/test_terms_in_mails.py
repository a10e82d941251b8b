"""Terms and privacy, where the town has set them, stand at the end of every letter."""

import re
from dataclasses import replace
from html import unescape

from app.gateways.mail.letters import Letter
from app.templating import Templates
from tests.unit.gateways.test_compose import composed, part


def test_terms_and_privacy_stand_at_the_end_of_every_letter_where_they_are_set(
    templates: Templates, letter: Letter
) -> None:
    terms, privacy = "https://marlow.example/terms?a=1&b=2", "https://marlow.example/privacy"
    silent = composed(templates, letter)
    assert "Terms" not in part(silent, "plain")
    assert "Privacy" not in part(silent, "html")
    town = replace(letter.organisation, terms_url=terms, privacy_url=privacy)
    message = composed(templates, replace(letter, organisation=town))
    assert part(message, "plain").endswith(f"Terms: {terms}\nPrivacy: {privacy}\n")
    links = {unescape(one) for one in re.findall(r'href="([^"]+)"', part(message, "html"))}
    assert {terms, privacy} <= links
