"""Whatever can be written down about a payment has words for the office."""

import re
from pathlib import Path

import app.actions
from app.reads.payments.payment_history import DEED_WORDS, LETTER_WORDS
from app.rules.money.refund_reasons import REASON_WORDS, reason_words
from app.rules.outbox.letters import LetterKind

# The reasons that actions write of refunds: "deposit", "dismissed:7", "at_provider:ref_1".
REASON = re.compile(r'(?:want_refund|owe_back)\([^)]*?f?"(\w+):', re.DOTALL)
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


def test_the_reasons_of_refunds_have_words_without_the_numbers_in_them() -> None:
    actions = Path(app.actions.__path__[0])
    written = {
        reason
        for path in actions.rglob("*.py")
        for reason in REASON.findall(path.read_text(encoding="utf-8"))
    }
    assert "dispute_won" in written
    assert written - set(REASON_WORDS) == set()
    assert reason_words("rest_of:7-2") == REASON_WORDS["rest_of"]
    assert reason_words("at_provider:ref_a625") == "Made at the card service"
    assert reason_words("of_another_time:3") == "Of another time"
