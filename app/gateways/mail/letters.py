"""The facts of each letter, so that composing one needs no database."""

from dataclasses import dataclass, field
from datetime import date, datetime

from app.rules.mail_texts.words import Picture, Wording


@dataclass(frozen=True)
class LetterLogo:
    """The logo a letter carries, and how large it is shown, in pixels."""

    picture: Picture
    width: int
    height: int


@dataclass(frozen=True)
class Organisation:
    """Who writes: shown in every letter. Empty texts are left out."""

    name: str
    address: str
    help_phone: str
    help_email: str
    logo: LetterLogo | None = None
    terms_url: str = ""
    privacy_url: str = ""

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """What every letter of theirs carries."""
        return (self.logo.picture,) if self.logo else ()


@dataclass(frozen=True)
class DropOff:
    """Where a boot is brought back."""

    name: str
    address: str
    hours: str


@dataclass(frozen=True)
class LateTerms:
    """What a late return costs, in cents of the letter's currency; all zero or None: nothing."""

    fee_per_day_cents: int = 0
    cap_cents: int | None = None
    forfeit_after_days: int | None = None


@dataclass(frozen=True)
class Line:
    """One charged line, its label already in the letter's language."""

    label: str
    amount_cents: int


@dataclass(frozen=True)
class ReleaseLetter:
    """The release code and all that is needed to free the wheel and bring the boot back.

    `paid_at` is None when the release has another basis than a payment. `drop_off` is None when
    no place has been set up: the letter then asks to call. `time_zone` is an IANA name. `reminded`
    says that another mail will come before the deadline.
    """

    organisation: Organisation
    time_zone: str
    currency: str
    boot_name: str
    release_code: str = field(repr=False)
    masked_plate: str
    place: str
    released_at: datetime
    return_due_at: datetime
    deposit_cents: int
    case_url: str = field(repr=False)
    drop_off: DropOff | None = None
    paid_at: datetime | None = None
    late: LateTerms = LateTerms()
    reminded: bool = False
    code_in_subject: bool = True
    wording: Wording | None = None


@dataclass(frozen=True)
class ReturnReminderLetter:
    """The boot is due back soon: by when, where to, and no code.

    `deposit_cents` is what is held and comes back, by itself if `by_card`.
    """

    organisation: Organisation
    time_zone: str
    currency: str
    boot_name: str
    ticket_number: str
    masked_plate: str
    return_due_at: datetime
    deposit_cents: int
    case_url: str = field(repr=False)
    by_card: bool = True
    drop_off: DropOff | None = None
    late: LateTerms = LateTerms()
    wording: Wording | None = None


@dataclass(frozen=True)
class ReceiptLetter:
    """What was paid. `deposit_cents` is the part of `total_cents` that comes back.

    `code_follows` promises a release mail: set it only when this payment released the boot.
    `by_card` says that the deposit goes back by itself; else the office pays it out.
    """

    organisation: Organisation
    time_zone: str
    currency: str
    receipt_number: str
    paid_at: datetime
    method: str
    lines: tuple[Line, ...]
    total_cents: int
    deposit_cents: int
    masked_plate: str
    case_url: str = field(repr=False)
    receipt_url: str = field(default="", repr=False)
    ticket_numbers: tuple[str, ...] = ()
    boot_name: str | None = None
    code_follows: bool = False
    by_card: bool = True
    wording: Wording | None = None


@dataclass(frozen=True)
class NoticeLetter:
    """Tells a vehicle's owner of a ticket: never the release code.

    `ticket_number` is written whole, with its PIN: owner and driver alike pay with it.
    """

    organisation: Organisation
    time_zone: str
    currency: str
    ticket_number: str = field(repr=False)
    plate: str = field(repr=False)
    place: str
    issued_at: datetime
    lines: tuple[Line, ...]
    total_cents: int
    deposit_cents: int
    pay_url: str = field(repr=False)
    boot_name: str | None = None
    discount_until_on: date | None = None
    overdue_on: date | None = None
    wording: Wording | None = None


@dataclass(frozen=True)
class PromiseLetter:
    """Confirms that cash or a cheque will be brought; releases nothing.

    `total_cents` is what is owed on the day the letter is written.
    """

    organisation: Organisation
    time_zone: str
    currency: str
    masked_plate: str
    ticket_numbers: tuple[str, ...]
    total_cents: int
    pay_url: str = field(repr=False)
    boot_name: str | None = None
    wording: Wording | None = None


@dataclass(frozen=True)
class PromiseReminderLetter(PromiseLetter):
    """Reminds of it."""


@dataclass(frozen=True)
class TakenOff:
    """One line taken off a deposit, or with an amount of 0 why nothing was."""

    label: str
    reason: str
    amount_cents: int


@dataclass(frozen=True)
class RefundLetter:
    """What became of a deposit. `by_card` says that the refund goes back by itself."""

    organisation: Organisation
    time_zone: str
    currency: str
    paid_cents: int
    refund_cents: int
    lines: tuple[TakenOff, ...]
    by_card: bool
    decided_at: datetime
    masked_plate: str
    case_url: str = field(repr=False)
    boot_name: str | None = None
    wording: Wording | None = None


@dataclass(frozen=True)
class EmailChangedLetter:
    """Tells the old address of a payment that mails go elsewhere now: no code, no link.

    Nor the new address: whoever reads this may be a stranger.
    """

    organisation: Organisation
    time_zone: str
    currency: str
    masked_plate: str
    boot_name: str | None = None
    wording: Wording | None = None


@dataclass(frozen=True)
class GoodwillLetter:
    """Some of a payment goes back as goodwill, by itself if `by_card`."""

    organisation: Organisation
    time_zone: str
    currency: str
    amount_cents: int
    by_card: bool
    ticket_numbers: tuple[str, ...]
    masked_plate: str
    wording: Wording | None = None


@dataclass(frozen=True)
class PaidTwiceLetter(GoodwillLetter):
    """A second payment goes back: of these tickets nothing was left to pay when it arrived."""


Letter = (
    ReleaseLetter
    | ReceiptLetter
    | NoticeLetter
    | ReturnReminderLetter
    | PromiseLetter
    | PromiseReminderLetter
    | RefundLetter
    | GoodwillLetter
    | PaidTwiceLetter
    | EmailChangedLetter
)
