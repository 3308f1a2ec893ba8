"""The live socket service: reads the journal's tail on one event loop and tells every screen what happened.

Responsible for who may follow what, for the order of frames, and for letting slow sockets go. Not responsible for
what the facts mean: that is `server.rules`.
"""

import asyncio
import json
import time
from collections.abc import Sequence
from contextlib import aclosing, suppress
from functools import partial
from http import HTTPStatus
from typing import Final

import msgspec
import structlog
from websockets.asyncio.server import Server, ServerConnection, broadcast, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from server.live.bearers import LOOK_SECONDS, Bearers
from server.live.caller import Caller
from server.live.doors import Doorkeeper, Doors, same_host
from server.live.pulses import pulse
from server.live.rooms import Room, Rooms
from server.office.access.bearer import bearer_of
from server.office.access.last_use import note_use, note_uses
from server.office.board import board_of
from server.office.views import center_ids
from server.rules.errors import Refusal
from server.rules.hall.fact import Fact
from server.rules.unreadable import nested
from server.store.store import Store
from server.store.unit_of_work import Reading, facts_after
from server.watched import tell, troubles, watched_task
from server.wire.frames import PROTOCOL, Hello
from server.wire.language import preferred
from server.wire.problem import PROBLEM, details, headers

HELLO_SECONDS: Final = 5
OPEN_SECONDS: Final = 5
STOP_SECONDS: Final = 2.5
CLOSE_SECONDS: Final = 2
"""How long a socket that is sent away may take to answer; who takes nothing more is cut off after that."""
FRAME_BYTES: Final = 64 * 1024
SLOW_BYTES: Final = 1024 * 1024
"""Unsent bytes after which a socket is let go; it comes back and is told what it missed."""
TRY_AGAIN_LATER: Final = 1013
HEARD_SECONDS: Final = 60
"""Between two times at which is written down which centers are listened to."""
PRELOADED: Final = 100
"""Newest facts of a room that is made: about as many as it may keep."""

_log = structlog.get_logger("live")
_hello = msgspec.json.Decoder(Hello)


class LiveService:
    """One event loop's worth of sockets over `store`."""

    def __init__(self, store: Store, doors: Doors | None = None) -> None:
        self._store = store
        self._keeper = Doorkeeper(doors or Doors())
        self._rooms: Rooms[Caller] = Rooms({})
        self._server: Server | None = None
        self._tail = store.tail().follow({})
        self._bearers: Bearers[Caller] = Bearers()
        self._at_work: list[asyncio.Task[None]] = []

    async def start(self, host: str, port: int) -> int:
        """Begin to listen; return the port. Raises `OSError` when the address is taken."""
        self._rooms = Rooms(await asyncio.to_thread(self._store.read, _rooms))
        self._tail = self._store.tail().follow({}, self._anew)
        self._server = await serve(
            self._follow_one,
            host,
            port,
            process_request=self._answer_or_admit,
            create_connection=partial(Caller, self._keeper),  # type: ignore[arg-type]
            compression=None,
            max_size=FRAME_BYTES,
            # Pulses ask for all sockets at once.
            ping_interval=None,
            close_timeout=CLOSE_SECONDS,
            open_timeout=OPEN_SECONDS,
            server_header=None,
        )
        self._at_work = [
            watched_task("journal", self._follow_journal),
            watched_task("pulses", lambda: pulse(self._store, self._rooms)),
            watched_task("revoked", self._send_away),
            watched_task("heard", self._note_heard),
        ]
        return int(next(iter(self._server.sockets)).getsockname()[1])

    async def stop(self) -> None:
        """Send every socket away with 1012 (service restart), so that it returns by itself."""
        for task in self._at_work:
            task.cancel()
        await asyncio.gather(*self._at_work, return_exceptions=True)
        if self._server is not None:
            self._server.close(code=1012, reason="restart")
            # Who has connected and said nothing yet cannot be told, and is not waited for.
            with suppress(TimeoutError):
                async with asyncio.timeout(STOP_SECONDS):
                    await self._server.wait_closed()

    async def _follow_journal(self) -> None:
        # From where each board is: also when this begins anew, in the middle of what it failed to tell.
        for center, room in self._rooms.rooms.items():
            self._tail.add(center, room.board.seq, room.board.epoch)
        async with aclosing(self._tail.facts()) as batches:
            async for facts in batches:
                center = facts[0].center
                try:
                    self._tell(center, facts)
                except Exception as error:
                    # A fact that cannot be folded or told harms its own center only, and that for a moment.
                    tell(f"room of {center}", error)
                    await self._anew(center)

    def _tell(self, center: str, facts: Sequence[Fact]) -> None:
        room = self._rooms.rooms.get(center)
        if room is None:
            return
        for frame in room.tell(facts):
            broadcast(room.sockets, frame)
        for socket in [each for each in room.sockets if each.transport.get_write_buffer_size() > SLOW_BYTES]:
            _log.warning("slow socket let go", center=center)
            room.sockets.discard(socket)
            socket.transport.abort()

    async def _anew(self, center: str) -> None:
        """Read the board of `center` anew and tell it to all who follow; what cannot be read sends them away."""
        before = self._rooms.rooms[center]
        try:
            room = await asyncio.to_thread(self._store.read, lambda reading: _room_of(reading, center))
        except Exception as error:
            tell(f"room of {center}", error)
            del self._rooms.rooms[center]
            self._tail.leave(center)
            # Without a word, which a slow one would take its time for; they come back, and find what there is then.
            for socket in before.sockets:
                socket.transport.abort()
            return
        room.sockets.update(before.sockets)
        self._rooms.rooms[center] = room
        self._tail.add(center, room.board.seq, room.board.epoch)
        broadcast(room.sockets, room.snapshot())

    async def _send_away(self) -> None:
        """Let the sockets of revoked tokens go; a store that cannot be read right now is asked again."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            with suppress(Refusal):
                gone = await asyncio.to_thread(self._bearers.gone, self._store)
                for socket in gone:
                    self._rooms.leave(socket)
                    self._bearers.leave(socket)
                # All at once: one that does not answer must not keep the others.
                await asyncio.gather(*map(_sent_away, gone), return_exceptions=True)

    async def _note_heard(self) -> None:
        """Write down, of each center that a page listens to, that one was there: it may ask nothing for hours."""
        while True:
            await asyncio.sleep(HEARD_SECONDS)
            now = time.time_ns() // 1_000_000
            rooms = {center: room.sockets for center, room in self._rooms.rooms.items()}
            uses = dict.fromkeys(self._bearers.heard(rooms), now)
            if uses:
                await asyncio.to_thread(note_uses, self._store, uses)

    async def _follow_one(self, socket: ServerConnection) -> None:
        assert isinstance(socket, Caller)  # noqa: S101 - `create_connection` makes no others
        try:
            async with asyncio.timeout(HELLO_SECONDS):
                hello = self._read(socket, await socket.recv())
            await self._let_in(socket, hello)
            async for _ in socket:
                await socket.close(1008, "nothing is expected after hello")
        except TimeoutError:
            await socket.close(1008, "hello is missing")
        except Refusal as refusal:
            # What the server cannot do now is no fault of the socket, which is not told to stay away.
            later = refusal.status >= 500 or refusal.status == 429
            await socket.close(TRY_AGAIN_LATER if later else 1008, refusal.code)
        except (msgspec.DecodeError, UnicodeDecodeError):
            await socket.close(1007, "hello cannot be read")
        except ConnectionClosed:
            pass
        finally:
            self._rooms.leave(socket)
            self._bearers.leave(socket)

    async def _answer_or_admit(self, socket: ServerConnection, request: Request) -> Response | None:
        """Answer /healthz, refuse other addresses, and let only pages of this same host open a socket."""
        assert isinstance(socket, Caller)  # noqa: S101 - `create_connection` makes no others
        told = [(name.lower(), value) for name, value in request.headers.raw_items()]
        asker = self._keeper.asker(socket.address, told)
        path = request.path.partition("?")[0]
        if path == "/healthz":
            failed = troubles()
            response = socket.respond(503 if failed else 200, json.dumps({"ok": not failed}))
            del response.headers["Content-Type"]
            response.headers["Content-Type"] = "application/json"
            return response
        try:
            socket.is_of(asker)
            if path != "/live":
                raise Refusal("not_found")
            origins, hosts = request.headers.get_all("Origin"), request.headers.get_all("Host")
            host = asker.host or (hosts[0] if len(hosts) == 1 else "")
            if not all(same_host(origin, host) for origin in origins):
                raise Refusal("page_elsewhere")
        except Refusal as refusal:
            return _refused(socket, request, refusal)
        return None

    def _read(self, socket: Caller, said: str | bytes) -> Hello:
        """Return the first frame of a client; one that is nested too deeply is a try, as over HTTP."""
        data = said.encode() if isinstance(said, str) else said
        try:
            return _hello.decode(data)
        except (msgspec.DecodeError, RecursionError) as error:
            if nested(data):
                self._keeper.nested(socket.address)
            raise msgspec.DecodeError("hello cannot be read") from error

    async def _let_in(self, socket: Caller, hello: Hello) -> None:
        if hello.protocol != PROTOCOL:
            await socket.close(1008, f"protocol is {PROTOCOL}")
            return
        bearer = await asyncio.to_thread(self._store.read, lambda reading: bearer_of(reading, hello.token))
        await asyncio.to_thread(note_use, self._store, bearer, time.time_ns() // 1_000_000)
        follows, rooms = dict.fromkeys(hello.follow), self._rooms.rooms
        if any(bearer.center not in (None, center) for center in follows):
            raise Refusal("token_scope")
        # Looked for again after each wait: a room may be made anew meanwhile, or go, and is told nothing then.
        while missing := next((center for center in follows if center not in rooms), None):
            await self._make_room(missing)
        self._bearers.let_in(socket, bearer)
        socket.wants_pulses = hello.pulses
        for center in follows:
            for frame in rooms[center].join(socket, hello.after.get(center)):
                # Not `await socket.send`: an event told meanwhile would overtake the frames still to be sent.
                broadcast([socket], frame)

    async def _make_room(self, center: str) -> None:
        """Make the room of a center that came later; raises `Refusal` center_unknown."""
        made = await asyncio.to_thread(self._store.read, lambda reading: _room_of(reading, center))
        # Two sockets may have asked for the same new room.
        if center not in self._rooms.rooms:
            self._rooms.rooms[center] = made
            self._tail.add(center, made.board.seq, made.board.epoch)


def _rooms(reading: Reading) -> dict[str, Room[Caller]]:
    return {center: _room_of(reading, center) for center in center_ids(reading)}


def _room_of(reading: Reading, center: str) -> Room[Caller]:
    board = board_of(reading, center)
    return Room(board, facts_after(reading, center, max(board.seq - PRELOADED, 0), PRELOADED))


async def _sent_away(socket: ServerConnection) -> None:
    """Close the socket of a revoked token, also one that takes nothing more: closing waits for it without an end."""
    with suppress(TimeoutError):
        async with asyncio.timeout(CLOSE_SECONDS):
            await socket.close(1008, "token_unknown")
    socket.transport.abort()


def _refused(socket: ServerConnection, request: Request, refusal: Refusal) -> Response:
    accepted = ",".join(request.headers.get_all("Accept-Language"))
    response = socket.respond(HTTPStatus(refusal.status), details(refusal, preferred(accepted)).decode())
    for name, value in (("Content-Type", PROBLEM), *headers(refusal)):
        if name in response.headers:
            del response.headers[name]
        response.headers[name] = value
    return response
