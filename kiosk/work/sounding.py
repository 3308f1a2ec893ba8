"""How names sound, found out by a process of its own that ends with it: its dictionary takes 55 MiB.

A kiosk types no hanzi, so once its index is made it needs no dictionary. Run as `python -m kiosk.work.sounding`:
a JSON list of names comes in, the list of their sounds goes out.
"""

import logging
import os
import subprocess
import sys
from collections.abc import Callable, Collection

import msgspec

from server.rules.guidance.search.sound import Sound, sound_of

SECONDS = 60.0

_log = logging.getLogger("kiosk.work.sounding")


def heard(names: Collection[str]) -> Callable[[str], Sound]:
    """Return the sounds of `names` as a function; where no process can be started, the one that reads them here."""
    asked = sorted(names)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(each for each in sys.path if each)}
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "kiosk.work.sounding"],
            input=msgspec.json.encode(asked),
            stdout=subprocess.PIPE,
            env=environment,
            check=True,
            timeout=SECONDS,
        )
        sounds = msgspec.json.decode(done.stdout, type=list[Sound])
        return dict(zip(asked, sounds, strict=True)).__getitem__
    except (OSError, subprocess.SubprocessError, msgspec.DecodeError, ValueError) as error:
        _log.warning("names are read in this process: %s", error)
        return sound_of


if __name__ == "__main__":
    spoken = msgspec.json.decode(sys.stdin.buffer.read(), type=list[str])
    sys.stdout.buffer.write(msgspec.json.encode([sound_of(each) for each in spoken]))
