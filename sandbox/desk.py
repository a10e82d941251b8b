"""What every request of the sandbox needs, built once and found from the request."""

from dataclasses import dataclass
from typing import Any

from litestar import Request

from sandbox.courier import Courier
from sandbox.ledger import Ledger
from sandbox.moments import Clock
from sandbox.pages import Pages
from sandbox.settings import SandboxSettings


@dataclass(frozen=True)
class Desk:
    """The sandbox's working parts."""

    settings: SandboxSettings
    ledger: Ledger
    courier: Courier
    pages: Pages
    clock: Clock


def desk_of(request: Request[Any, Any, Any]) -> Desk:
    """Return the desk of the application that serves this request."""
    desk: Desk = request.app.state.desk
    return desk
