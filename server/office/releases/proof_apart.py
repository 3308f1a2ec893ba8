"""The proof of a release in a process of its own: it takes half a minute of a processor, which a hall has no time for.

What goes in and comes out is data alone. The process works behind everything else on the machine, on any core, opens no
database, and ends by itself where it would work for ever.
"""

import os
import resource
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import IO, Final

import msgspec

from config.centers import Calendar
from config.edition_file import load_guidance
from config.pack_file import PackError, Problem
from config.pack_zip import unpack
from server.office.releases.prepare import with_table
from server.office.releases.publish import proved_for
from server.rules.guidance.prove.finding import Finding
from server.rules.guidance.search.pinyin import searchable
from server.wire.signed_release import guidance_in, release_body

ASK_SECONDS: Final = 0.2
LONGEST_SECONDS: Final = 900
"""Of the processor: thirty times what the fictional city takes."""


class Order(msgspec.Struct, frozen=True):
    """What is to be proved for `day`: the `body` of a release, or a pack that is `packed` as a zip.

    A pack is taken with the city's table of holidays, `calendar`.
    """

    day: date
    body: bytes = b""
    packed: bytes = b""
    calendar: Calendar = Calendar()


class Proved(msgspec.Struct, frozen=True):
    """What came of it: `problems` of a pack that cannot be read, else what was found, and the `body` of its release."""

    findings: tuple[Finding, ...] = ()
    problems: tuple[Problem, ...] = ()
    body: bytes = b""


class ProofFailed(Exception):
    """The process gave no answer: it was ended, or had no room to work in."""


def prove_apart(order: Order, ended: threading.Event) -> Proved:
    """Return what another process finds; raises `ProofFailed`, also when `ended` is set meanwhile."""
    with tempfile.TemporaryFile() as given:
        given.write(msgspec.msgpack.encode(order))
        given.seek(0)
        answer, said = _asked(given, ended)
    try:
        return msgspec.msgpack.decode(answer, type=Proved)
    except msgspec.DecodeError as error:
        raise ProofFailed(said.decode(errors="replace")[-2000:]) from error


def _asked(given: IO[bytes], ended: threading.Event) -> tuple[bytes, bytes]:
    """Return what the process answers to what is `given`, and what it says of itself."""
    try:
        # Nothing of a word from outside is run.
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-P", "-m", __name__], stdin=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
    except OSError as error:
        raise ProofFailed(str(error)) from error
    with process:
        while True:
            try:
                return process.communicate(timeout=ASK_SECONDS)
            except subprocess.TimeoutExpired:
                if ended.is_set():
                    process.kill()


def prove(order: Order) -> Proved:
    """Do in this process what is asked of the other one."""
    if order.body:
        return Proved(proved_for(guidance_in(order.body), order.day))
    with tempfile.TemporaryDirectory() as folder:
        try:
            read = load_guidance(unpack(order.packed, Path(folder)))
        except PackError as error:
            return Proved(problems=tuple(_placed(each, folder) for each in error.problems))
    guidance = with_table(searchable(read), order.calendar)
    return Proved(proved_for(guidance, order.day), body=release_body(guidance))


def _placed(problem: Problem, folder: str) -> Problem:
    return msgspec.structs.replace(problem, file=problem.file.removeprefix(folder).lstrip("/"))


def _work() -> None:
    with suppress(OSError, AttributeError):
        os.nice(10)
        # The server keeps to one core; this is to use the others.
        os.sched_setaffinity(0, range(os.cpu_count() or 1))
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CPU, (LONGEST_SECONDS, LONGEST_SECONDS))
    order = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Order)
    sys.stdout.buffer.write(msgspec.msgpack.encode(prove(order)))


if __name__ == "__main__":
    _work()
