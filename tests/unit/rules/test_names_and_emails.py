"""Names of boots and addresses of people."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.boots.names import clean_name, name_key
from app.rules.errors import Invalid
from app.rules.people.emails import clean_email, mask_email, suggest


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("  Red   Boot\t01 ", "Red Boot 01"),
        ("Sabot E\u0301", "Sabot É"),
        ("x" * 60, "x" * 60),
        ("e\u0301" * 60, "é" * 60),
    ],
)
def test_a_name_is_trimmed_folded_and_composed(typed: str, name: str) -> None:
    assert clean_name(typed) == name


@pytest.mark.parametrize(
    "typed", ["", " \t\n", "x" * 61, "Red\x00Boot", "Red\u202eBoot", "a\u200bb"]
)
def test_a_name_that_is_empty_long_or_invisible_is_refused(typed: str) -> None:
    with pytest.raises(Invalid) as refusal:
        clean_name(typed)
    assert set(refusal.value.fields) == {"name"}


@given(st.text(max_size=70))
def test_a_clean_name_is_clean_and_keeps_its_key(text: str) -> None:
    try:
        name = clean_name(text)
    except Invalid:
        return
    assert clean_name(name) == name
    assert 1 <= len(name) <= 60
    assert unicodedata.is_normalized("NFC", name)
    assert name_key(name) == name_key(unicodedata.normalize("NFD", name))
    assert name_key(name_key(name)) == name_key(name)


def test_names_that_differ_in_case_alone_are_the_same() -> None:
    assert name_key("RED BOOT É1") == name_key("red boot é1") == name_key("Red Boot e\u03011")
    assert name_key("Straße") == name_key("STRASSE")
    assert name_key("Red Boot 01") != name_key("Red Boot 02")


@pytest.mark.parametrize(
    ("typed", "email"),
    [
        (" dana@example.com ", "dana@example.com"),
        ("Dana.O'Neil+boot@Example.COM", "Dana.O'Neil+boot@example.com"),
        ("dana@köln.de", "dana@xn--kln-sna.de"),
    ],
)
def test_an_address_is_kept_in_a_form_any_mail_server_takes(typed: str, email: str) -> None:
    assert clean_email(typed) == email


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "dana",
        "dana@",
        "@example.com",
        "dana@example",
        "dana@@example.com",
        "dana@example.com\nBcc: all@example.com",
        "dana@example.com, other@example.com",
        "Dana <dana@example.com>",
        "dana@localhost",
        "däna@example.com",
        "x" * 65 + "@example.com",
        "=?utf-8?q?=0D=0ABcc=3Ax=40y.example?=@example.com",
    ],
)
def test_what_is_no_address_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(Invalid) as refusal:
        clean_email(typed)
    assert refusal.value.fields == {"email": "Enter an email address like name@example.com"}


def test_the_refusal_stands_beside_the_field_that_was_asked() -> None:
    with pytest.raises(Invalid) as refusal:
        clean_email("x", "owner_email")
    assert set(refusal.value.fields) == {"owner_email"}


@pytest.mark.parametrize(
    ("email", "masked"),
    [
        ("dana@example.com", "d••••@e….com"),
        ("d@example.co.uk", "d••••@e….uk"),
        ("a.very.long.name@x.org", "a••••@x….org"),
    ],
)
def test_a_masked_address_keeps_two_letters_and_the_ending(email: str, masked: str) -> None:
    assert mask_email(email) == masked


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gmial.com", "gmail.com"),
        ("gmail.con", "gmail.com"),
        ("gmial.con", "gmail.com"),
        ("gmail.co", "gmail.com"),
        ("GMAIL.CMO", "gmail.com"),
        ("hotmial.com", "hotmail.com"),
        ("outlok.com", "outlook.com"),
        ("yaho.com", "yahoo.com"),
        ("iclod.com", "icloud.com"),
        ("example.con", "example.com"),
        ("city.example.ogr", "city.example.org"),
    ],
)
def test_an_obvious_slip_is_answered_with_what_was_probably_meant(typed: str, meant: str) -> None:
    assert suggest(f"Dana@{typed}") == f"Dana@{meant}"


@pytest.mark.parametrize(
    "domain",
    [
        "gmail.com",
        "Gmail.com",
        "mail.com",
        "ymail.com",
        "email.com",
        "hotmail.fr",
        "yahoo.ca",
        "yahoo.co.uk",
        "outlook.de",
        "example.com",
        "town.example.co",
    ],
)
def test_a_real_address_is_never_questioned(domain: str) -> None:
    assert suggest(f"dana@{domain}") is None


def test_text_without_an_at_sign_gets_no_suggestion() -> None:
    assert suggest("gmail.con") is None


@given(st.emails())
def test_a_suggestion_is_never_questioned_again(email: str) -> None:
    meant = suggest(email)
    assert meant is None or suggest(meant) is None
