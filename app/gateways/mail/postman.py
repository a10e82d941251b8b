"""The contract of everything that can deliver a letter."""

from typing import Protocol, runtime_checkable

from app.gateways.mail.letters import Letter
from app.rules.errors import BootkeeperError
from app.rules.wording import N_


class MailDelayed(BootkeeperError):
    """Not delivered yet, another try may help: server busy, network down, no answer in time.

    `answer` is what the server said, or what happened, for the mail log.
    """

    status = 503
    title = N_("The mail is delayed")
    message = N_("The mail server did not take the message yet.")
    next_step = N_("We keep trying. Nothing needs to be done.")

    def __init__(self, answer: str) -> None:
        super().__init__()
        self.answer = answer


class MailRefused(BootkeeperError):
    """Will never be delivered like this: bad address, or the server said no for good.

    `answer` is what the server said, or what is wrong, for the mail log.
    """

    status = 422
    title = N_("The mail could not be delivered")
    message = N_("The mail server does not accept this address or message.")
    next_step = N_("Check the email address and send it again.")

    def __init__(self, answer: str) -> None:
        super().__init__()
        self.answer = answer


@runtime_checkable
class Postman(Protocol):
    """Delivers letters; safe to call again with the same `message_id` after a lost answer."""

    async def send(self, letter: Letter, *, to: str, message_id: str, language: str) -> str:
        """Deliver to one address and return the server's answer.

        `message_id` is the whole header value, `<…@…>`, derived from the promise it keeps, so
        that a second copy can be recognised. Raises `MailDelayed` or `MailRefused`.
        """
        ...

    async def close(self) -> None:
        """Let go of connections; sending again opens new ones."""
        ...
