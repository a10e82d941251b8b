"""What may be saved as the words of a mail."""

import pytest

from app.rules.errors import Invalid
from app.rules.mail_texts.message import Shape
from app.rules.mail_texts.placeholders import MESSAGES
from app.rules.mail_texts.words import LetterWords, check_words, tidy_words
from app.rules.outbox.letters import LetterKind, cause_of_test, text_of_test

RELEASE = MESSAGES[LetterKind.release]
GOOD = LetterWords("Code {{code}}", "{{code}}\n\n{{return}}")


def problems(words: LetterWords, kind: LetterKind = LetterKind.release) -> dict[str, str]:
    """What is said beside each field, placeholders filled in."""
    try:
        check_words(MESSAGES[kind], words)
    except Invalid as error:
        return {name: text.format(**error.params) for name, text in error.fields.items()}
    return {}


def body(text: str) -> LetterWords:
    return LetterWords("Code {{code}}", text)


def subject(text: str) -> LetterWords:
    return LetterWords(text, GOOD.body)


def test_a_release_mail_with_code_and_return_may_be_saved() -> None:
    assert problems(GOOD) == {}
    assert problems(body("{{code}} by {{deadline}} at {{drop_off}}")) == {}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("{{return}}", "{{code}}"),
        ("{{code}}", "{{return}}"),
        ("{{code}} by {{deadline}}", "{{return}}"),
        ("{{code}} at {{drop_off}}", "{{return}}"),
        ("code, return", "{{code}}"),
    ],
)
def test_a_release_mail_without_code_or_the_way_back_is_refused(text: str, wanted: str) -> None:
    assert f"cannot do without {wanted}" in problems(body(text))["body"]


@pytest.mark.parametrize(
    "typed",
    ["{{price}}", "{{ 7*7 }}", "{{code", "code}}", "{{}}", "{{code|upper}}", "{{letter.code}}"],
)
def test_what_looks_like_a_placeholder_and_is_none_is_refused_in_both_fields(typed: str) -> None:
    assert "is not a placeholder" in problems(body(f"{GOOD.body} {typed}"))["body"]
    assert "is not a placeholder" in problems(subject(f"Hello {typed}"))["subject"]


def test_each_message_has_its_own_list() -> None:
    assert "{{bill}}" in problems(body(f"{GOOD.body}\n\n{{{{bill}}}}"))["body"]
    assert problems(LetterWords("Paid", "{{bill}}"), LetterKind.receipt) == {}


@pytest.mark.parametrize(
    "typed",
    ["a\r\nBcc: b@example.com", "a\nb", "a\x00", "a\u2028b", "pay\u202etxt", "a\x7f", "a\ue000"],
)
def test_a_subject_is_one_visible_line(typed: str) -> None:
    assert "one line" in problems(subject(typed))["subject"]


def test_secrets_links_and_drawn_parts_are_in_no_subject() -> None:
    assert "not in the subject" in problems(subject("{{case_link}}"))["subject"]
    assert "not in the subject" in problems(subject("{{steps}}"))["subject"]
    pin = LetterWords("Ticket {{ticket}}", "{{ticket}} {{pay_link}}")
    assert "not in the subject" in problems(pin, LetterKind.notice)["subject"]


def test_both_fields_are_judged_at_once() -> None:
    assert set(problems(LetterWords("", ""))) == {"subject", "body"}
    assert set(problems(LetterWords("{{no}}", "{{neither}}"))) == {"subject", "body"}


def test_too_long_is_refused_and_the_longest_is_not() -> None:
    assert problems(subject("x" * 150)) == {}
    assert "150" in problems(subject("x" * 151))["subject"]
    room = 8000 - len(GOOD.body)
    assert problems(body(GOOD.body + "x" * room)) == {}
    assert "8000" in problems(body(GOOD.body + "x" * (room + 1)))["body"]


def test_hidden_characters_are_refused_in_the_text_and_joiners_are_not() -> None:
    assert "invisible" in problems(body(f"{GOOD.body} a\u202eb"))["body"]
    assert problems(body(f"{GOOD.body} 👩\u200d🔧 ok\tgo")) == {}


def test_words_are_kept_alike_however_they_were_typed() -> None:
    words = tidy_words("  Code {{ CODE }} ", "\r\n{{ code }}  \r\n\r\n{{Return}}\r\n\r\n")
    assert words == LetterWords("Code {{code}}", "{{code}}\n\n{{return}}")


def test_every_need_is_on_the_list_of_its_message() -> None:
    for message in MESSAGES.values():
        wanted = {name for group in message.needs for names in group for name in names}
        assert wanted
        assert wanted <= set(message.placeholders)
        assert all(one.meaning for one in message.placeholders.values())
        drawn = [one for one in message.placeholders.values() if one.shape is Shape.part]
        assert not any(one.fits_subject for one in drawn)


def test_the_cause_of_a_test_names_its_words_and_no_other_cause_does() -> None:
    assert text_of_test(cause_of_test(17)) == 17
    assert text_of_test("release-17") is None
    assert text_of_test("template_test-17-v2") is None
