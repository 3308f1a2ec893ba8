"""One table of routes feeds Flask, the permission check and the OpenAPI document, so they cannot disagree."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import msgspec
from flask import request

from server.office.access.bearer import Bearer
from server.rules.errors import Refusal
from server.rules.guidance.search.index import SearchIndex
from server.store.store import Store
from server.store.unit_of_work import UnitOfWork
from server.web.consulting import Consulting
from server.web.gate import Scope


@dataclass(frozen=True)
class House:
    """What requests are answered from: the store, consultations over it, the search index of a release by its id.

    `public` returns the address that codes on paper lead to.
    """

    store: Store
    consultations: Consulting
    index_of: Callable[[str], SearchIndex]
    public: Callable[[], str]


@dataclass(frozen=True)
class Asked:
    """One request: who asks, which places of the address were given, the moment in ms, a ticket's secret if one came.

    A change is worked on in another thread, which has no request of Flask's: all it needs is here.
    """

    house: House
    bearer: Bearer | None
    places: Mapping[str, str]
    now: int
    secret: str | None = None

    @property
    def store(self) -> Store:
        """Return the store."""
        return self.house.store

    @property
    def consultations(self) -> Consulting:
        """Return the consultations."""
        return self.house.consultations

    @property
    def by(self) -> Bearer:
        """Return who asks on a route that needs a token."""
        if self.bearer is None:
            raise Refusal("token_missing")
        return self.bearer


Read = Callable[[Asked], Any]


@dataclass(frozen=True)
class Write:
    """A change: `work` runs in one unit of work at the center that `center_of` names, with the body as `body`.

    A `keyed` one is done once per Idempotency-Key. What takes time and changes nothing is done outside of the unit of
    work: `prepare` makes out of the body what `work` is given, `tell` makes the answer out of its result (not of a
    keyed one, whose answer is kept with it).
    """

    work: Callable[[Asked, UnitOfWork, Any], Any]
    center_of: Callable[[Asked], str]
    body: Any
    keyed: bool = True
    prepare: Callable[[Asked, Any], Any] | None = None
    tell: Callable[[Asked, Any], Any] | None = None


@dataclass(frozen=True)
class Route:
    """One address and method.

    `scopes` None needs no token. `act` answers without changing anything (a `Read`) or is a `Write`. An answer
    of another `media` type than JSON is bytes.
    """

    method: Literal["GET", "POST", "PUT"]
    path: str
    summary: str
    answer: Any
    scopes: tuple[Scope, ...] | None
    act: Read | Write
    status: int = 200
    media: str = "application/json"

    @property
    def body(self) -> Any:
        """Return the type of the request's body, or None."""
        return self.act.body if isinstance(self.act, Write) else None

    @property
    def keyed(self) -> bool:
        """Return whether an Idempotency-Key is needed."""
        return isinstance(self.act, Write) and self.act.keyed


def decode(kind: Any) -> Any:
    """Return the request's body as `kind` (an absent body is an empty object); raises `Refusal` bad_request."""
    data = request.get_data(cache=False)
    try:
        return msgspec.json.decode(data or b"{}", type=kind)
    except msgspec.DecodeError as error:
        raise Refusal("bad_request", why=str(error)) from error
    except UnicodeDecodeError as error:
        raise Refusal("bad_request", why="the body is not UTF-8") from error
