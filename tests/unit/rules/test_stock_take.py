"""What a scanner or a hand writes into the field of a stock take (rule B18)."""

import pytest

from app.rules.boots.stock_take import LONGEST_SAID, read_said

TOKEN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


@pytest.mark.parametrize(
    ("typed", "token", "text"),
    [
        (TOKEN, TOKEN, TOKEN),
        (TOKEN.lower(), TOKEN, TOKEN),
        (f"https://town.example/b/{TOKEN}", TOKEN, f"https://town.example/b/{TOKEN}"),
        (
            f"http://t.example/b/{TOKEN.lower()}/?a=1#b",
            TOKEN,
            f"http://t.example/b/{TOKEN.lower()}/",
        ),
        ("https://user:word@t.example/x", "x", "https://t.example/x"),
        ("https://t.example", "https://t.example", "https://t.example"),
        (" Red Boot 01 ", "", "Red Boot 01"),
        ("http://[", "", "http://["),
        ("", "", ""),
    ],
)
def test_labels_are_told_from_names(typed: str, token: str, text: str) -> None:
    said = read_said(typed)
    assert (said.token, said.text) == (token, text)


def test_a_payer_s_own_link_is_the_boot_s_label_and_its_proof_is_not_kept() -> None:
    said = read_said(f"https://town.example/b/{TOKEN}/mine/PAY-1.proof")
    assert (said.token, said.text) == (TOKEN, f"https://town.example/b/{TOKEN}")


def test_a_kept_label_is_never_longer_than_its_column() -> None:
    said = read_said("https://t.example/" + "x" * 400)
    assert len(said.text) == LONGEST_SAID
    assert said.token
