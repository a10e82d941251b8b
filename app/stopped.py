"""What ends a command of `python -m app` before its time."""


class Stopped(Exception):
    """The command cannot go on; the text says why, unless that has been printed."""
