"""Which letter about a boot's case failed for good and calls somebody (rule E9)."""

from app.rules.outbox.letters import GONE
from app.tables.effects.mail import Mail

# The newest letter of a kind counts: a letter that failed and was sent again needs nobody. Nor does
# one that had nothing to tell any more, as a reminder of a boot that came back meanwhile.
_LETTER = f"""
    SELECT m.id FROM mail m WHERE {{link}} AND m.status = 'failed' AND m.answer <> '{GONE}'
    AND NOT EXISTS (
        SELECT 1 FROM mail newer WHERE newer.{{column}} = m.{{column}}
        AND newer.kind = m.kind AND newer.id > m.id)"""  # noqa: S608  (our own words)
_LETTERS = (
    _LETTER.format(link="m.boot_assignment = a.id", column="boot_assignment"),
    _LETTER.format(
        link="m.payment IN (SELECT id FROM payment WHERE boot_assignment = a.id)", column="payment"
    ),
    # The notice to the owner hangs on the ticket itself.
    _LETTER.format(link="m.violation = a.violation", column="violation"),
)

# A condition on the assignment `a`.
MAIL_FAILED = " OR ".join(f"EXISTS ({letter})" for letter in _LETTERS)
_FIRST = ", ".join(f"({letter} ORDER BY m.id DESC LIMIT 1)" for letter in _LETTERS)
_FOUND = f"SELECT COALESCE({_FIRST}) AS mail FROM boot_assignment a WHERE a.id = {{}}"  # noqa: S608


async def failed_mail(assignment_id: int) -> int | None:
    """A letter of the case that failed for good, the one with the code first; or None."""
    rows = await Mail.raw(_FOUND, assignment_id)
    return int(rows[0]["mail"]) if rows and rows[0]["mail"] else None
