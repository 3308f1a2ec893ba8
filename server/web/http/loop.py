"""The loop: accepts, reads heads and bodies, lets threads answer, and ends who takes too long.

A connection belongs to the loop while it waits for its client, and to one thread while it is answered. Linux tells each
readiness once (`EPOLLONESHOT`), so a thread gives a connection back by a single call and wakes nobody.
"""

import select
import socket
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Final

import structlog

from server.rules.errors import Code, Refusal
from server.web.http.accepting import Accepting
from server.web.http.answering import CONTINUE, Answering, App
from server.web.http.connection import Connection, Connections
from server.web.http.environ import environ_of
from server.web.http.lanes import Lane
from server.web.http.limits import KIB, Limits
from server.web.http.reading import BodyLimit
from server.web.http.sending import READ, Refusing, Sending
from server.web.http.unfinished import Unfinished
from server.web.http.waiting import Phase, Waiting, patience
from server.wire.peer import Proxies

TICK: Final = 0.2
PATIENT: Final[tuple[Phase, ...]] = ("idle", "first", "head", "body", "lingering")
"""Who is ended first when there is no room for another connection."""

LaneOf = Callable[[str, bytes], str]
"""Which lane answers, by method and path."""

_log = structlog.get_logger("web")


class Loop:
    """Answers at the socket `listening` with `app`; `run` returns after `end`.

    A path of `apart` is answered by a thread of its own, or refused with its code when that takes too long. All others
    are answered by the `threads` of the lane that `lane_of` names by method and path: who waits in one takes no thread
    from another.
    """

    def __init__(
        self,
        app: App,
        listening: socket.socket,
        limits: Limits,
        proxies: Proxies,
        limit: BodyLimit,
        refusing: Refusing,
        apart: Mapping[bytes, Code],
        threads: Mapping[str, int],
        lane_of: LaneOf,
    ) -> None:
        self._app = app
        self._listening = listening
        self._limits = limits
        self._proxies = proxies
        self._limit = limit
        self._codes = dict(apart)
        name = listening.getsockname()
        self._at = (str(name[0]), int(name[1]))
        self._epoll = select.epoll()
        self._connections = Connections(limits, self._epoll)
        self._waiting: Waiting[Connection] = Waiting(patience(limits))
        self._out = Sending(self._connections, self._waiting, refusing, self._drop)
        self._lane_of = lane_of
        self._work = {name: Lane(f"web-{name}", number, self._answer) for name, number in threads.items()}
        self._onward_lane = next(iter(self._work.values()))
        self._apart = {path: Lane(path.decode().strip("/"), 1, self._answer_apart) for path in apart}
        self._wake, self._woken = socket.socketpair()
        self._ending: float | None = None
        self._closed = False
        self._accepting = Accepting(listening, self._epoll, self._connections)
        self._unfinished: Unfinished[Connection] = Unfinished(limits.unfinished_bytes)

    # What happens at the socket

    def run(self) -> None:
        """Answer until `end` is called and what was begun is finished."""
        self._listening.setblocking(False)
        self._epoll.register(self._woken, select.EPOLLIN)
        for lane in self._lanes():
            lane.start()
        self._accepting.begin()
        looked = time.monotonic()
        try:
            while not self._done():
                for fd, event in self._epoll.poll(TICK):
                    self._happened(fd, event)
                now = time.monotonic()
                if now - looked >= TICK:
                    looked = now
                    self._look_round(now)
        finally:
            self._close_all()

    def end(self) -> None:
        """Take no more connections, finish what is being answered; may be called from any thread."""
        self._ending = time.monotonic() + self._limits.stopping
        # The loop may have ended by itself.
        with suppress(OSError):
            self._wake.send(b"x")

    def abandon(self) -> None:
        """Give up the socket of a loop that never ran."""
        self._close_all()

    def counts(self) -> dict[str, int]:
        """Return how many connections wait in each phase, and all that are `open`."""
        return {"open": len(self._connections)} | {str(phase): n for phase, n in self._waiting.counts().items()}

    def _lanes(self) -> list[Lane[Connection]]:
        return [*self._work.values(), *self._apart.values()]

    def _happened(self, fd: int, event: int) -> None:
        if fd == self._listening.fileno():
            self._accept()
            return
        one = self._connections.at(fd)
        if one is None or not one.armed:
            if fd == self._woken.fileno():
                self._woken.recv(KIB)
                self._accepting.stop()
                self._closed = True
            return
        one.armed = False
        try:
            phase = self._waiting.phase(one)
            if phase == "sending":
                if self._out.taken(one):
                    self._onward_lane.put(one)
            elif phase == "lingering":
                self._out.linger(one)
            else:
                self._read(one)
        except OSError:
            self._drop(one)
        except Exception as error:
            _log.error("connection failed", exc_info=error)
            self._drop(one)

    def _accept(self) -> None:
        for come in self._accepting.come():
            if come is None:
                self._make_room(PATIENT)
            else:
                self._take_in(*come)

    def _take_in(self, accepted: socket.socket, address: str) -> None:
        if len(self._connections) >= self._limits.connections and not self._make_room(PATIENT):
            accepted.close()
            return
        crowd = self._connections.crowd(address)
        if crowd:
            oldest = self._waiting.oldest_of(crowd, *PATIENT)
            if oldest is None:
                accepted.close()
                return
            self._drop(oldest)
        accepted.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # What a newcomer sends is heard by this same thread, after this.
        one = self._connections.opened(accepted, address, self._limit, select.EPOLLIN)
        self._waiting.enter(one, "first", time.monotonic())
        self._accepting.took()

    def _read(self, one: Connection) -> None:
        try:
            data = one.socket.recv(READ, socket.MSG_DONTWAIT)
        except BlockingIOError:
            # What was told was of another, which had this number until a moment ago.
            self._connections.arm(one, select.EPOLLIN)
            return
        if not data:
            self._drop(one)
            return
        one.reading.feed(data)
        if self._keep(one, 0 if one.reading.ended else one.reading.held):
            self._onward(one)

    def _onward(self, one: Connection) -> None:
        """Let what was read be answered, or wait for more."""
        reading = one.reading
        if reading.ready:
            self._let_answer(one)
        elif reading.refusal is not None:
            self._out.refuse(one, reading.refusal, reading.language)
        elif reading.ended:
            self._drop(one)
        else:
            if reading.go_on:
                reading.go_on = False
                one.socket.send(CONTINUE, socket.MSG_DONTWAIT)
            self._wait_for_more(one)

    def _wait_for_more(self, one: Connection) -> None:
        begun = one.reading.begun
        phase: Phase = "body" if begun == "body" else "head" if begun == "head" else "idle"
        # The first head has the time that its connection has: who is silent first gets no more of it.
        if not (phase == "head" and self._waiting.phase(one) == "first"):
            self._waiting.enter(one, phase, time.monotonic(), anew=False)
        self._connections.arm(one, select.EPOLLIN)

    def _keep(self, one: Connection, held: int) -> bool:
        """Remember that `one` holds so many bytes of an unfinished body; when all hold too much, end the oldest.

        Tell whether `one` itself goes on.
        """
        self._unfinished.keep(one, held)
        for oldest in self._unfinished.excess():
            # One whose request before is being answered is a thread's: closed under it, its number may be another's.
            if self._waiting.leave(oldest, *PATIENT):
                self._drop(oldest)
                if oldest is one:
                    return False
        return True

    # What threads do

    def _let_answer(self, one: Connection) -> None:
        one.request = one.reading.ready.popleft()
        path = one.request.target.partition(b"?")[0]
        if path in self._apart:
            self._waiting.enter(one, "apart", time.monotonic())
            self._apart[path].put(one)
            return
        name = self._lane_of(one.request.method, path)
        self._waiting.enter(one, "door" if name == "door" else "queued", time.monotonic())
        self._work[name].put(one)

    def _begin(self, one: Connection) -> Answering:
        request = one.request
        if request is None:
            raise RuntimeError("there is no request to answer")
        environ = environ_of(request, one.peer, self._at, self._proxies)
        return Answering(self._app, request, environ, lambda: self._closed)

    def _answer(self, one: Connection) -> None:
        """Answer the request of `one`, or go on sending; a thread's work."""
        try:
            if one.pieces is None:
                if not self._waiting.leave(one, "queued", "door"):
                    return
                one.answering = self._begin(one)
                awaited = one.answering.begin()
                one.pieces = one.answering.pieces()
                if awaited is not None:
                    self._waiting.enter(one, "awaited", time.monotonic())
                    awaited.when_ready(lambda: self._onward_lane.put(one))
                    return
            self._waiting.leave(one, "awaited")
            self._push(one)
        except OSError:
            self._drop(one)
        except Exception as error:
            self._out.failed(one, error)

    def _answer_apart(self, one: Connection) -> None:
        """Answer `one` and all who wait behind it for the same; a thread's work.

        One answer does for all: thousands who ask how the server is must not keep it from saying so.
        """
        answers: dict[tuple[str, bytes, str, bool, str], bytes | Exception] = {}
        path = one.request.target.partition(b"?")[0] if one.request is not None else b""
        for each in (one, *self._apart[path].waiting()):
            request = each.request
            if request is None or self._waiting.phase(each) != "apart":
                continue
            language = request.header(b"accept-language")
            same = (request.method, request.target, request.version, request.keep_alive, language)
            if same not in answers:
                answers[same] = self._whole(each)
            self._hand_out(each, answers[same])

    def _whole(self, one: Connection) -> bytes | Exception:
        """Return the whole answer to the request of `one`, or what went wrong."""
        try:
            answering = self._begin(one)
            whole = b"".join(answering.pieces())
        except Exception as error:
            return error
        if one.request is not None:
            one.request.keep_alive = answering.keep_alive
        return whole

    def _hand_out(self, one: Connection, whole: bytes | Exception) -> None:
        """Send the answer that was made apart, unless the loop has lost patience meanwhile."""
        if not self._waiting.leave(one, "apart"):
            return
        if isinstance(whole, Exception):
            self._out.failed(one, whole)
            return
        try:
            one.answering, one.pieces = self._begin(one), iter((whole,))
            self._push(one)
        except OSError:
            self._drop(one)

    def _push(self, one: Connection) -> None:
        if not self._out.push(one):
            return
        if one.answering is None or not one.answering.keep_alive or self._closed:
            self._drop(one)
            return
        one.answering = one.request = None
        self._onward(one)

    # Who takes too long, and how one is let go

    def _look_round(self, now: float) -> None:
        for one, phase in self._waiting.due(now):
            try:
                self._late(one, phase)
            except OSError:
                self._drop(one)
        for lane in self._lanes():
            lane.mend()
        if self._ending is None:
            self._accepting.resume(now)

    def _late(self, one: Connection, phase: Phase) -> None:
        one.armed = False
        if phase == "awaited" and one.answering is not None:
            one.answering.give_up()
        elif phase in ("queued", "door", "apart") and one.request is not None:
            code = self._codes.get(one.request.target.partition(b"?")[0], "busy")
            self._out.refuse(one, Refusal(code), one.request.header(b"accept-language"))
        elif one.reading.begun and phase not in ("sending", "lingering"):
            self._out.refuse(one, Refusal("too_slow"), one.reading.language)
        else:
            self._drop(one)

    def _make_room(self, phases: tuple[Phase, ...]) -> bool:
        """End the connection that waits longest in the first of `phases` where one does; tell whether there is one."""
        oldest = self._waiting.oldest(*phases)
        if oldest is not None:
            self._drop(oldest)
        return oldest is not None

    def _drop(self, one: Connection) -> None:
        self._waiting.leave(one)
        self._unfinished.forget(one)
        self._connections.close(one)

    def _done(self) -> bool:
        if not self._closed:
            return False
        if self._listening.fileno() != -1:
            self._listening.close()
        while self._make_room(PATIENT):
            pass
        return not len(self._connections) or time.monotonic() > (self._ending or 0)

    def _close_all(self) -> None:
        self._closed = True
        self._listening.close()
        for lane in self._lanes():
            lane.stop(0.5)
        for one in self._connections.every():
            if self._waiting.leave(one):
                self._drop(one)
            else:
                # A thread still works on it, and will hear that its client is gone.
                with suppress(OSError):
                    one.socket.shutdown(socket.SHUT_RDWR)
        self._epoll.close()
        self._wake.close()
        self._woken.close()


def started(loop: Loop, ended: Callable[[BaseException], None]) -> threading.Thread:
    """Return the running thread of `loop`; `ended` is told when it ends by an error."""

    def run() -> None:
        try:
            loop.run()
        except BaseException as error:
            _log.critical("the web server's loop ended", exc_info=error)
            ended(error)

    thread = threading.Thread(target=run, name="web-loop")
    thread.start()
    return thread
