"""What the route table says of an address: who may come, what it speaks of, how much it takes. Pure declaration.

One place enforces it for every request, `server.web.gate`; the OpenAPI document and the tests of who may do what are
made from the same declaration.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from config.centers import ID
from config.words import both
from server.rules.bounds import ID_LONGEST
from server.rules.errors import Refusal
from server.rules.people.roles import Duty
from server.rules.unreadable import not_whole

Method = Literal["GET", "POST", "PUT"]
Scope = Literal["kiosk", "counter", "display", "channel", "admin"]
ANYBODY: Final[tuple[Scope, ...]] = ("kiosk", "counter", "display", "channel", "admin")

Permission = Literal["token", "ticket", "code", "person", "public", "metrics"]
"""`token`: a token of the scopes. `ticket`: the secret of the ticket
or booking, or a token of the scopes. `code`: whoever knows the
consultation's code; a token that is shown beside it must be of the scopes. `person`: somebody who is signed in, with
one of the duties where some are named. `public`: everybody. `metrics`: who shows the token of this server's settings;
for others there is nothing here."""

Target = Literal[
    "nothing",
    "city",
    "whole_city",
    "center",
    "center_below",
    "center_in_body",
    "any_center",
    "counter",
    "ticket",
    "booking",
    "consultation",
]
"""What is spoken of: a token of one center (counter) reaches that one only. `nothing` belongs to nobody, `city` is open
to tokens of any center, `whole_city` to those of no center, or to people whose duty holds for the whole city; of
`nothing` it is enough that they have it somewhere. `center_below` is also reached by tokens of a center above
it, `any_center` by tokens of every center, `center_in_body` is what the body names or else the token's own."""

PLACES: Final[dict[Target, str]] = {
    "center": "center",
    "center_below": "center",
    "any_center": "center",
    "counter": "counter",
    "ticket": "ticket",
    "booking": "booking",
}
"""The place of the path in which each target is named; a consultation's code may also come in a form."""

Rate = Literal["tickets", "consultations", "bookings", "searches", "sign_ins", "pairings", "effort"]
"""What is counted by the minute: `tickets` of a kiosk, `consultations` begun and `bookings` made at an address,
`searches` of a token or else of an address, `sign_ins` tried and `pairings` begun at an address, `effort` of the
processor for one."""

Lane = Literal["hall", "house", "door", "desk"]
"""Whose threads answer: those of the `hall` that citizens and counters wait for, or others, so that nothing of the
administrators' `house` takes those away. `door` and `desk` weigh passwords, which takes long: at the door anybody may
ask for it, at a desk whoever has its token."""

_ID: Final = re.compile(ID)
_DAY: Final = re.compile("2[01][0-9]{2}-[0-9]{2}-[0-9]{2}")
KIB: Final = 1024
LONGEST_LABEL: Final = 16


@dataclass(frozen=True)
class Query:
    """A value that the query may give: its JSON schema, how it is read, what holds without it."""

    name: str
    schema: dict[str, Any]
    read: Callable[[str], Any]
    otherwise: Any = None
    required: bool = False


@dataclass(frozen=True, kw_only=True)
class Address:
    """One method at one path, with everything that is asked before it is answered.

    `scopes` are those of the tokens let in; without any, tokens are not looked at. `body_bytes` and `query_bytes` are
    the most it takes, `rate` is what is counted by the minute. People need one of `duties`; a `settling`
    address is open to who must change their password first, one that asks `afresh` to who showed it a short while ago.
    Of tokens for the whole administration that somebody has because they signed in, `editors` lets in those as well.
    An `unnamed` change is open to a counter at which nobody has signed in. The threads of `lane` answer it.
    """

    method: Method
    path: str
    permission: Permission
    target: Target = "nothing"
    scopes: tuple[Scope, ...] = ()
    body_bytes: int = 4 * KIB
    query_bytes: int = 8 * KIB
    query: tuple[Query, ...] = ()
    rate: Rate | None = None
    duties: tuple[Duty, ...] = ()
    settling: bool = False
    unnamed: bool = False
    afresh: bool = False
    editors: bool = False
    lane: Lane = "hall"

    def __post_init__(self) -> None:
        """Raise `ValueError` for a declaration that contradicts itself."""
        place = PLACES.get(self.target)
        if place is not None and f"{{{place}}}" not in self.path:
            raise ValueError(f"{self.path} speaks of a {self.target} and does not name it")
        if (self.permission in ("token", "ticket")) != bool(self.scopes) and self.permission != "code":
            raise ValueError(f"{self.path}: permission {self.permission} with scopes {self.scopes}")
        if (self.permission == "ticket") != (self.target in ("ticket", "booking")):
            raise ValueError(f"{self.path}: a secret opens its own ticket or booking alone")
        if (self.permission == "code") != (self.target == "consultation"):
            raise ValueError(f"{self.path}: a code opens that consultation alone")
        if self.permission != "person" and (self.duties or self.settling or self.afresh):
            raise ValueError(f"{self.path}: duties are those of people")


def whole(name: str, otherwise: int, low: int = 0, high: int = 10**15) -> Query:
    """Return a whole number from `low` to `high`."""

    def read(text: str) -> int:
        if not (text.isascii() and text.isdecimal() and len(text) <= 16 and low <= int(text) <= high):
            raise not_whole(name, low, high)
        return int(text)

    return Query(name, {"type": "integer", "minimum": low, "maximum": high, "default": otherwise}, read, otherwise)


def one_of(name: str, *known: str) -> Query:
    """Return one of some words; without it the first."""

    def read(text: str) -> str:
        if text not in known:
            raise Refusal("bad_request", why=both("{field} is none of {known}", field=name, known=", ".join(known)))
        return text

    return Query(name, {"type": "string", "enum": list(known), "default": known[0]}, read, known[0])


def day(name: str) -> Query:
    """Return a day of this century or the next, None without it."""

    def read(text: str) -> date:
        try:
            if _DAY.fullmatch(text) is None:
                raise ValueError(text)
            return date.fromisoformat(text)
        except ValueError as error:
            raise Refusal("bad_request", why=both("{field} is no date such as 2026-11-24", field=name)) from error

    return Query(name, {"type": "string", "format": "date", "pattern": f"^{_DAY.pattern}$"}, read)


def label(name: str) -> Query:
    """Return the number of a ticket, as somebody types it; without it None."""

    def read(text: str) -> str:
        if not text:
            raise Refusal("bad_request", why=both("{field} is missing", field=name))
        if len(text) > LONGEST_LABEL:
            raise Refusal(
                "bad_request", why=both("{field} is longer than {limit} characters", field=name, limit=LONGEST_LABEL)
            )
        return text

    return Query(name, {"type": "string", "minLength": 1, "maxLength": LONGEST_LABEL}, read)


def ids(name: str, most: int) -> Query:
    """Return one to `most` ids with commas between them, each once; they must be there."""

    def read(text: str) -> tuple[str, ...]:
        found = tuple(dict.fromkeys(text.split(",")))
        if len(found) > most or not all(_ID.fullmatch(each) for each in found):
            raise Refusal("bad_request", why=both("{field} is no list of ids", field=name))
        return found

    pattern = f"^{ID}(,{ID})*$"
    schema = {"type": "string", "pattern": pattern, "maxLength": most * (ID_LONGEST + 1)}
    return Query(name, schema, read, required=True)


def id_of(name: str) -> Query:
    """Return one id, None without it."""

    def read(text: str) -> str:
        if _ID.fullmatch(text) is None:
            raise Refusal("bad_request", why=both("{field} is no list of ids", field=name))
        return text

    return Query(name, {"type": "string", "pattern": f"^{ID}$"}, read)


def words(name: str, longest: int) -> Query:
    """Return a text of at most `longest` characters that must be there, though it may be empty."""

    def read(text: str) -> str:
        if len(text) > longest:
            raise Refusal(
                "bad_request", why=both("{field} is longer than {limit} characters", field=name, limit=longest)
            )
        return text

    return Query(name, {"type": "string", "maxLength": longest}, read, required=True)
