"""What came of a storm: who paid, who got which mails, and what the books say."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from drills.stage import Stage

RELEASE = "<release-"


@dataclass(frozen=True)
class Outcome:
    """Counts of a finished storm; `books` holds the complaints about them."""

    kills: Counter[str]
    paid: int
    unsettled: int
    lost: int
    uncalled_for: int
    strange_ids: int
    extra_copies: int
    lost_acknowledgements: int
    books: str

    @property
    def faults(self) -> list[str]:
        """Every sentence of target R1 that is not true."""
        killed = self.kills.total()
        said = {
            f"{self.unsettled} payments were never settled": self.unsettled,
            f"{self.lost} release mails were lost": self.lost,
            f"{self.uncalled_for} release mails went to drivers who had not paid": (
                self.uncalled_for
            ),
            f"{self.strange_ids} payments have not exactly one Message-ID of their own": (
                self.strange_ids
            ),
            f"{self.extra_copies} copies too many, with {killed} kills and "
            f"{self.lost_acknowledgements} lost acknowledgements": (
                self.extra_copies > killed + self.lost_acknowledgements
            ),
            f"the books: {self.books}": self.books,
        }
        return [sentence for sentence, wrong in said.items() if wrong]

    def __str__(self) -> str:
        hit = ", ".join(f"{name} {count}" for name, count in sorted(self.kills.items()))
        return (
            f"{self.paid} payments, {self.kills.total()} kills ({hit}): "
            f"{self.lost} release mails lost, {self.uncalled_for} uncalled for, "
            f"{self.extra_copies} extra copies, "
            f"{self.lost_acknowledgements} lost acknowledgements, "
            f"books {'differ' if self.books else 'balance'}"
        )


def judge(stage: Stage, paying: Collection[str], killed: Collection[str]) -> Outcome:
    """Compare the book of the mail server with the payments that are settled."""
    settled = set(stage.sql("SELECT email FROM payment WHERE status = 'settled'"))
    lines = [line for line in stage.book.read() if line.message_id.startswith(RELEASE)]
    copies: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        if line.what == "taken":
            copies[line.to].append(line.message_id)
    owners = Counter(one for ids in copies.values() for one in set(ids))
    acknowledged = sum(line.what == "acknowledged" for line in lines)
    taken = sum(len(ids) for ids in copies.values())
    return Outcome(
        kills=Counter(killed),
        paid=len(paying),
        unsettled=len(set(paying) - settled),
        lost=len(settled - set(copies)),
        uncalled_for=len(set(copies) - set(paying)) + len(set(copies) - settled),
        strange_ids=sum(
            len(set(ids)) != 1 or any(owners[one] != 1 for one in ids) for ids in copies.values()
        ),
        extra_copies=taken - len(owners),
        lost_acknowledgements=taken - acknowledged,
        books=stage.ledger_check(),
    )
