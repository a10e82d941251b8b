"""Numbers in sentences are written as the reader writes them."""

import pytest

from app.templating import Surroundings, Templates, _surroundings

FOUND = "{% trans count=n %}{{ count }} boot{% pluralize %}{{ count }} boots{% endtrans %}"


@pytest.mark.parametrize(
    ("language", "number", "said"),
    [
        ("en", 1, "1 boot"),
        ("en", 1504, "1,504 boots"),
        ("fr", 1, "1 sabot"),
        ("fr", 1504, "1\u00a0504 sabots"),
    ],
)
def test_a_count_is_grouped(language: str, number: int, said: str, templates: Templates) -> None:
    token = _surroundings.set(Surroundings(language=language))
    try:
        assert templates._env.from_string(FOUND).render(n=number) == said
    finally:
        _surroundings.reset(token)
