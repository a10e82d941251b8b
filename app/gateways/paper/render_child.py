"""The process that renders, seen from outside: asked, listened to, ended."""

import asyncio
import contextlib
import json
import os
import struct
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping, Sequence
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[3]
# The child needs its libraries and fonts, and none of our keys.
_ENVIRONMENT = ("PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "TMPDIR", "XDG_CACHE_HOME")
# Paper takes what the release mails and the pages leave of the processor (target P4).
_NICENESS = 10
_HEAD = struct.Struct(">cI")
_LENGTH = struct.Struct(">I")
_SAID_LENGTH = 2000


class ChildFailed(Exception):
    """The child gave no answer, or said what went wrong."""


class RenderChild:
    """One child process; after any failure or a cancelled question it must be ended."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._said = b""
        # Nobody may stand still because nobody reads what the child complains about.
        self._listening = asyncio.create_task(self._listen())

    @classmethod
    async def start(cls, command: Sequence[str]) -> "RenderChild":
        """Start it; that it works is seen at the first question."""
        environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
        process = await asyncio.create_subprocess_exec(
            *command, stdin=PIPE, stdout=PIPE, stderr=PIPE, cwd=_ROOT, env=environment
        )
        # From its first breath: already the libraries it loads would slow down who starts it.
        # It may have died, or the machine may forbid it: paper is made all the same.
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, process.pid, os.nice(0) + _NICENESS)
        return cls(process)

    @property
    def pid(self) -> int:
        """Which process it is."""
        return self._process.pid

    @property
    def lives(self) -> bool:
        """Whether it can be asked."""
        return self._process.returncode is None

    async def ask(self, question: Mapping[str, object]) -> bytes:
        """The answer to `question`, in seconds or never. Raises `ChildFailed`."""
        asking, answering = self._process.stdin, self._process.stdout
        if asking is None or answering is None:
            raise ChildFailed("no pipes")
        content = json.dumps(question).encode()
        try:
            asking.write(_LENGTH.pack(len(content)) + content)
            await asking.drain()
            kind, length = _HEAD.unpack(await answering.readexactly(_HEAD.size))
            if kind not in b"+-":
                raise ChildFailed(f"an answer that begins with {kind!r}")
            answer = await answering.readexactly(length)
        except (ConnectionError, asyncio.IncompleteReadError):
            await self._process.wait()
            await self._listening
            said = self._said.decode(errors="replace")
            raise ChildFailed(f"exit {self._process.returncode}: {said}") from None
        if kind == b"-":
            raise ChildFailed(answer.decode(errors="replace")[-_SAID_LENGTH:])
        return answer

    async def end(self) -> None:
        """Kill it: it was too slow, it failed, or nobody needs it any more."""
        if self.lives:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
        await self._process.wait()
        await self._listening
        # Nothing of it stays open: not what we would have asked, not what nobody read.
        if self._process.stdout is not None:
            await self._process.stdout.read()
        if self._process.stdin is not None:
            self._process.stdin.close()
            with contextlib.suppress(ConnectionError):
                await self._process.stdin.wait_closed()

    async def _listen(self) -> None:
        complaints = self._process.stderr
        while complaints is not None and (part := await complaints.read(4096)):
            self._said = (self._said + part)[-_SAID_LENGTH:]
