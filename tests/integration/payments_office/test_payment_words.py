"""Whatever can be written down about a payment has words for the office."""

import re
from pathlib import Path

import app.actions
from app.reads.payments.payment_history import DEED_WORDS, LETTER_WORDS
from app.rules.outbox.letters import LetterKind

RECORDED = re.compile(r'record\(\s*"(\w+)",\s*"payment"')


def test_every_deed_that_is_recorded_of_a_payment_has_words() -> None:
    actions = Path(app.actions.__path__[0])
    verbs = {
        verb
        for path in actions.rglob("*.py")
        for verb in RECORDED.findall(path.read_text(encoding="utf-8"))
    }
    assert {"start_payment", "open_dispute", "refunded_outside"} <= verbs
    assert verbs - set(DEED_WORDS) == set()


def test_every_kind_of_letter_has_words() -> None:
    assert {kind.value for kind in LetterKind} - set(LETTER_WORDS) == set()
