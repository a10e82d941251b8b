"""Numbered, append-only steps of the schema, written as SQL that both engines understand."""

from pathlib import Path

# The few words the two engines do not share.
WORDS = {
    "sqlite": {
        "serial": "INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL",
        "bigserial": "INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL",
        "bytes": "BLOB",
    },
    "postgres": {
        "serial": "SERIAL PRIMARY KEY",
        "bigserial": "BIGSERIAL PRIMARY KEY",
        "bytes": "BYTEA",
    },
}


def statements(step: str, engine_type: str) -> list[str]:
    """The SQL statements of `step`.sql for one engine, in order.

    Blank lines part statements; a block whose first line is `-- sqlite` or `-- postgres` is for
    that engine alone.
    """
    text = (Path(__file__).parent / f"{step}.sql").read_text()
    blocks = [block.strip() for block in text.split("\n\n") if block.strip()]
    chosen = []
    for block in blocks:
        first, _, rest = block.partition("\n")
        only = first.removeprefix("-- ") if first.startswith("-- ") else ""
        if only and only not in WORDS:
            raise ValueError(f"{step}.sql: a block names the unknown engine {only!r}")
        if only in {"", engine_type}:
            sql = rest if only else block
            for word, meaning in WORDS[engine_type].items():
                sql = sql.replace("{" + word + "}", meaning)
            chosen.append(sql)
    return chosen
