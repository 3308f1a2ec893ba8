"""The token that this kiosk was paired with, in a file of its own that only its user can read.

One that the server does not know any more is put aside and not thrown away: a server that was put back from a backup,
or another one at the same address for a while, may know it again.
"""

import os
from pathlib import Path
from typing import Final

import msgspec

FILE: Final = "token.json"
ASIDE: Final = "token.refused.json"


class OwnToken(msgspec.Struct, frozen=True):
    """What the kiosk was told when it was paired: its token, for which server, and in which center it stands."""

    server: str
    token: str
    center: str


def own_token(home: Path, server: str) -> OwnToken | None:
    """Return the token that is kept in `home` for `server`, None where there is none that can be read."""
    return _read(home / FILE, server)


def refused_token(home: Path, server: str) -> OwnToken | None:
    """Return the token that was put aside."""
    return _read(home / ASIDE, server)


def keep_token(home: Path, own: OwnToken) -> None:
    """Keep `own`, whole or not at all; raises `OSError`."""
    home.mkdir(parents=True, exist_ok=True)
    fresh = home / f"{FILE}.new"
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "wb") as file:
        os.fchmod(handle, 0o600)
        file.write(msgspec.json.encode(own))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(home / FILE)
    (home / ASIDE).unlink(missing_ok=True)


def put_aside(home: Path) -> None:
    """Use the kept token no more, for now; raises `OSError`."""
    if (home / FILE).exists():
        (home / FILE).replace(home / ASIDE)


def _read(file: Path, server: str) -> OwnToken | None:
    try:
        own = msgspec.json.decode(file.read_bytes(), type=OwnToken)
    except (OSError, msgspec.DecodeError):
        return None
    return own if own.server == server and own.token and own.center else None
