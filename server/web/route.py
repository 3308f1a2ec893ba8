"""A route: an address of the table, and how it is answered. Flask, the gate and the OpenAPI document follow from it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from flask import request

from config.words import both
from server.office.access.bearer import Bearer
from server.office.access.tries import Tries
from server.office.estimates import Estimates
from server.rules.bounds import BIGGEST
from server.rules.errors import Code, Refusal
from server.rules.guidance.search.index import SearchIndex
from server.rules.unreadable import nested, unreadable
from server.store.store import Store
from server.store.unit_of_work import UnitOfWork
from server.web.address import Address
from server.web.consulting import Consulting
from server.web.gate import Admitted
from server.web.held_releases import HeldReleases
from server.web.last_body import LastBody
from server.web.printed_bodies import PrintedBodies
from server.wire.notice import Notice

_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
"""A NUL as JSON says it: no name and no sentence has one, and PostgreSQL cannot keep it."""
_WHOLE = re.compile(rb"[0-9](\.0|[eE])")
SENTENCE_BYTES = 64 * 1024
"""The most that a body of words and answers needs."""


@dataclass(frozen=True)
class House:
    """What requests are answered from: the store, consultations over it, the search index of a release by its id.

    `public` returns the address that codes on paper lead to, `live` that of the live socket; `release` keeps the body
    of the one in force, `printed` papers by what stands on them; `slips` and `bookings` count wrong digits. `metrics`
    tells the figures of this process, `document` is the OpenAPI document, `live_document` that of the live socket;
    `ready` raises a `Refusal` when the store does not keep what it is given; `notices` are what was found then that
    should be done soon; `estimates` know how long people wait; `held` which release each kiosk holds; `key` is what
    cards of people are hashed with.
    """

    store: Store
    consultations: Consulting
    index_of: Callable[[str], SearchIndex]
    public: Callable[[], str]
    live: Callable[[], str]
    release: LastBody
    printed: PrintedBodies
    slips: Tries
    bookings: Tries
    metrics: Callable[[], bytes]
    document: Callable[[], bytes]
    live_document: Callable[[], bytes]
    ready: Callable[[], None]
    notices: Callable[[], tuple[Notice, ...]]
    estimates: Estimates
    held: HeldReleases
    key: bytes = b""


@dataclass(frozen=True)
class Asked:
    """One request that was let in: by whom, and which places of the path were given.

    A change is worked on in another thread, which has no request of Flask's: all it needs is here. It is made `at` its
    own moment (ms), other than that of the request.
    """

    house: House
    admitted: Admitted
    places: Mapping[str, str]
    at: int | None = None

    @property
    def store(self) -> Store:
        """Return the store."""
        return self.house.store

    @property
    def consultations(self) -> Consulting:
        """Return the consultations."""
        return self.house.consultations

    @property
    def now(self) -> int:
        """Return the moment of the request, or of the change, in ms."""
        return self.admitted.now if self.at is None else self.at

    @property
    def query(self) -> Mapping[str, Any]:
        """Return the values that the query gave, as the table reads them."""
        return self.admitted.query

    @property
    def by(self) -> Bearer:
        """Return who asks on a route that needs a token."""
        if self.admitted.bearer is None:
            raise Refusal("token_missing")
        return self.admitted.bearer


Read = Callable[[Asked], Any]


@dataclass(frozen=True)
class Write:
    """A change: `work` runs in one unit of work at the center that is spoken of, with the body as `body`.

    A `keyed` one is done once per Idempotency-Key. What takes time and changes nothing is done outside of the unit of
    work: `prepare` makes out of the body what `work` is given, `tell` makes the answer out of its result. With the key
    that result is kept, of type `result`, or without a `tell` the answer itself: one that is large is told anew.
    `told_as` is what the OpenAPI document says of a body that is only half read at first. What is done `across` centers
    is one unit of work of the whole city.
    """

    work: Callable[[Asked, UnitOfWork, Any], Any]
    body: Any
    keyed: bool = True
    prepare: Callable[[Asked, Any], Any] | None = None
    tell: Callable[[Asked, Any], Any] | None = None
    result: Any = None
    told_as: Any = None
    across: bool = False


@dataclass(frozen=True)
class Inquiry:
    """A question that comes as a body, because an address would tell it: `read` answers it and changes nothing.

    It is read without a unit of work and without a key: asked twice it is answered twice.
    """

    read: Callable[[Asked, Any], Any]
    body: Any


@dataclass(frozen=True, kw_only=True)
class Route(Address):
    """An address that is answered here: `act` is a `Read` or an `Inquiry`, which change nothing, or a `Write`.

    An answer of another `media` type than JSON is bytes; a whole `Response` leaves as it is. Unless `described` it is
    left out of the OpenAPI document. A `tagged` answer has an ETag, and is 304 for who shows it. `refuses` are what
    the work behind it says; what follows from the rest of the declaration is added in `server.web.refusals`.
    """

    summary: str
    answer: Any
    act: Read | Inquiry | Write
    status: int = 200
    media: str = "application/json"
    described: bool = True
    tagged: bool = False
    refuses: tuple[Code, ...] = ()

    def __post_init__(self) -> None:
        """Raise `ValueError` for a declaration that contradicts itself."""
        super().__post_init__()
        if self.keyed and self.permission not in ("token", "ticket"):
            raise ValueError(f"{self.path}: a key belongs to a token or a ticket")
        if isinstance(self.act, Inquiry) and self.method != "POST":
            raise ValueError(f"{self.path}: a question with a body is a POST")

    @property
    def body(self) -> Any:
        """Return the type of the request's body, or None."""
        return self.act.body if isinstance(self.act, Write | Inquiry) else None

    @property
    def told_body(self) -> Any:
        """Return what is told of the request's body: its type, or None."""
        return (self.act.told_as if isinstance(self.act, Write) else None) or self.body

    @property
    def keyed(self) -> bool:
        """Return whether an Idempotency-Key is needed."""
        return isinstance(self.act, Write) and self.act.keyed


class TooDeep(Refusal):
    """A body nested more deeply than any of ours: nobody sends it by mistake."""

    def __init__(self) -> None:
        super().__init__("bad_request", why=both("the body is nested too deeply"))


def _whole(value: Any) -> Any:
    """Return what was decoded with its whole numbers as such."""
    match value:
        case float() if value.is_integer() and abs(value) <= BIGGEST:
            return int(value)
        case dict():
            return {key: _whole(each) for key, each in value.items()}
        case list():
            return [_whole(each) for each in value]
    return value


def decode(kind: Any) -> Any:
    """Return the request's body as `kind` (an absent body is an empty object); raises `Refusal` bad_request."""
    data = request.get_data(cache=False)
    if _NUL.search(data):
        raise Refusal("bad_request", why=both("a text has a NUL in it"))
    try:
        try:
            return msgspec.json.decode(data or b"{}", type=kind)
        except msgspec.ValidationError:
            if _WHOLE.search(data) is None or nested(data):
                raise
            # To JSON 369.0 is as whole as 369, and some clients know no other numbers.
            return msgspec.convert(_whole(msgspec.json.decode(data)), kind)
    except msgspec.DecodeError as error:
        if nested(data):
            raise TooDeep from error
        raise Refusal("bad_request", why=unreadable(error)) from error
    except RecursionError as error:
        raise TooDeep from error
    except UnicodeDecodeError as error:
        raise Refusal("bad_request", why=both("the body is not UTF-8")) from error
