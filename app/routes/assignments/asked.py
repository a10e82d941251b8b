"""The questions asked before a boot is moved, and how their answers are read."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from app.actions.assignments.authorise_release import Permit
from app.actions.steps.assignments.bring_back import Return
from app.reads.assignments.conditions import CONDITION_WORDS, LONGEST_NOTE, ReturnCondition
from app.reads.assignments.places import Place
from app.routes.boots.ask_first import REASON, Field
from app.routes.forms import Form
from app.rules.boots.release import (
    BASIS_WORDS,
    CHOSEN_BASES,
    DEBT_WORDS,
    DebtChoice,
    ReleaseBasis,
    debt_choice,
)
from app.rules.boots.states import OUT_REASON_WORDS, OutReason
from app.rules.errors import Invalid
from app.rules.people.emails import clean_email
from app.rules.reasons import SAY_WHY
from app.rules.wording import N_

Word = TypeVar("Word", bound=str)

BASIS = Field(
    "select",
    "basis",
    N_("Basis"),
    options=[("", N_("Choose")), *((one.value, BASIS_WORDS[one]) for one in CHOSEN_BASES)],
)
DEBT = Field(
    "radio",
    "debt",
    N_("What becomes of the debt?"),
    N_("For a wrong vehicle or a fault of the device it is always waived."),
    options=[(one.value, word) for one, word in DEBT_WORDS.items()],
)
EMAIL = Field(
    "email",
    "email",
    N_("Email for the release code"),
    N_("The driver gets the code, the removal steps and the deadline there."),
)
NO_EMAIL = Field(
    "checkbox",
    "no_email",
    N_("No email: the code is handed over in person"),
    N_("Show the code on the boot's page and read it out; this is recorded."),
    required=False,
)
CONDITION = Field("radio", "condition", N_("Condition"), options=[*CONDITION_WORDS.items()])
NOTE = Field("text", "note", N_("What did you see?"), required=False)
CHOOSE_BASIS = N_("Choose the basis of the release.")
CHOOSE_ONE = N_("Choose one of the options offered.")


def place_field(places: Sequence[Place]) -> Field:
    """Where the boot came back; "" stands for anywhere else. The only place is chosen already."""
    options = [(str(place.place_id), place.name) for place in places]
    only = options[0][0] if len(options) == 1 else ""
    return Field(
        "select", "place", N_("Place"), options=options, required=False, named=True, value=only
    )


def out_reason_field(*, may_retire: bool) -> Field:
    """Maintenance for everybody who may take out, retired for administrators (rule B10)."""
    offered = [OutReason.maintenance] + ([OutReason.retired] if may_retire else [])
    options = [(one.value, OUT_REASON_WORDS[one]) for one in offered]
    return Field("radio", "out_reason", N_("Why does it leave the shelf?"), options=options)


PERMIT_FIELDS = (BASIS, DEBT, REASON)
RETURN_FIELDS = (CONDITION, NOTE)


def read_permit(form: Form, *, with_email: bool) -> Permit:
    """Basis, debt, reason and, if asked, where the code goes. Problems stay in the form."""
    basis = _one_of(form, "basis", {one.value: one for one in CHOSEN_BASES}, message=CHOOSE_BASIS)
    debt = _one_of(form, "debt", {one.value: one for one in DebtChoice}, required=False)
    reason = form.required("reason", SAY_WHY)
    if "debt" not in form.problems:
        # Without a basis the question about the debt is open too, and is asked at once.
        judged = basis or ReleaseBasis.authorised
        _note(form, lambda: debt_choice(judged, debt))
    email = read_email(form) if with_email else ""
    return Permit(basis or ReleaseBasis.authorised, reason, debt, email)


def read_return(form: Form) -> Return:
    """Condition, note and place. Problems stay in the form."""
    conditions = {one.value: one for one in ReturnCondition}
    condition = _one_of(form, "condition", conditions, message=N_("Choose its condition."))
    note = form.text("note", most=LONGEST_NOTE)
    if condition not in (None, ReturnCondition.good) and not note:
        form.problems.setdefault("note", N_("Say what is damaged or missing."))
    return Return(condition or ReturnCondition.good, note, form.id("place"))


def read_out_reason(form: Form) -> OutReason:
    """Why a boot leaves the shelf. Problems stay in the form."""
    reasons = {one.value: one for one in OutReason if one is not OutReason.lost}
    return _one_of(form, "out_reason", reasons) or OutReason.maintenance


def _one_of(
    form: Form,
    name: str,
    offered: dict[str, Word],
    *,
    required: bool = True,
    message: str = CHOOSE_ONE,
) -> Word | None:
    said = form.text(name)
    if said not in offered and (said or required):
        form.problems.setdefault(name, message)
    return offered.get(said)


def read_email(form: Form) -> str:
    """Where the code goes, "" when it is handed over. Problems stay in the form."""
    if form.flag("no_email"):
        return ""
    email = form.required(
        "email", N_("Enter an email, or tick that the code is handed over."), most=254
    )
    if "email" not in form.problems:
        _note(form, lambda: clean_email(email))
    return email


def _note(form: Form, judge: Callable[[], object]) -> None:
    try:
        judge()
    except Invalid as error:
        for name, problem in error.fields.items():
            form.problems.setdefault(name, problem)
