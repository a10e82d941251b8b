"""How the sandbox says no: a status, a short code for programs, a sentence for people."""


class Refusal(Exception):
    """A request the sandbox will not carry out; nothing was changed."""

    def __init__(self, status: int, code: str, message: str) -> None:
        self.status = status
        self.code = code
        self.message = message
        super().__init__(message)
