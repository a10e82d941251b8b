"""Whatever a fact holds, the mail is well formed: one header a line, every part as it was put."""

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from app.gateways.mail.mime import header, mailbox, multipart, picture_part, text_part
from app.rules.mail_texts.words import Picture

SUBJECTS = [
    "Release code 4471-92 for Red Boot 01",
    "Code de déblocage 4471-92 pour Sabot é",
    "x" * 150,
    "word " * 29 + "end",
    "ü" * 150,
    "=?utf-8?q?Bcc=3A_all=40example=2Ecom?=",
    "=?utf-8?q?Free=0D=0ABcc:_all=40example.com=0D=0A=0D=0A<b>Hello</b>?=",
    "at =?utf-8?b?DQpCY2M6IHhAeS5leGFtcGxl?= now",
    "=?utf-7?q?+AAo-Bcc:x?=",
    "=?utf-8?q?=00?= é " + "=?utf-8?q?=0A?= " * 20,
    " leading",
    "a:b; c=d, <e@f.example>",
    "🚗 free",
    "",
]
TEXTS = [
    "One line.\n",
    "•••• = é\n\n.\n..leading dots\nFrom the start\n",
    "trailing spaces   \ntab\there\t\n",
    "long " * 60 + "\n" + "x" * 900 + "\n",
    "--=_alternative\n--=_alternative--\n--=_related\n=_alternative\n",
    "a lone\rreturn\x0band\x1cothers\u2028too\n",
]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_header_is_folded_and_read_back(subject: str) -> None:
    written = header("Subject", subject)
    assert written.isascii()
    assert written.endswith(b"\r\n")
    lines = written.removesuffix(b"\r\n").split(b"\r\n")
    assert all(len(line) <= 200 for line in lines)
    assert all(line.startswith(b" ") for line in lines[1:])
    read = message_from_bytes(written + b"\r\n", policy=default)
    assert read.keys() == ["Subject"]
    # Whoever writes encoded words into a fact gets what was written, no header of their own.
    assert read["Subject"].strip() == subject.strip()
    assert not read.get_payload()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_end_of_a_line_is_no_part_of_a_header(end: str) -> None:
    with pytest.raises(ValueError, match="one line"):
        header("Subject", f"Hello{end}Bcc: all@example.com")
    with pytest.raises(ValueError, match="CR or LF"):
        mailbox("From", f"a@example.com{end}Bcc: all@example.com")
    with pytest.raises(ValueError, match="CR or LF"):
        mailbox("From", "a@example.com", f"Evil{end}Bcc: all@example.com")


@pytest.mark.parametrize(
    "owner",
    [
        "Ville de Marlöw",
        "Marlow, Parking; <x@y.example>",
        'The "City"',
        "Ä" * 20,
        "=?utf-8?q?City=0D=0ABcc:_all=40example.com?=",
        'é "=?utf-8?b?DQpCYzp4?="',
    ],
)
def test_an_address_keeps_the_name_of_its_owner(owner: str) -> None:
    written = mailbox("From", "boots@example.com", owner)
    assert written.isascii()
    read = message_from_bytes(written + b"\r\n", policy=default)
    assert read.keys() == ["From"]
    [address] = read["From"].addresses
    assert (address.display_name, address.addr_spec) == (owner, "boots@example.com")


@pytest.mark.parametrize("text", TEXTS)
def test_text_comes_back_as_it_was(text: str) -> None:
    written = text_part("plain", text)
    assert written.isascii()
    lines = written.split(b"\r\n")
    assert not any(b"\r" in line or b"\n" in line for line in lines)
    assert all(len(line) <= 76 for line in lines)
    read = message_from_bytes(written, policy=default)
    assert isinstance(read, EmailMessage)
    kept = re.sub(r"[ \t]+\n", "\n", text.replace("\r", "\n"))
    assert read.get_content().replace("\r\n", "\n") == kept


@pytest.mark.parametrize("text", TEXTS)
def test_no_text_ends_its_part(text: str) -> None:
    picture = Picture("_step-1", "png", bytes(range(256)) * 5)
    inner = multipart("related", [text_part("html", text), picture_part(picture, "a@picture")])
    whole = b"MIME-Version: 1.0\r\n" + multipart("alternative", [text_part("plain", text), inner])
    read = message_from_bytes(whole, policy=default)
    assert [one.get_content_type() for one in read.walk()] == [
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
    ]
    assert not any(one.defects for one in read.walk())
    drawn = list(read.walk())[-1]
    assert drawn["Content-ID"] == "<a@picture>"
    assert drawn.get_filename() == "step-1.png"
    assert drawn.get_content_disposition() == "inline"
    assert drawn.get_content() == picture.content
