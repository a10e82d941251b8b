"""Lighthouse is asked again when it stumbles over itself, and believed in everything else."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from lighthouse import ask as tool
from lighthouse.ask import CATEGORIES, TRIES, LighthouseFailed, ask

ADDRESS = "http://127.0.0.1/"
STUMBLES = "echo 'Something went wrong. Please run Lighthouse again. (NO_NAVSTART)' >&2; exit 1"
ANSWER = {
    "finalDisplayedUrl": ADDRESS,
    "categories": {name: {"score": 0.97, "auditRefs": []} for name in CATEGORIES},
    "audits": {},
}
Speak = Callable[..., Path]


@pytest.fixture
def speak(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Speak:
    """A tool that says these lines of shell, one at each call; the file counts the calls."""

    def speaking(*lines: str) -> Path:
        calls, program = tmp_path / "calls", tmp_path / "lighthouse"
        cases = "".join(f"{number}) {line};;\n" for number, line in enumerate(lines, 1))
        program.write_text(
            f'#!/bin/sh\necho call >> {calls}\ncase "$(grep -c call {calls})" in\n{cases}esac\n'
        )
        program.chmod(0o755)
        monkeypatch.setattr(tool, "PROGRAM", program)
        return calls

    return speaking


def _answers() -> str:
    return f"echo '{json.dumps(ANSWER)}'"


def test_a_stumble_of_the_tool_is_no_verdict_on_the_page(speak: Speak) -> None:
    calls = speak(STUMBLES, _answers())
    assert ask(ADDRESS, {}, CATEGORIES).points == (97, 97, 97, 97)
    assert len(calls.read_text().splitlines()) == 2


def test_a_tool_that_only_stumbles_is_not_asked_for_ever(speak: Speak) -> None:
    calls = speak(*[STUMBLES] * (TRIES + 1))
    with pytest.raises(LighthouseFailed, match="NO_NAVSTART"):
        ask(ADDRESS, {}, CATEGORIES)
    assert len(calls.read_text().splitlines()) == TRIES


def test_a_page_that_does_not_load_is_asked_about_once(speak: Speak) -> None:
    calls = speak("echo 'Lighthouse was unable to load the page (500)' >&2; exit 1", _answers())
    with pytest.raises(LighthouseFailed, match="500"):
        ask(ADDRESS, {}, CATEGORIES)
    assert len(calls.read_text().splitlines()) == 1
