"""Runs the sandbox: python -m sandbox."""

import logging
import os
import sys

import uvicorn

from sandbox.app import create_sandbox
from sandbox.settings import SandboxSettings, SettingsRefused


def main() -> int:
    """Serve until told to stop; returns 2 when a setting is missing."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    # One line for every request and delivery would drown what matters.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    # "Running on …" would be taken for the address of the product.
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    try:
        settings = SandboxSettings.from_environment(os.environ)
    except SettingsRefused as refused:
        sys.stderr.write(f"The sandbox cannot start: {refused}\n")
        return 2
    uvicorn.run(
        create_sandbox(settings),
        host=settings.host,
        port=settings.port,
        access_log=False,
        timeout_graceful_shutdown=5,
        log_config=None,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
