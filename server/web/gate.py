"""The one place where requests are let in or refused: who asks, may they do that, to what they speak of, how much.

What is allowed stands in the route table (`server.web.address`); nothing else asks for a scope, a center or a secret.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from secrets import compare_digest
from typing import Any, Final

from flask import Request
from werkzeug.exceptions import RequestEntityTooLarge

from config.words import both
from server.office.access.bearer import Bearer
from server.office.access.tries import Tries
from server.office.at_counter import center_of
from server.office.bookings.record import booking_of
from server.office.guidance.consultations import CityTime, KeptConsultation
from server.office.people.sign_ins import SignedIn
from server.office.settings.reach import within
from server.office.ticket import ticket_of
from server.rules.errors import Refusal
from server.rules.people.passwords import LAWS, Law
from server.store.projection import tree_of
from server.store.secret_hash import secret_hash
from server.store.store import Store
from server.store.unit_of_work import CITY, Reading
from server.web.address import Address
from server.web.consulting import Consulting
from server.web.known_people import KnownPeople
from server.web.known_tokens import KnownTokens
from server.web.rates import Rates
from server.wire.peer import limited_as

SECRET: Final = "X-Ticket-Secret"  # noqa: S105 - the name of a header
_NOTHING: Final[dict[str, Any]] = {}


@dataclass(frozen=True)
class Admitted:
    """Who was let in, and to what.

    `center` is the one that a change is made in (`CITY`: none), `opened` the consultation spoken of with the city's
    day, `person` who is signed in. `who` names the asker for all time; `credential` is the token or secret that was
    shown, and never kept; `place` is the address that was asked from.
    """

    bearer: Bearer | None
    who: str
    now: int
    center: str = CITY
    opened: tuple[KeptConsultation, CityTime] | None = None
    query: Mapping[str, Any] = field(default_factory=dict)
    credential: str = field(default="", repr=False)
    person: SignedIn | None = None
    place: str = ""


class Gate:
    """Lets requests in. Safe for threads."""

    def __init__(
        self,
        store: Store,
        consultations: Consulting,
        clock: Callable[[], int],
        rates: Rates | None = None,
        metrics_token: str = "",
        law: Law = LAWS["mlps2"],
    ) -> None:
        self._store = store
        self._consultations = consultations
        self._clock = clock
        self._rates = rates or Rates()
        self._metrics = f"bearer {metrics_token}" if metrics_token else ""
        self._tries = Tries()
        self._deep = Tries("too_many")
        self._tokens = KnownTokens(store, clock)
        self._people = KnownPeople(store, law)

    def admit(self, asked: Request, address: Address, places: Mapping[str, str]) -> Admitted:
        """Return who asks for `address` with these `places` of its path; raises `Refusal`.

        Of the request it looks at the headers, the sizes, the query, and a form's `code`.
        """
        query = asked.query_string
        _measure(asked, address, query)
        if "\0" in "".join(places.values()) or b"%00" in query:
            raise Refusal("bad_request", why=both("a text has a NUL in it"))
        now = self._clock()
        headers, environ = asked.headers, asked.environ
        if address.permission == "metrics" and not self._may_measure(environ.get("HTTP_AUTHORIZATION", "")):
            raise Refusal("not_found")
        token = _token(address, environ.get("HTTP_AUTHORIZATION"))
        place = limited_as(environ.get("REMOTE_ADDR", ""))
        bearer = None if token is None else self._tokens.bearer(token, place)
        secret = headers.get(SECRET) if address.permission == "ticket" else None
        if bearer is None and secret is None and address.permission in ("token", "ticket"):
            raise Refusal("token_missing")
        if bearer is not None and secret is None and bearer.scope not in address.scopes:
            raise Refusal("token_scope")
        if bearer is not None and bearer.scope == "admin" and bearer.sign_in is not None and not address.editors:
            # Whoever writes checklists is no administrator.
            raise Refusal("token_scope")
        if bearer is not None and bearer.unnamed and address.method != "GET" and not address.unnamed:
            raise Refusal("desk_sign_in_needed")
        person = self._people.admit(asked, address, places, now) if address.permission == "person" else None
        who = bearer.id if bearer else f"{address.target} {places[address.target]}" if secret else place
        if address.method != "GET":
            self._deep.admit(who, now)
        if address.rate is not None:
            self._rates.admit(address.rate, bearer, place)
        return Admitted(
            bearer,
            who,
            now,
            self._center(address, places, bearer, secret),
            self._opened(asked, places, who, now) if address.target == "consultation" else None,
            _query(address, asked) if address.query else _NOTHING,
            token or secret or "",
            person,
            place,
        )

    def nested(self, admitted: Admitted) -> None:
        """Count that who was `admitted` sent a body nested so deeply that nobody does it by mistake."""
        self._deep.count(admitted.who, admitted.now)

    def _may_measure(self, grant: str) -> bool:
        kind, _, token = grant.partition(" ")
        shown = f"{kind.lower()} {token}".encode()
        return bool(self._metrics) and compare_digest(shown, self._metrics.encode())

    def _center(self, address: Address, places: Mapping[str, str], bearer: Bearer | None, secret: str | None) -> str:
        """Return the center that is spoken of, when `bearer` or the ticket's `secret` reaches it."""
        match address.target:
            case "center":
                return reached(bearer, places["center"])
            case "any_center":
                return places["center"]
            case "whole_city" if bearer is not None and bearer.center is not None:
                raise Refusal("token_scope")
            case "center_below" if bearer is not None and bearer.center is not None:
                tree = self._store.read(tree_of)
                # Who may make a new center follows from its document, which names the center above.
                if places["center"] in tree.parents and not within(tree, bearer.center, places["center"]):
                    raise Refusal("token_scope")
            case "counter":
                counter = places["counter"]
                if bearer is not None and bearer.counter is not None and bearer.counter != counter:
                    raise Refusal("token_scope")
                if bearer is not None and bearer.counter == counter and bearer.center is not None:
                    return bearer.center
                return reached(bearer, self._store.read(lambda reading: center_of(reading, counter)))
            case "ticket":
                return self._opened_by(_of_ticket(places["ticket"]), bearer, secret)
            case "booking":
                return self._opened_by(_of_booking(places["booking"]), bearer, secret)
        return CITY

    def _opened_by(self, find: Callable[[Reading], tuple[str, str]], bearer: Bearer | None, secret: str | None) -> str:
        """Return the center of a ticket or booking; who shows a secret that does not open it learns nothing of it."""
        try:
            center, kept = self._store.read(find)
        except Refusal as refusal:
            if secret is None or refusal.code not in ("ticket_unknown", "booking_unknown"):
                raise
            raise Refusal("secret_unknown") from refusal
        if secret is None:
            return reached(bearer, center)
        if not compare_digest(secret_hash(secret), kept):
            raise Refusal("secret_unknown")
        return center

    def _opened(
        self, asked: Request, places: Mapping[str, str], who: str, now: int
    ) -> tuple[KeptConsultation, CityTime]:
        """Return the consultation under the code of the address, or of the form; a wrong one counts as a try.

        Whoever has opened a code may open it again, however many wrong ones others named at their address meanwhile.
        """
        # People paste the whole address as often as the code.
        code = places["code"] if "code" in places else asked.form.get("code", "").rpartition("/c/")[2]
        self._tries.admit(who, now, code)
        try:
            opened = self._consultations.open(code, now)
        except Refusal as refusal:
            if refusal.code == "consultation_unknown":
                self._tries.count(who, now)
            raise
        self._tries.remember(who, code)
        return opened


def _of_ticket(name: str) -> Callable[[Reading], tuple[str, str]]:
    def find(reading: Reading) -> tuple[str, str]:
        ticket = ticket_of(reading, name)
        return ticket.center, ticket.secret_hash

    return find


def _of_booking(name: str) -> Callable[[Reading], tuple[str, str]]:
    def find(reading: Reading) -> tuple[str, str]:
        booking = booking_of(reading, name)
        return booking.center, booking.secret_hash

    return find


def reached(bearer: Bearer | None, center: str) -> str:
    """Return `center` when `bearer` may speak of it; raises `Refusal` token_scope."""
    if bearer is not None and bearer.center is not None and bearer.center != center:
        raise Refusal("token_scope")
    return center


def _token(address: Address, grant: str | None) -> str | None:
    """Return the token that is shown, None when there is none or the address looks at none; raises token_missing."""
    if grant is None or not address.scopes:
        return None
    kind, _, token = grant.partition(" ")
    if kind.lower() != "bearer" or not token:
        raise Refusal("token_missing")
    return token


def _measure(asked: Request, address: Address, query: bytes) -> None:
    if address.method != "GET" or asked.content_length:
        asked.max_content_length = address.body_bytes
        if (asked.content_length or 0) > address.body_bytes:
            raise RequestEntityTooLarge
    if len(query) > address.query_bytes:
        raise Refusal("bad_request", why=both("the query is longer than {limit} bytes", limit=address.query_bytes))


def _query(address: Address, asked: Request) -> dict[str, Any]:
    given = {}
    for each in address.query:
        text = asked.args.get(each.name)
        if text is None and each.required:
            raise Refusal("bad_request", why=both("{field} is missing", field=each.name))
        given[each.name] = each.otherwise if text is None else each.read(text)
    return given


def check_body(address: Address, admitted: Admitted, body: Any) -> None:
    """Let `body` name the center that is spoken of, where the address says that it does; raises `Refusal` token_scope.

    That the body can be read comes first: why it is looked at apart from everything else.
    """
    if address.target == "center_in_body" and body.center is not None:
        reached(admitted.bearer, body.center)
