"""The terminal that a command speaks to: its language, and what its letters can carry."""

import io
import locale
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from config.centers import Language

VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


_asked: ContextVar[Language | None] = ContextVar("_asked", default=None)


@contextmanager
def speaking(other: Language) -> Iterator[None]:
    """Let what is said meanwhile be said in the language of somebody who reads it elsewhere."""
    before = _asked.set(other)
    try:
        yield
    finally:
        _asked.reset(before)


def language() -> Language:
    """Return the language of this terminal: Chinese only where its locale says so."""
    if (asked := _asked.get()) is not None:
        return asked
    # Why not what Python set: a language whose locale is not installed on this machine is spoken all the same.
    named = next((value for name in VARIABLES if (value := os.environ.get(name))), "")
    if not named and os.name == "nt":
        named = locale.getlocale()[0] or ""
    return "zh" if named.lower().startswith(("zh", "chinese")) else "en"


def carry_all_letters() -> None:
    """Let a letter that this terminal does not have be written as `?`, instead of ending the command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
