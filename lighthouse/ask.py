"""One run of Lighthouse, as on a phone with a slow line."""

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from e2e.browsers import FLAGS, INSTALLED

HERE = Path(__file__).parent
PROGRAM = HERE / "node_modules" / ".bin" / "lighthouse"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
SECONDS = 120
LAST_WORDS = 300
# What the tool says when its own recording broke off (NO_NAVSTART), whatever the page is like.
STUMBLED = "Please run Lighthouse again"
TRIES = 3


class LighthouseFailed(Exception):
    """The tool has no points to give; its text says why."""


@dataclass(frozen=True)
class Run:
    """Points of 100 by category, in the order asked, and the titles of what cost some."""

    points: tuple[int, ...]
    complaints: tuple[str, ...]


def ask(address: str, cookies: Mapping[str, str], categories: Sequence[str]) -> Run:
    """Ask about one page as the visitor with these cookies sees it.

    Raises `LighthouseFailed` with what the tool said when it ended without an answer, and when the
    page did not load or led somewhere else: points of a sign-in page would say nothing. When the
    tool stumbles over its own recording it is asked again, `TRIES` times in all.
    """
    for _ in range(TRIES - 1):
        try:
            return _ask_once(address, cookies, categories)
        except LighthouseFailed as failed:
            if STUMBLED not in str(failed):
                raise
    return _ask_once(address, cookies, categories)


def _ask_once(address: str, cookies: Mapping[str, str], categories: Sequence[str]) -> Run:
    sandbox = ["--no-sandbox"] if os.getuid() == 0 else []
    command = [
        str(PROGRAM),
        address,
        "--quiet",
        "--output=json",
        f"--only-categories={','.join(categories)}",
        f"--chrome-flags={' '.join(['--headless=new', *FLAGS, *sandbox])}",
    ]
    if cookies:
        cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
        command.append(f"--extra-headers={json.dumps({'Cookie': cookie})}")
    chrome = {"CHROME_PATH": str(INSTALLED)} if INSTALLED else {}
    done = subprocess.run(
        command,
        env={**os.environ, **chrome},
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )
    if done.returncode:
        raise LighthouseFailed(" ".join(done.stderr.split())[-LAST_WORDS:])
    said = json.loads(done.stdout)
    if "runtimeError" in said or said["finalDisplayedUrl"] != address:
        raise LighthouseFailed(str(said.get("runtimeError") or said["finalDisplayedUrl"]))
    wanted = {
        reference["id"]
        for name in categories
        for reference in said["categories"][name]["auditRefs"]
        if reference["weight"]
    }
    return Run(
        tuple(round(said["categories"][name]["score"] * 100) for name in categories),
        tuple(
            audit["title"]
            for key, audit in sorted(said["audits"].items())
            if key in wanted and audit["score"] is not None and audit["score"] < 0.9
        ),
    )
