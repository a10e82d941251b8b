"""What the code says it carries out stands in docs/rules.md, under a number used once."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
CITED = re.compile(r"\b[Rr]ules?\s+([A-Z]\d+(?:(?:,\s+|\s+and\s+|\s+to\s+)[A-Z]\d+)*)")
# A number in brackets that says neither "rule" nor "target": nobody knows which list it is of.
BARE = re.compile(r"\((?:[A-Z]\d{1,2})(?:, [A-Z]\d{1,2})*\)")
NUMBERED = re.compile(r"^- \*\*([A-Z]\d+)\*\* \S", re.MULTILINE)


def cited_in(text: str) -> set[str]:
    """Return the numbers cited as "rule B3" or "rules B3, B4 and B5"."""
    return {number for group in CITED.findall(text) for number in re.findall(r"[A-Z]\d+", group)}


def _numbers() -> list[str]:
    return NUMBERED.findall((ROOT / "docs" / "rules.md").read_text(encoding="utf-8"))


def test_the_numbers_of_the_rules_are_unique_and_every_area_has_some() -> None:
    numbers = _numbers()
    assert len(numbers) == len(set(numbers))
    assert {number[0] for number in numbers} == set("BMRDVPSCEL")


def test_every_rule_the_code_cites_exists() -> None:
    known = set(_numbers())
    sources = sorted((ROOT / "app").rglob("*.py"))
    unknown = {
        f"{source.relative_to(ROOT)}: {number}"
        for source in sources
        for number in cited_in(source.read_text(encoding="utf-8")) - known
    }
    assert not unknown
    assert any(cited_in(source.read_text(encoding="utf-8")) for source in sources)


def test_a_citation_says_that_it_is_one() -> None:
    bare = {
        f"{source.relative_to(ROOT)}: {found}"
        for source in sorted((ROOT / "app").rglob("*.py"))
        for found in BARE.findall(source.read_text(encoding="utf-8"))
    }
    assert not bare


def test_every_area_of_the_rules_is_cited_by_the_code() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "app").rglob("*.py"))
    assert {number[0] for number in cited_in(text)} == set("BMRDVPSCEL")


def test_citations_are_found_however_they_are_written() -> None:
    assert cited_in("(rule B3)") == {"B3"}
    assert cited_in("Rules B10, B11.") == {"B10", "B11"}
    assert cited_in("(rules V1 to\n    V3 and M2)") == {"V1", "V3", "M2"}
    assert cited_in("the rules of B-roads, a ruler X9") == set()
