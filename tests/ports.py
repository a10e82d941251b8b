"""Ports for the servers that tests start."""

import itertools
import os
import random
import socket
from collections.abc import Iterator
from contextlib import suppress


def _ports_of_this_process() -> Iterator[int]:
    """A thousand ports for each process of a run, over and over from one of them on.

    All lie below those that the kernel lends to outgoing connections: a server is often started
    seconds after its port was chosen, and nobody may have taken it by then.
    """
    process = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 12
    ports = range(20_000 + 1_000 * process, 21_000 + 1_000 * process)
    start = random.randrange(len(ports))
    return itertools.cycle([*ports[start:], *ports[:start]])


_ports = _ports_of_this_process()


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nobody holds, nor is given by this again for a long time."""
    for port in _ports:
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("the ports go round and round")
