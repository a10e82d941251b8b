"""The standard words about a payment: what payers read, in both languages, in text and in HTML."""

import re
from dataclasses import replace
from email.message import EmailMessage
from typing import cast

import pytest

from app.gateways.mail.letters import EmailChangedLetter, GoodwillLetter, Letter
from app.rules.mail_texts.words import LetterWords, Wording
from app.templating import Templates
from tests.unit.gateways.test_compose import _words, part
from tests.unit.gateways.test_wording import composed

SAID: dict[tuple[str, str], tuple[str, ...]] = {
    ("goodwill", "en"): (
        "$20.00 of your payment goes back to you",
        "$20.00 of your payment goes back to you.",
        "It goes back to the card you paid with.",
        "Your bank may need up to ten working days to show it.",
        "Questions? Call +1 519 555 0142.",
        "You get this mail because this address was given with the payment.",
    ),
    ("goodwill", "fr"): (
        "Nous vous rendons 20,00 $ de votre paiement",
        "Nous vous rendons 20,00 $ de votre paiement.",
        "L’argent retourne sur la carte utilisée pour payer.",
        "Votre banque peut prendre jusqu’à dix jours ouvrables pour l’afficher.",
        "Des questions? Appelez au +1 519 555 0142.",
        "Vous recevez ce courriel parce que cette adresse a été donnée lors du paiement.",
    ),
    ("paid_twice", "en"): (
        "$165.00 of your payment goes back to you",
        "$165.00 of your payment goes back to you.",
        "There was nothing left to pay when your money arrived. You need not do anything.",
        "It goes back to the card you paid with.",
        "Your bank may need up to ten working days to show it.",
    ),
    ("paid_twice", "fr"): (
        "Nous vous rendons 165,00 $ de votre paiement",
        "Nous vous rendons 165,00 $ de votre paiement.",
        "Il ne restait rien à payer quand votre argent est arrivé. Vous n’avez rien à faire.",
        "L’argent retourne sur la carte utilisée pour payer.",
        "Votre banque peut prendre jusqu’à dix jours ouvrables pour l’afficher.",
    ),
    ("promise", "en"): (
        "Bring $165.00 to our office",
        "You said you would pay by cash or cheque. Nothing is paid until we have it.",
        "The amount can grow while it is not paid.",
        "We cannot promise until when it stays the same, so please come soon.",
        "The boot is released when we have the money in hand.",
        "You can pay by card instead. The boot is then released at once.",
        "Pay by card",
        "Questions? Call +1 519 555 0142.",
        "You get this mail because this address was given with the promise to pay.",
    ),
    ("promise", "fr"): (
        "Apportez 165,00 $ à notre bureau",
        "Vous avez dit que vous paieriez comptant ou par chèque.",
        "Rien n’est payé tant que nous n’avons pas l’argent.",
        "Le montant peut augmenter tant qu’il n’est pas payé.",
        "Nous ne pouvons pas garantir jusqu’à quand il reste le même; venez donc bientôt.",
        "Le sabot est libéré quand nous avons l’argent en main.",
        "Vous pouvez plutôt payer par carte. Le sabot est alors libéré aussitôt.",
        "Payer par carte",
        "Des questions? Appelez au +1 519 555 0142.",
        "Vous recevez ce courriel parce que cette adresse a été donnée avec la promesse de payer.",
    ),
    ("promise_reminder", "en"): (
        "Reminder: $165.00 is still to be brought to our office",
        "You said you would pay by cash or cheque. We do not have it yet.",
        "The amount can grow while it is not paid.",
        "The boot is released when we have the money in hand.",
        "You can pay by card instead. The boot is then released at once.",
    ),
    ("promise_reminder", "fr"): (
        "Rappel : il reste 165,00 $ à apporter à notre bureau",
        "Vous avez dit que vous paieriez comptant ou par chèque.",
        "Nous n’avons pas encore reçu l’argent.",
        "Le montant peut augmenter tant qu’il n’est pas payé.",
        "Le sabot est libéré quand nous avons l’argent en main.",
        "Vous pouvez plutôt payer par carte. Le sabot est alors libéré aussitôt.",
    ),
    ("email_changed", "en"): (
        "Your email address was changed",
        "Mails about your payment go to another address now.",
        "If you asked for this, you need not do anything.",
        "If it was not you, call us: +1 519 555 0142.",
        "Links in our earlier mails about it no longer work.",
        "You get this mail because this address was given with the payment.",
    ),
    ("email_changed", "fr"): (
        "Votre adresse courriel a été changée",
        "Les courriels au sujet de votre paiement vont maintenant à une autre adresse.",
        "Si vous l’avez demandé, vous n’avez rien à faire.",
        "Si ce n’était pas vous, appelez-nous : +1 519 555 0142.",
        "Les liens de nos courriels précédents à ce sujet ne fonctionnent plus.",
        "Vous recevez ce courriel parce que cette adresse a été donnée lors du paiement.",
    ),
}
_BRING = (
    "To bring today: $165.00|Where: 1 Market Square, Marlow ON N0B 2A0"
    "|Ticket number: TT-10133, TT-10134|Plate: ••••43|Boot: Red Boot 01"
)
_APPORTER = (
    "À apporter aujourd’hui : 165,00 $|Où : 1 Market Square, Marlow ON N0B 2A0"
    "|Numéro de constat : TT-10133, TT-10134|Plaque : ••••43|Sabot : Red Boot 01"
)
FACTS = {
    ("email_changed", "en"): "Plate: ••••43|Boot: Red Boot 01",
    ("email_changed", "fr"): "Plaque : ••••43|Sabot : Red Boot 01",
    ("promise", "en"): _BRING,
    ("promise", "fr"): _APPORTER,
    ("promise_reminder", "en"): _BRING,
    ("promise_reminder", "fr"): _APPORTER,
    ("goodwill", "en"): "Goes back: $20.00|Tickets: TT-10133|Plate: ••••43",
    ("goodwill", "fr"): "Montant rendu : 20,00 $|Constats : TT-10133|Plaque : ••••43",
    ("paid_twice", "en"): "Goes back: $165.00|Tickets: TT-10133|Plate: ••••43",
    ("paid_twice", "fr"): "Montant rendu : 165,00 $|Constats : TT-10133|Plaque : ••••43",
}


def letter_of(request: pytest.FixtureRequest, kind: str) -> Letter:
    return cast("Letter", request.getfixturevalue(kind))


def read(message: EmailMessage, look: str) -> str:
    """What a person reads from the headline on, in one line."""
    text = part(message, look)
    if look == "html":
        text = "<html>" + re.sub(r"</?a\b[^>]*>", "", text[text.index("<h1") :])
    return _words(text)


@pytest.mark.parametrize(("kind", "language"), SAID)
def test_a_mail_in_the_standard_words_says_each_sentence_in_its_order(
    templates: Templates, request: pytest.FixtureRequest, kind: str, language: str
) -> None:
    message = composed(templates, letter_of(request, kind), language)
    subject, *sentences = SAID[kind, language]
    assert " ".join(str(message["Subject"]).split()) == subject
    for look in ("plain", "html"):
        words = read(message, look)
        after = 0
        for sentence in sentences:
            assert sentence in words[after:], look
            after += words[after:].index(sentence) + len(sentence)


@pytest.mark.parametrize(("kind", "language"), FACTS)
def test_a_mail_in_the_standard_words_gives_each_fact(
    templates: Templates, request: pytest.FixtureRequest, kind: str, language: str
) -> None:
    message = composed(templates, letter_of(request, kind), language)
    text, html = (read(message, look) for look in ("plain", "html"))
    facts = FACTS[kind, language].split("|")
    assert " ".join(facts) in text
    for fact in facts:
        name, _, value = fact.partition(":")
        assert f"{name.strip()} {value.strip()}" in html


@pytest.mark.parametrize("kind", ["goodwill", "paid_twice"])
def test_money_paid_at_the_counter_is_fetched_there(
    templates: Templates, request: pytest.FixtureRequest, kind: str
) -> None:
    letter = cast("GoodwillLetter", letter_of(request, kind))
    message = composed(templates, replace(letter, by_card=False))
    for look in ("plain", "html"):
        words = read(message, look)
        assert "You paid at our counter, so please fetch it there." in words
        assert "card" not in words


@pytest.mark.parametrize("kind", ["promise", "promise_reminder"])
def test_a_promise_leads_to_paying_by_card_instead(
    templates: Templates, request: pytest.FixtureRequest, kind: str
) -> None:
    message = composed(templates, letter_of(request, kind))
    address = "https://boot.marlow.example/b/8f2kX0"
    assert f"Pay by card\n{address}" in part(message, "plain")
    assert f'<a href="{address}"' in part(message, "html")


@pytest.mark.parametrize(
    ("phone", "email", "said"),
    [
        ("", "help@marlow.example", "If it was not you, write to us: help@marlow.example."),
        ("", "", "If it was not you, please tell us."),
    ],
)
def test_whoever_did_not_change_the_address_is_told_whom_to_reach(
    templates: Templates, email_changed: EmailChangedLetter, phone: str, email: str, said: str
) -> None:
    org = replace(email_changed.organisation, help_phone=phone, help_email=email)
    message = composed(templates, replace(email_changed, organisation=org))
    for look in ("plain", "html"):
        assert said in read(message, look)


def test_a_subject_of_a_fact_the_letter_does_not_have_is_the_standard_one(
    templates: Templates, email_changed: EmailChangedLetter
) -> None:
    words = LetterWords(subject="{{boot}}", body="{{not_you}}")
    for boot, subject in (("Red Boot 01", "Red Boot 01"), (None, "Your email address was changed")):
        letter = replace(email_changed, boot_name=boot, wording=Wording(words))
        message = composed(templates, letter)
        assert message["Subject"] == subject
        assert f"<title>{subject}</title>" in part(message, "html")
