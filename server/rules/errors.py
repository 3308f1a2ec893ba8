"""What can go wrong in a hall, as one error with a stable code and a sentence that says what to do.

A `Refusal` is data: `code` for programs (never changes), `message` an English sentence that is also the
gettext key, `values` its places. Surfaces translate it; nobody parses the sentence. Every room declares its codes in
`server.rules.codes`; here they are joined into one type, so that a mistyped code is an error of types.
"""

from itertools import chain
from typing import Final, TypeGuard

from server.rules.codes.booking import BOOKING, BookingCode
from server.rules.codes.devices import DEVICES, DeviceCode
from server.rules.codes.drafts import DRAFTS, DraftCode
from server.rules.codes.guidance import GUIDANCE, GuidanceCode
from server.rules.codes.hall import HALL, HallCode
from server.rules.codes.people import PEOPLE, PeopleCode
from server.rules.codes.release import RELEASE, ReleaseCode
from server.rules.codes.sentence import Sentence
from server.rules.codes.settings import SETTINGS, SettingsCode
from server.rules.codes.store import STORE, StoreCode
from server.rules.codes.web import WEB, WebCode

Code = (
    HallCode
    | BookingCode
    | DeviceCode
    | DraftCode
    | GuidanceCode
    | PeopleCode
    | ReleaseCode
    | SettingsCode
    | StoreCode
    | WebCode
)

CODES: Final[dict[Code, Sentence]] = dict(
    chain[tuple[Code, Sentence]](
        HALL.items(),
        BOOKING.items(),
        DEVICES.items(),
        DRAFTS.items(),
        GUIDANCE.items(),
        PEOPLE.items(),
        RELEASE.items(),
        SETTINGS.items(),
        STORE.items(),
        WEB.items(),
    )
)
"""Stable code -> (HTTP status, English sentence = gettext key). A code is never renamed."""

TRY_LATER: Final[frozenset[Code]] = frozenset(
    {
        "unreachable",
        "busy",
        "store_unavailable",
        "disk_full",
        "data_replaced",
        "data_damaged",
        "part_failed",
        "safe_mode",
        "internal",
        "key_in_flight",
        "too_slow",
        "too_many",
        "pairings_full",
    }
)
"""Codes of what may go well a moment later."""


def is_code(text: str) -> TypeGuard[Code]:
    """Tell whether `text` is one of our codes."""
    return text in CODES


class Refusal(Exception):
    """A command that is refused: nothing was changed, and `code` says why."""

    def __init__(self, code: Code, **values: object) -> None:
        status, message = CODES[code]
        self.code: Code = code
        self.status: int = status
        self.message = message
        self.values = values
        super().__init__(message.format(**values))
