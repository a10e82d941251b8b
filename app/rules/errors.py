"""Every way an action may refuse, with its HTTP status and the person's next step."""

from collections.abc import Mapping
from datetime import datetime

from app.rules.wording import N_


class BootkeeperError(Exception):
    """Root of the tree. `title`, `message` and `next_step` are English msgids.

    `params` fill the `{names}` of the message after translation. `fields` maps a form field to
    the msgid shown beside it (only `Invalid` carries some).
    """

    status = 500
    title = N_("Something went wrong on our side")
    message = N_("We could not finish this. Nothing was changed.")
    next_step = N_("Please try again in a moment.")

    def __init__(
        self,
        message: str | None = None,
        *,
        next_step: str | None = None,
        fields: Mapping[str, str] | None = None,
        params: Mapping[str, object] | None = None,
    ) -> None:
        self.message = message or type(self).message
        self.next_step = next_step or type(self).next_step
        self.fields: dict[str, str] = dict(fields or {})
        self.params: dict[str, object] = dict(params or {})
        super().__init__(self.message)


class NotSignedIn(BootkeeperError):
    """Nobody is signed in and the page is for staff; the boundary leads to the sign-in page."""

    status = 401
    title = N_("Please sign in")
    message = N_("Nobody is signed in here, so nothing was done.")
    next_step = N_("Sign in, then do it again.")


class FactorWanted(BootkeeperError):
    """An administrator without one-time codes while they are compulsory; leads to setting up."""

    status = 403
    title = N_("Set up one-time codes first")
    message = N_("Administrators confirm each sign-in with a one-time code here.")
    next_step = N_("Set them up under My account. Then everything opens again.")


class NotAllowed(BootkeeperError):
    """The role may not do this (rules/people/access.py)."""

    status = 403
    title = N_("Your role does not include this")
    message = N_("Nothing was changed.")
    next_step = N_("Ask the office or an administrator.")


class Forged(BootkeeperError):
    """A changing request without our own page behind it: cross-site, or its token is missing."""

    status = 403
    title = N_("This form is no longer valid")
    message = N_("The page was open for too long, or the request came from another site.")
    next_step = N_("Go back, reload the page and send it again.")


class Missing(BootkeeperError):
    """No such thing, or nothing this person may know of: both look alike."""

    status = 404
    title = N_("We could not find that page")
    message = N_("The address may be mistyped, or what it showed no longer exists.")
    next_step = N_("Check the address, or start again from the home page.")


class Conflict(BootkeeperError):
    """Somebody else was first, or the thing is no longer in a state that allows this."""

    status = 409
    title = N_("That is no longer possible")
    message = N_("Somebody else changed this a moment ago.")
    next_step = N_("Look at how it stands now and try again.")


class Taken(Conflict):
    """A unique index refused the row: somebody else was first. `what` names index or columns."""

    def __init__(self, what: str) -> None:
        super().__init__()
        self.what = what


class BootTaken(Conflict):
    """The boot chosen at entry has been issued by somebody else (never two cars)."""

    title = N_("Choose another boot")
    message = N_("{boot} has just been issued by {officer}; choose another.")
    next_step = N_("Your entry is kept. The list of boots has been refreshed.")


class AmountChanged(Conflict):
    """What is due is no longer what the payer saw: a day began, or a ticket was paid."""

    title = N_("The amount has changed")
    message = N_("The amount has changed. Nothing has been charged.")
    next_step = N_("Look at the new amount and pay again.")


class AlreadySaved(Conflict):
    """A form sent again with other content: the first one stands."""

    title = N_("Already saved")
    message = N_("Already saved, changes not applied.")
    next_step = N_("Look at the saved ticket below.")


class Gone(BootkeeperError):
    """It existed once and was replaced on purpose."""

    status = 410
    title = N_("This label has been replaced")
    message = N_("This label has been replaced.")
    next_step = N_("Scan the newer label on the boot, or call us.")


class LinkOver(BootkeeperError):
    """A link that proved something for a while; it can be had again."""

    status = 410
    title = N_("This page has closed")
    message = N_("A ticket's page closes a day after it was looked up.")
    next_step = N_("Enter the number and the PIN of the ticket again, under Pay your Ticket.")


class LinkReplaced(Gone):
    """A mailed link whose address was changed since: it opens nothing any more (rule P13)."""

    title = N_("This link is no longer valid")
    message = N_("The email address of this payment was changed, and a new link was sent there.")
    next_step = N_("Open the newest mail, or call us.")


class Invalid(BootkeeperError):
    """Input that cannot be accepted; every field in `fields` says what to do."""

    status = 422
    title = N_("Please check what you entered")
    message = N_("Some answers need another look.")
    next_step = N_("Nothing was saved. What you entered is kept below.")


class TooMany(BootkeeperError):
    """A limit was reached. `retry_after_seconds` goes into the Retry-After header."""

    status = 429
    title = N_("Too many tries")
    message = N_("You have tried too often.")
    next_step = N_("Wait a little and try again, or call us.")

    def __init__(self, retry_after_seconds: int, message: str | None = None) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds


class Unavailable(BootkeeperError):
    """Something we depend on is down. The answer carries Retry-After."""

    status = 503
    title = N_("We cannot do this right now")
    message = N_("A part of our service is not answering.")
    next_step = N_("Please try again in a minute.")
    retry_after_seconds = 30


class DatabaseDown(Unavailable):
    """The database does not answer. Nothing was written, nobody was charged by this request."""

    message = N_("Our records are not reachable right now. You have not been charged by this step.")
    next_step = N_("Please try again in a minute, or call us.")
    retry_after_seconds = 10


class NotYet(BootkeeperError):
    """A promise that cannot be kept yet; it comes back at `due_at`, or after the usual pause."""

    message = N_("This is not finished yet.")

    def __init__(self, due_at: datetime | None = None) -> None:
        super().__init__()
        self.due_at = due_at


class NeverWill(BootkeeperError):
    """A promise that trying again will not keep; `answer` says why, for people to see."""

    message = N_("This cannot be done, however often it is tried.")

    def __init__(self, answer: str) -> None:
        super().__init__()
        self.answer = answer


class ProviderDown(Unavailable):
    """The card provider did not answer before a checkout was opened; no money moved."""

    message = N_("The card service is not answering. You have not been charged.")
    next_step = N_("Try again in a minute, or call us to pay another way.")
