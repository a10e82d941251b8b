"""One sentence about the books, with the question that refutes it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Invariant:
    """`sql` returns the `id` of each row of table `about` for which `sentence` is not true.

    It runs on SQLite and PostgreSQL alike. `rule` is its place in docs/rules.md.
    """

    name: str
    rule: str
    sentence: str
    about: str
    sql: str
