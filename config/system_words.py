"""What the system says of a failure, for readers of either language: its own words are English, and for programmers."""

import errno
import socket
from typing import Final

from config.centers import Text
from config.words import both

_MEANT: Final[dict[int, str]] = {
    errno.ENOENT: "there is nothing",
    errno.EACCES: "this user may not do that",
    errno.EPERM: "this user may not do that",
    errno.EISDIR: "it is a folder",
    errno.ENOTDIR: "a part of the path is no folder",
    errno.EEXIST: "something else has that name",
    errno.ELOOP: "its links lead nowhere",
    errno.ENAMETOOLONG: "its name is too long",
    errno.ENOSPC: "there is no space left",
    errno.EDQUOT: "there is no space left",
    errno.EROFS: "it can only be read",
    errno.EIO: "the device fails",
    errno.EMFILE: "too many files are open",
    errno.ENFILE: "too many files are open",
    errno.EADDRINUSE: "another program uses it",
    errno.EADDRNOTAVAIL: "it is no address of this machine",
    errno.ECONNREFUSED: "nobody listens there",
    errno.ECONNRESET: "the other end hung up",
    errno.EPIPE: "the other end hung up",
    errno.ETIMEDOUT: "nobody answers",
    errno.EHOSTUNREACH: "there is no way there",
    errno.ENETUNREACH: "there is no way there",
}
"""Number of an error -> what it means, as a sentence of the catalogue without its full stop."""
NO_SPACE: Final = _MEANT[errno.ENOSPC]
UNKNOWN_NAME: Final = "no such name is known"


def system_says(error: OSError) -> Text:
    """Return why `error` happened, without a full stop; in English in the system's own words."""
    own = error.strerror or str(error) or type(error).__name__
    if isinstance(error, socket.gaierror):
        return for_others(own, UNKNOWN_NAME)
    number = errno.ETIMEDOUT if isinstance(error, TimeoutError) else error.errno or 0
    return for_others(own, _MEANT.get(number, "error {number} of the system"), number=number)


def for_others(own: str, meant: str, **values: object) -> Text:
    """Return `own`, the words of another program, for readers of English; for others the sentence `meant`."""
    return Text(both(meant, **values).zh, own)


def sentences() -> tuple[str, ...]:
    """Return every sentence of this table, for the catalogue."""
    return (*dict.fromkeys(_MEANT.values()), UNKNOWN_NAME, "error {number} of the system")
