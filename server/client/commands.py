"""Commands over HTTP: what kiosk and other programs ask of the server. Standard library only, it stays light."""

import http.client
import secrets
import socket
import threading
import zlib
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit

import msgspec

from config.household import NOBODY, Household
from config.rule import Value
from server.rules.errors import Code, Refusal, is_code
from server.rules.guidance.judge.verdict import Wish
from server.rules.hall.board import Board
from server.rules.hall.fact import Ground
from server.wire.access import AccessAnswer, AccessNow
from server.wire.bookings import Booking, CheckedIn, SlotsAnswer
from server.wire.consultation import ItemAnswer, KeptAnswer, WhomAnswer
from server.wire.frames import Event, JournalPage
from server.wire.health import HealthNow, HealthReport
from server.wire.messages import CenterAnswer, CounterAnswer, Nothing, NumberAnswer, Ticket, WaitAnswer
from server.wire.orders import Order, OrderDone, OrderHeard, OrdersNow
from server.wire.pairing import DeviceScope, PairingBegun, PairingNow
from server.wire.places import PlacesAnswer
from server.wire.problem import Problem
from server.wire.settings import SettingsPut

Answer = TypeVar("Answer")
UNPACKED_MOST = 64 * 1024 * 1024
"""Bytes of the largest release that is taken."""
PREFIX = "/api/v1"


class ServerRefusal(Refusal):
    """A refusal that the server has put into words already, in the language that was asked for."""

    def __init__(self, code: Code, problem: Problem) -> None:
        Exception.__init__(self, problem.detail)
        self.code = code
        self.status = problem.status
        self.message = problem.detail.replace("{", "{{").replace("}", "}}")
        self.values = {}


class Commands:
    """One keep-alive connection to the server at `base_url`, usable from one thread at a time.

    Every method raises `Refusal`: the server's own (`ServerRefusal`), or `unreachable` when it does not answer within
    `timeout` seconds. A change that ends in `unreachable` may have happened: ask again with the same `key`.
    """

    def __init__(self, base_url: str, token: str, *, language: str = "zh", timeout: float = 5) -> None:
        parts = urlsplit(base_url)
        self._host, self._port = parts.hostname or "127.0.0.1", parts.port or (443 if parts.scheme == "https" else 80)
        self._secure = parts.scheme == "https"
        self._token = token
        self._timeout = timeout
        self._connection: http.client.HTTPConnection | None = None
        self._lock = threading.Lock()
        self.language = language

    def access(self) -> AccessNow:
        """Return what the token opens."""
        return self._ask("GET", "/access", AccessNow)

    def tell_health(self, report: HealthReport) -> HealthNow:
        """Say how this device is."""
        return self._ask("POST", "/health", HealthNow, report)

    def orders(self) -> tuple[Order, ...]:
        """Return what this device shall do now."""
        return self._ask("GET", "/orders", OrdersNow).orders

    def order_done(self, order: str, done: OrderDone) -> None:
        """Say what came of an order."""
        self._ask("POST", f"/orders/{quote(order)}/done", OrderHeard, done)

    def begin_pairing(self, scope: DeviceScope, machine: str) -> PairingBegun:
        """Ask to be let in as a `scope`, on a computer that calls itself `machine`; return the code to show."""
        return self._ask("POST", "/pairings", PairingBegun, {"scope": scope, "machine": machine})

    def fetch_pairing(self, device_code: str) -> AccessAnswer | None:
        """Return the token of who has been let in, None while nobody has decided."""
        return self._ask("POST", "/pairings/token", PairingNow, {"device_code": device_code}).access

    def centers(self) -> list[CenterAnswer]:
        """Return all centers of the city."""
        return self._ask("GET", "/centers", list[CenterAnswer])

    def center(self, center: str) -> CenterAnswer:
        """Return one center: its services, counters, and who waits."""
        return self._ask("GET", f"/centers/{quote(center)}", CenterAnswer)

    def waits(self, center: str) -> list[WaitAnswer]:
        """Return how long whoever took a ticket now would wait, for each service that `center` serves."""
        return self._ask("GET", f"/centers/{quote(center)}/waits", list[WaitAnswer])

    def board(self, center: str) -> Board:
        """Return the board of a center."""
        return self._ask("GET", f"/centers/{quote(center)}/board", Board)

    def release(self, known: str | None = None) -> bytes | None:
        """Return the signed release in force as it came, to be proved; None when the one of ETag `known` still is."""
        headers = {"Accept-Encoding": "gzip"} | ({"If-None-Match": f'"{known}"'} if known else {})
        status, body = self._send("GET", "/release", None, headers)
        if status >= 400:
            _decoded(status, body, dict[str, Any])
        return None if status == 304 else body

    def take_ticket(
        self,
        center: str,
        services: Sequence[str],
        *,
        plan: str | None = None,
        key: str | None = None,
        cases: int = 1,
        ground: Ground | None = None,
        person: str | None = None,
        language: str | None = None,
    ) -> Ticket:
        """Take a ticket; the same `key` gives the same ticket however often it is sent.

        It is for so many `cases`, claims priority on a `ground`, and is taken by whoever `person` stands for, who
        speaks `language`, where that is not what everybody there does.
        """
        body: dict[str, object] = {"services": list(services), "plan": plan}
        if cases > 1:
            body["cases"] = cases
        if ground is not None:
            body |= {"priority": "priority", "ground": ground}
        if person is not None:
            body["person"] = person
        if language is not None:
            body["language"] = language
        return self._ask("POST", f"/centers/{quote(center)}/tickets", Ticket, body, key)

    def places(self, services: Sequence[str], origin: str, limit: int = 20) -> PlacesAnswer:
        """Return where all of `services` can be done by somebody at the center `origin`, soonest first."""
        named = "&".join(f"service={quote(each)}" for each in services)
        return self._ask("GET", f"/places?{named}&from={quote(origin)}&limit={limit}", PlacesAnswer)

    def take_remote(
        self,
        center: str,
        services: Sequence[str],
        *,
        plan: str | None = None,
        key: str | None = None,
        spoken: str | None = None,
    ) -> Ticket:
        """Take a ticket of a center where nobody is yet: it waits outside the line until it is checked in with."""
        body = {"services": list(services), "plan": plan, "language": spoken}
        return self._ask("POST", f"/centers/{quote(center)}/remote-tickets", Ticket, body, key)

    def ticket(self, ticket: str) -> Ticket:
        """Return a ticket as it is now."""
        return self._ask("GET", f"/tickets/{quote(ticket)}", Ticket)

    def by_number(self, center: str, number: str, digits: str = "") -> NumberAnswer:
        """Return a ticket of today by its number; with the `digits` of its slip as its holder sees it."""
        shown = f"?digits={quote(digits)}" if digits else ""
        return self._ask("GET", f"/centers/{quote(center)}/numbers/{quote(number, safe='')}{shown}", NumberAnswer)

    def check_in(
        self, center: str, digits: str, *, walk_in: bool = False, key: str | None = None, spoken: str | None = None
    ) -> CheckedIn:
        """Check in with the digits of a booking, or take an ordinary ticket instead; the answer has the ticket."""
        body = {"digits": digits, "walk_in": walk_in, "language": spoken}
        return self._ask("POST", f"/centers/{quote(center)}/check-in", CheckedIn, body, key)

    def come_back_with_paper(self, center: str, number: str, digits: str, *, key: str | None = None) -> Ticket:
        """Come back with a missing paper, by number and digits of the slip of the ticket that was refused."""
        body = {"number": number, "digits": digits}
        return self._ask("POST", f"/centers/{quote(center)}/returns", Ticket, body, key)

    def slots(self, center: str, service: str, first: str | None = None, days: int = 14) -> SlotsAnswer:
        """Return what can be booked of a service, so many `days` from `first` (`YYYY-MM-DD`) or today on."""
        begins = f"&first={quote(first)}" if first else ""
        path = f"/centers/{quote(center)}/services/{quote(service)}/slots?days={days}{begins}"
        return self._ask("GET", path, SlotsAnswer)

    def book(
        self, center: str, service: str, day: str, clock: str | None, *, plan: str | None = None, key: str | None = None
    ) -> Booking:
        """Book a slot, or wait for any place of a day; with the code of a consultation whose plan it belongs to."""
        body = {"service": service, "day": day, "clock": clock, "plan": plan}
        return self._ask("POST", f"/centers/{quote(center)}/bookings", Booking, body, key)

    def cancel_booking(self, booking: str, secret: str, *, key: str | None = None) -> Booking:
        """Give a booking back by its secret, in whatever center it is."""
        return self._ask("POST", f"/bookings/{quote(booking)}/cancel", Booking, {}, key, secret)

    def give_up(self, center: str, digits: str, *, key: str | None = None) -> Booking:
        """Give a booking back by its digits."""
        return self._ask("POST", f"/centers/{quote(center)}/give-up", Booking, {"digits": digits}, key)

    def booking_by_digits(self, center: str, digits: str) -> Booking:
        """Return a booking by its digits."""
        return self._ask("POST", f"/centers/{quote(center)}/look-up", Booking, {"digits": digits})

    def move_booking(self, center: str, digits: str, day: str, clock: str, *, key: str | None = None) -> Booking:
        """Move a booking to another slot, by its digits."""
        body = {"digits": digits, "day": day, "clock": clock}
        return self._ask("POST", f"/centers/{quote(center)}/move", Booking, body, key)

    def cancel(self, ticket: str, *, key: str | None = None, secret: str | None = None) -> Ticket:
        """Give a ticket back; one of another center by its `secret`."""
        return self._ask("POST", f"/tickets/{quote(ticket)}/cancel", Ticket, {}, key, secret)

    def move(self, ticket: str, verb: str, *, key: str | None = None) -> Ticket:
        """Do `verb` to a ticket at the word of its holder, as the API names it: `postpone`, `come-back`, `cancel`."""
        return self._ask("POST", f"/tickets/{quote(ticket)}/{quote(verb)}", Ticket, {}, key)

    def at_counter(self, counter: str, verb: str, /, *, key: str | None = None, **words: object) -> CounterAnswer:
        """Do `verb` at a counter, as the API names it; `words` are what it needs (`ticket`, `service`, `back`)."""
        return self._ask("POST", f"/counters/{quote(counter)}/{quote(verb)}", CounterAnswer, words, key)

    def start_consultation(
        self,
        checklists: Sequence[str],
        answers: Mapping[str, Value] | None = None,
        household: Household = NOBODY,
        *,
        key: str | None = None,
    ) -> KeptAnswer:
        """Begin a consultation for `household`; the answer has its `code`."""
        body: dict[str, object] = {"checklists": list(checklists), "answers": dict(answers or {})}
        if household != NOBODY:
            body["household"] = msgspec.to_builtins(household)
        return self._ask("POST", "/consultations", KeptAnswer, body, key)

    def note_unfound(self, sentence: str, *, key: str | None = None) -> None:
        """Let `sentence` count as one that found nothing."""
        self._ask("POST", "/unfound", Nothing, {"sentence": sentence}, key)

    def answer(self, code: str, answers: Mapping[str, Value | None]) -> KeptAnswer:
        """Answer questions of a consultation; None takes an answer back."""
        return self._ask("PUT", f"/consultations/{quote(code)}/answers", KeptAnswer, dict(answers))

    def consultation(self, code: str, on: str | None = None) -> KeptAnswer:
        """Return a consultation by its code, weighed for today or for the day `on` (`YYYY-MM-DD`)."""
        day = f"?on={quote(on)}" if on else ""
        return self._ask("GET", f"/consultations/{quote(code)}{day}", KeptAnswer)

    def wish(self, code: str, wish: Wish) -> KeptAnswer:
        """Say what the plan of a consultation should be best at, what to leave out, and what nobody can answer."""
        body = msgspec.to_builtins(wish)
        del body["household"]
        return self._ask("PUT", f"/consultations/{quote(code)}/wish", KeptAnswer, body)

    def household(self, code: str, household: Household) -> KeptAnswer:
        """Say for whom of a household each checklist is; whoever is gone takes their answers along."""
        body = msgspec.to_builtins(household)
        return self._ask("PUT", f"/consultations/{quote(code)}/household", KeptAnswer, body)

    def whom(self, code: str) -> WhomAnswer:
        """Return for whom the checklists of a consultation are, and everybody whom they can be for."""
        return self._ask("GET", f"/consultations/{quote(code)}/whom", WhomAnswer)

    def for_these(self, code: str, checklist: str, people: Sequence[str]) -> KeptAnswer:
        """Choose for whom `checklist` is, by their values; whoever is gone takes their answers along."""
        body = {"checklist": checklist, "people": list(people)}
        return self._ask("PUT", f"/consultations/{quote(code)}/whom", KeptAnswer, body)

    def item(self, code: str, item: str) -> ItemAnswer:
        """Return what a consultation says about any item, by its id or name."""
        return self._ask("GET", f"/consultations/{quote(code)}/items/{quote(item, safe='')}", ItemAnswer)

    def journal(self, center: str, after: int, limit: int = 1000) -> tuple[Event, ...]:
        """Return what happened in a center after seq `after`, in order, `limit` (1 to 1000) facts at most."""
        path = f"/centers/{quote(center)}/journal?after={after}&limit={limit}"
        return self._ask("GET", path, JournalPage).events

    def settings(self, scope: str, revision: int | None = None) -> dict[str, Any]:
        """Return the settings of `city`, `towns/ID` or `centers/ID` in force, or one revision of them."""
        which = "" if revision is None else f"?revision={revision}"
        return self._ask("GET", f"/settings/{quote(scope)}{which}", dict[str, Any])

    def put_settings(
        self, scope: str, document: object, seen: int, *, effective_at: str | None = None, dry_run: bool = False
    ) -> SettingsPut:
        """Write settings of `city`, `towns/ID` or `centers/ID`; `seen` is the newest revision that the writer knew."""
        body = {"document": document, "seen": seen, "effective_at": effective_at, "dry_run": dry_run}
        return self._ask("PUT", f"/settings/{quote(scope)}", SettingsPut, body)

    def close(self) -> None:
        """Let go of the connection."""
        with self._lock:
            self._drop()

    def _ask(
        self,
        method: str,
        path: str,
        kind: type[Answer],
        body: Any = None,
        key: str | None = None,
        secret: str | None = None,
    ) -> Answer:
        headers = {"Idempotency-Key": key or secrets.token_urlsafe(18)} if method == "POST" else {}
        if secret is not None:
            headers["X-Ticket-Secret"] = secret
        status, answer = self._send(method, path, body, headers)
        return _decoded(status, answer, kind)

    def _send(self, method: str, path: str, body: Any, headers: dict[str, str]) -> tuple[int, bytes]:
        headers |= {"Authorization": f"Bearer {self._token}", "Accept-Language": self.language}
        data = None if body is None else msgspec.json.encode(body)
        if data is not None:
            headers["Content-Type"] = "application/json"
        with self._lock:
            # A kept connection may have been closed by the server meanwhile; a changing request carries its key, so
            # asking again on a new connection cannot do it twice.
            for fresh in (False, True):
                try:
                    return self._once(method, PREFIX + path, data, headers, fresh=fresh)
                except (OSError, http.client.HTTPException):
                    self._drop()
        raise Refusal("unreachable")

    def _once(
        self, method: str, path: str, data: bytes | None, headers: dict[str, str], *, fresh: bool
    ) -> tuple[int, bytes]:
        if self._connection is None or fresh:
            kind = http.client.HTTPSConnection if self._secure else http.client.HTTPConnection
            self._connection = kind(self._host, self._port, timeout=self._timeout)
            self._connection.connect()
            self._connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._connection.request(method, path, data, headers)
        response = self._connection.getresponse()
        body = response.read()
        if response.headers.get("Content-Encoding") == "gzip":
            return response.status, unpacked(body)
        return response.status, body

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def unpacked(body: bytes) -> bytes:
    """Return what gzip packed, no more than `UNPACKED_MOST`; raises `OSError` for anything else."""
    packed = zlib.decompressobj(wbits=31)
    try:
        whole = packed.decompress(body, UNPACKED_MOST)
    except zlib.error as error:
        raise OSError("an answer is not packed as it says") from error
    if not packed.eof:
        raise OSError("an answer is cut, or larger than any")
    return whole


def _decoded(status: int, body: bytes, kind: type[Answer]) -> Answer:
    try:
        if status < 400:
            return msgspec.json.decode(body, type=kind)
        problem = msgspec.json.decode(body, type=Problem)
    except msgspec.DecodeError as error:
        raise Refusal("unreachable") from error
    raise ServerRefusal(problem.code, problem) if is_code(problem.code) else Refusal("internal")
