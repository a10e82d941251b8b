"""Whatever can be written down about a payment has words for the office."""

import ast
import re
from pathlib import Path

import app.actions
from app.reads.payments.payment_history import DEED_WORDS, LETTER_WORDS
from app.rules.money import refund_reasons
from app.rules.money.refund_reasons import REASON_WORDS, reason_words
from app.rules.outbox.letters import LetterKind

# A reason spelled in the call that needs one.
OWN_REASON = re.compile(r'(?:want_refund|owe_back)\([^)]*?\sf?"(\w+)[:"]', re.DOTALL)
# These words have another meaning too: a flag of a payment, a kind of line.
OTHER_MEANINGS = {"deposit", "short", "wrong_money", "dispute_won"}
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


def test_every_reason_of_a_refund_has_words_without_the_number_in_it() -> None:
    named = {
        kind
        for name, kind in vars(refund_reasons).items()
        if name.isupper() and isinstance(kind, str)
    }
    assert {"deposit", "goodwill", "rest_of", "at_provider"} <= named
    assert named == set(REASON_WORDS)
    assert reason_words("rest_of:7-2") == REASON_WORDS["rest_of"]
    assert reason_words("at_provider:ref_a625") == "Refunded at the card service"
    assert reason_words("of_another_time:3") == "Of another time"


def test_no_action_has_a_reason_of_its_own() -> None:
    actions = Path(app.actions.__path__[0])
    own = {
        (path.name, reason)
        for path in actions.rglob("*.py")
        for reason in OWN_REASON.findall(path.read_text(encoding="utf-8"))
    }
    assert own == set()


def test_no_action_spells_a_reason_that_has_a_name() -> None:
    reasons = set(REASON_WORDS) - OTHER_MEANINGS
    actions = Path(app.actions.__path__[0])
    spelled = {
        (path.name, word.value)
        for path in actions.rglob("*.py")
        for word in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(word, ast.Constant)
        and isinstance(word.value, str)
        and word.value.partition(":")[0] in reasons
    }
    assert spelled == set()
