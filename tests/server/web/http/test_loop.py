"""The loop on a real socket: who is slow, silent, greedy or wrong is let go, and everybody else is answered."""

import json
import select
import socket
import struct
import threading
from dataclasses import replace

import pytest
import structlog

from server.web.http.limits import KIB, Limits
from server.web.http.loop import Loop
from server.web.problems import unasked
from server.wire.peer import Proxies, networks_of
from tests.server.web.http.serving_raw import GET, Raw, raw

QUICK = Limits(first=0.3, head=0.3, body=0.3, idle=0.3, queued=0.3, apart=0.3, sending=0.3, lingering=0.3, stopping=5)


def code(answer: tuple[int, dict[str, str], bytes]) -> tuple[int, str]:
    status, headers, body = answer
    assert headers["content-type"] == "application/problem+json"
    assert headers["connection"] == "close"
    return status, json.loads(body)["code"]


def test_one_connection_answers_many_requests_in_order() -> None:
    with raw(Limits()) as server:
        client = server.client().send(b"".join(GET % b"%d" % n for n in range(100)))
        assert [client.answer()[2] for _ in range(100)] == [b"/%d" % n for n in range(100)]


def test_a_byte_at_a_time_is_read_like_any_other() -> None:
    with raw(Limits()) as server:
        client = server.client()
        for byte in b"POST /x HTTP/1.1\r\nHost: hall\r\nContent-Length: 3\r\n\r\nabc":
            client.send(bytes((byte,)))
        assert client.answer()[2] == b"abc"


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (b"", None),
        (b"GET / HTTP/1.1\r\nHost: hall\r\nX: ", (408, "too_slow")),
        (b"POST / HTTP/1.1\r\nHost: hall\r\nContent-Length: 5\r\n\r\na", (408, "too_slow")),
        (b"POST / HTTP/1.1\r\nHost: hall\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n", (408, "too_slow")),
    ],
)
def test_who_begins_and_does_not_end_is_let_go(sent: bytes, told: tuple[int, str] | None) -> None:
    with raw(QUICK) as server:
        client = server.client().send(sent)
        if told is not None:
            assert code(client.answer()) == told
        assert client.rest() == b""
        assert server.asked == []


def test_bytes_now_and_then_buy_no_time() -> None:
    """A deadline that counts from the last byte never comes."""
    with raw(replace(QUICK, first=2, head=2)) as server:
        client = server.client().send(b"GET / HTTP/1.1\r\nHost: hall\r\n")
        client.socket.settimeout(0.05)
        sent = 0
        while True:
            try:
                client.send(b"X: y\r\n")
                sent += 1
                if not client.socket.recv(1, socket.MSG_PEEK):
                    break
                client.socket.settimeout(20)
                assert code(client.answer()) == (408, "too_slow")
                break
            except TimeoutError:
                continue
        assert sent > 5


def test_an_idle_connection_is_let_go() -> None:
    with raw(QUICK) as server:
        client = server.client().send(GET % b"a")
        assert client.answer()[0] == 200
        assert client.rest() == b""


def test_who_does_not_take_the_answer_is_let_go_and_the_application_hears_of_it() -> None:
    with raw(QUICK) as server:
        for _ in range(5):
            server.client().send(GET % b"endless")
        for _ in range(5):
            assert server.held.acquire(timeout=20)


def test_answers_that_nobody_takes_hold_no_thread() -> None:
    with raw(Limits()) as server:
        for _ in range(8):
            server.client().send(GET % b"endless").answer(head_only=True)
        assert server.client().send(GET % b"x").answer()[2] == b"/x"


def test_a_body_is_refused_before_it_is_read() -> None:
    with raw(Limits()) as server:
        client = server.client().send(b"PUT /x HTTP/1.1\r\nHost: hall\r\nContent-Length: 1000000000\r\n\r\n")
        assert code(client.answer()) == (413, "body_too_large")
        client = server.client().send(b"PUT /x HTTP/1.1\r\nHost: hall\r\nTransfer-Encoding: chunked\r\n\r\n")
        client.send(b"10001\r\n" + b"x" * 65537)
        assert code(client.answer()) == (413, "body_too_large")
        assert server.asked == []


def test_a_client_that_waits_for_leave_gets_it() -> None:
    with raw(Limits()) as server:
        head = b"PUT /x HTTP/1.1\r\nHost: hall\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n"
        client = server.client().send(head % 3)
        assert client.answer()[0] == 100
        assert client.send(b"abc").answer()[2] == b"abc"
        assert code(server.client().send(head % 10**9).answer()) == (413, "body_too_large")


def test_a_refusal_speaks_the_readers_language() -> None:
    with raw(Limits()) as server:
        for language, part in (("en-GB", "larger than"), ("zh-TW,en;q=0.5", "字节")):
            head = f"PUT /x HTTP/1.1\r\nHost: hall\r\nAccept-Language: {language}\r\nContent-Length: 999999\r\n\r\n"
            assert part in json.loads(server.client().send(head.encode()).answer()[2])["detail"]


def test_unfinished_bodies_hold_only_so_much_together() -> None:
    with raw(replace(Limits(), unfinished_bytes=200 * KIB)) as server:
        head = b"PUT /x HTTP/1.1\r\nHost: hall\r\nContent-Length: 65536\r\n\r\n" + b"x" * 60 * KIB
        clients = []
        for _ in range(6):
            clients.append(server.client().send(head))
            # Answered after the body before it was looked at.
            assert server.client().send(GET % b"a").answer()[0] == 200
        assert clients[0].rest() == b""
        assert clients[-1].send(b"x" * 4 * KIB).answer()[0] == 200


def test_what_a_thread_answers_is_not_ended_for_what_came_with_it() -> None:
    """A request and half of the next one at once: a thread has the connection, which nobody may close under it."""
    part = b"PUT /x HTTP/1.1\r\nHost: hall\r\nContent-Length: 30720\r\n\r\n" + b"x" * 20 * KIB
    with raw(replace(Limits(), unfinished_bytes=50 * KIB)) as server:
        answered = server.client().send(GET % b"hold" + part)
        assert server.held.acquire(timeout=20)
        waiting, newest = server.client().send(part), server.client()
        assert server.client().send(GET % b"a").answer()[0] == 200
        newest.send(part)
        assert waiting.rest() == b""
        server.gate.set()
        assert answered.answer()[2] == b"/hold"
        for client in (answered, newest):
            assert client.send(b"x" * 10 * KIB).answer()[0] == 200


class _Late:
    """The system's word on who may be read, which also tells of each newcomer what was true of one before it."""

    def __init__(self, real: select.epoll) -> None:
        self.real = real
        self.newcomers: list[int] = []
        self.told = threading.Event()
        self.heeded = threading.Event()

    def register(self, fd: int, events: int) -> None:
        self.real.register(fd, events)
        self.newcomers.append(fd)

    def poll(self, seconds: float) -> list[tuple[int, int]]:
        if self.told.is_set():
            self.heeded.set()
        found = self.real.poll(seconds)
        if self.newcomers:
            found.append((self.newcomers.pop(), select.EPOLLIN))
            self.told.set()
        return found

    def __getattr__(self, name: str) -> object:
        return getattr(self.real, name)


def test_what_is_told_of_one_that_is_gone_harms_nobody_who_has_its_number() -> None:
    """In a full house one is let go while it has something to say; the next one who comes gets its descriptor."""
    with raw(Limits()) as server:
        late = _Late(server.loop._epoll)
        server.loop._epoll = server.loop._connections._epoll = late  # type: ignore[assignment]
        newcomer = server.client()
        assert late.heeded.wait(20)
        assert newcomer.send(GET % b"a").answer()[2] == b"/a"


def test_a_refusal_is_never_put_into_half_an_answer() -> None:
    """Who takes too long over an answer, and has begun to ask for the next one, hears no more of anything."""
    listening = socket.create_server(("127.0.0.1", 0))
    made = Loop(
        lambda *_: [], listening, Limits(), Proxies(), lambda *_: KIB, unasked, {}, {"hall": 1}, lambda *_: "hall"
    )
    near, far = socket.socketpair()
    with far:
        one = made._connections.opened(near, "127.0.0.1", lambda *_: KIB)
        one.reading.feed(b"GET /next HTTP/1.1\r\nHo")
        one.out = memoryview(b"half of an answer")
        made._late(one, "sending")
        assert far.recv(KIB) == b""
    made.abandon()


def test_a_full_house_lets_the_longest_idle_go() -> None:
    with raw(replace(Limits(), connections=20)) as server:
        first = server.client().send(GET % b"a")
        assert first.answer()[0] == 200
        silent = [server.client() for _ in range(18)]
        for number in range(40):
            assert server.client().send(GET % b"%d" % number).answer()[0] == 200
            # The answer is here before its thread has given the connection back.
            while not server.loop.counts()["idle"]:
                pass
        assert first.rest() == b""
        assert silent[0].send(GET % b"a").answer()[0] == 200
        assert server.loop.counts()["open"] <= 20


def test_a_house_full_of_unfinished_requests_lets_the_oldest_go() -> None:
    with raw(replace(Limits(), connections=10)) as server:
        slow = [server.client().send(b"GET / HTTP/1.1\r\nHost: hall\r\n") for _ in range(30)]
        assert server.client().send(GET % b"a").answer()[0] == 200
        assert slow[0].rest() == b""


def test_one_address_has_only_so_many_and_others_have_theirs() -> None:
    limits = replace(Limits(), per_address=3, unlimited=networks_of(["127.0.0.1"]))
    with raw(limits) as server:
        greedy = [server.client("127.0.0.9").send(GET % b"a") for _ in range(3)]
        assert [each.answer()[0] for each in greedy] == [200] * 3
        _settled(server, 3)
        assert server.client("127.0.0.9").send(GET % b"b").answer()[0] == 200
        assert server.loop.counts()["open"] == 3
        assert [server.client("127.0.0.8").send(GET % b"d").answer()[0] for _ in range(3)] == [200] * 3
        assert [server.client().send(GET % b"e").answer()[0] for _ in range(9)] == [200] * 9


def test_one_address_that_only_works_gets_no_more() -> None:
    limits = replace(Limits(), per_address=2, unlimited=())
    with raw(limits) as server:
        for _ in range(2):
            server.client("127.0.0.9").send(GET % b"hold")
            assert server.held.acquire(timeout=20)
        assert server.client("127.0.0.9").rest() == b""
        server.gate.set()


def test_who_waits_in_one_lane_takes_no_thread_from_another() -> None:
    with raw(replace(Limits(), queued=0.3, door=0.6)) as server:
        server.client().send(GET % b"door")
        assert server.held.acquire(timeout=20)
        crowd = [server.client().send(GET % b"door") for _ in range(20)]
        assert [server.client().send(GET % b"a").answer()[0] for _ in range(9)] == [200] * 9
        # Who waits there longer than at any other place is told so at last.
        assert {code(each.answer()) for each in crowd} == {(503, "busy")}
        server.gate.set()


def test_what_is_apart_is_answered_though_every_thread_is_blocked() -> None:
    with raw(replace(QUICK, idle=30, first=30)) as server:
        for _ in range(2):
            server.client().send(GET % b"hold")
            assert server.held.acquire(timeout=20)
        waiting = server.client().send(GET % b"later")
        assert server.client().send(GET % b"apart").answer()[2] == b"/apart"
        assert code(waiting.answer()) == (503, "busy")


def test_what_is_apart_and_blocked_is_refused_in_time_and_well_again_afterwards() -> None:
    with raw(replace(QUICK, idle=30, first=30)) as server:
        for _ in range(3):
            answer = server.client().send(GET % b"apart?hold").answer()
            assert code(answer) == (503, "store_unavailable")
            assert answer[1]["retry-after"] == "5"
        server.gate.set()
        while server.client().send(GET % b"apart").answer()[0] != 200:
            pass
        assert len([each for each in server.asked if each["QUERY_STRING"] == "hold"]) == 1


def test_thousands_who_ask_the_same_apart_get_one_answer() -> None:
    with raw(replace(Limits(), apart=20)) as server:
        first = server.client().send(GET % b"apart?hold")
        assert server.held.acquire(timeout=20)
        clients = [server.client().send(GET % b"apart") for _ in range(300)]
        head = server.client().send(b"HEAD /apart HTTP/1.1\r\nHost: hall\r\n\r\n")
        leaving = server.client().send(b"GET /apart HTTP/1.1\r\nHost: hall\r\nConnection: close\r\n\r\n")
        while server.loop.counts()["apart"] < 303:
            server.thread.join(0.01)
        server.gate.set()
        assert first.answer()[2] == b"/apart"
        assert {each.answer()[2] for each in clients} == {b"/apart"}
        assert {each.send(GET % b"x").answer()[2] for each in clients} == {b"/x"}
        assert head.answer(head_only=True)[0] == 200
        assert leaving.answer()[1]["connection"] == "close"
        assert (head.send(GET % b"y").answer()[2], leaving.rest()) == (b"/y", b"")
        assert len([each for each in server.asked if each["PATH_INFO"] == "/apart"]) == 4


def test_an_application_that_fails_is_told_and_ends_nobody() -> None:
    with raw(Limits()) as server, structlog.testing.capture_logs() as told:
        for _ in range(5):
            assert code(server.client().send(GET % b"fail").answer()) == (500, "internal")
        assert server.client().send(GET % b"a").answer()[0] == 200
    assert [each["event"] for each in told] == ["answer failed"] * 5
    assert server.ended == []


def test_what_came_before_nonsense_is_answered_then_it_ends() -> None:
    with raw(Limits()) as server:
        client = server.client().send(GET % b"a" + b"nonsense\r\n\r\n")
        assert client.answer()[2] == b"/a"
        assert code(client.answer())[0] in (400, 405)
        assert client.rest() == b""


@pytest.mark.parametrize("version", ["1.0", "1.1"])
@pytest.mark.parametrize("wish", ["keep-alive", "close"])
def test_a_connection_is_kept_as_both_sides_say(version: str, wish: str) -> None:
    with raw(Limits()) as server:
        client = server.client()
        request = f"GET /a HTTP/{version}\r\nHost: hall\r\nConnection: {wish}\r\n\r\n".encode()
        _, headers, _ = client.send(request).answer()
        if wish == "keep-alive":
            assert headers.get("connection", "keep-alive") == "keep-alive"
            assert client.send(request).answer()[0] == 200
        else:
            assert headers["connection"] == "close"
            assert client.rest() == b""


def test_a_head_has_no_body_and_an_answer_of_unknown_length_has_chunks() -> None:
    with raw(Limits()) as server:
        client = server.client().send(b"HEAD /a HTTP/1.1\r\nHost: hall\r\n\r\n" + GET % b"b")
        _, headers, _ = client.answer(head_only=True)
        assert headers["content-length"] == "2"
        assert client.answer()[2] == b"/b"
        _, headers, _ = server.client().send(GET % b"endless").answer(head_only=True)
        assert headers["transfer-encoding"] == "chunked"
        client = server.client().send(b"GET /endless HTTP/1.0\r\nHost: hall\r\n\r\n")
        _, headers, _ = client.answer(head_only=True)
        assert "transfer-encoding" not in headers
        assert headers["connection"] == "close"


def test_what_is_being_answered_is_finished_and_nobody_else_is_waited_for() -> None:
    with raw(Limits()) as server:
        idle = server.client().send(GET % b"a")
        idle.answer()
        slow = server.client().send(b"GET / HTTP/1.1\r\n")
        working = server.client().send(GET % b"hold")
        assert server.held.acquire(timeout=20)
        server.loop.end()
        assert (idle.rest(), slow.rest()) == (b"", b"")
        server.gate.set()
        status, headers, body = working.answer()
        assert (status, headers["connection"], body) == (200, "close", b"/hold")
        server.thread.join(20)
        assert not server.thread.is_alive()
        with pytest.raises(ConnectionRefusedError):
            server.client()


def test_who_never_finishes_is_not_waited_for() -> None:
    with raw(replace(QUICK, stopping=0.2)) as server:
        client = server.client().send(GET % b"hold")
        assert server.held.acquire(timeout=20)
        server.loop.end()
        assert client.rest() == b""
        server.thread.join(20)
        assert not server.thread.is_alive()


def test_the_end_of_the_loop_is_told() -> None:
    with raw(Limits()) as server, structlog.testing.capture_logs() as told:
        server.loop._look_round = _broken  # type: ignore[assignment,method-assign]
        server.thread.join(20)
        assert [str(each) for each in server.ended] == ["broken"]
        server.loop.end = lambda: None  # type: ignore[method-assign]
    assert [each["event"] for each in told] == ["the web server's loop ended"]


def _broken(_: float) -> None:
    raise RuntimeError("broken")


def test_a_request_arrives_as_wsgi_says() -> None:
    proxies = Proxies(networks_of(["127.0.0.1"]))
    head = (
        b"POST /%E5%8A%9E%zz?a=%00 HTTP/1.1\r\nHost: hall:80\r\nX-Two: a\r\nX-Two: b\r\nX_Two: c\r\n"
        b"X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: https\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"2\r\nab\r\n0\r\n\r\n"
    )
    asked = []
    for trusted in (Proxies(), proxies):
        with raw(Limits(), trusted) as server:
            assert server.client().send(head).answer()[2] == b"ab"
            asked += server.asked
    for environ, scheme, address in zip(asked, ("http", "https"), ("127.0.0.1", "203.0.113.9"), strict=True):
        assert environ["PATH_INFO"].encode("latin-1") == "/办%zz".encode()
        assert environ["QUERY_STRING"] == "a=%00"
        assert (environ["HTTP_HOST"], environ["HTTP_X_TWO"]) == ("hall:80", "a,b")
        assert (environ["wsgi.url_scheme"], environ["REMOTE_ADDR"]) == (scheme, address)
        assert environ["CONTENT_LENGTH"] == "2"
        assert not {"HTTP_TRANSFER_ENCODING", "HTTP_X_FORWARDED_FOR"} & set(environ)


def test_hundreds_of_connections_at_once_are_answered() -> None:
    with raw(Limits()) as server:
        clients = [server.client() for _ in range(400)]
        for turn in range(3):
            for client in clients:
                client.send(GET % b"%d" % turn)
            assert {client.answer()[2] for client in clients} == {b"/%d" % turn}
        _settled(server, 400)


def _settled(server: Raw, idle: int) -> None:
    while server.loop.counts()["idle"] != idle:
        server.thread.join(0.01)


def test_answers_that_are_awaited_hold_no_thread() -> None:
    """The application has two threads, and twenty answers are not there yet."""
    with raw(Limits()) as server:
        clients = [server.client().send(GET % b"await") for _ in range(20)]
        promises = [server.promised.get(timeout=20) for _ in clients]
        assert server.client().send(GET % b"x").answer()[2] == b"/x"
        assert server.loop.counts()["awaited"] == 20
        for promise in promises:
            promise.keep()
        assert [client.answer()[2] for client in clients] == [b"/await"] * 20
        assert server.loop.counts()["awaited"] == 0
        assert clients[0].send(GET % b"y").answer()[2] == b"/y"


def test_what_is_there_at_once_is_not_waited_for() -> None:
    with raw(Limits()) as server:
        client = server.client()
        assert [client.send(GET % b"at-once").answer()[2] for _ in range(50)] == [b"/at-once"] * 50


def test_an_awaited_answer_keeps_its_turn_among_what_came_with_it() -> None:
    with raw(Limits()) as server:
        client = server.client().send(GET % b"await" + GET % b"b" + GET % b"await" + GET % b"d")
        bodies = []
        for _ in range(2):
            server.promised.get(timeout=20).keep()
            bodies += [client.answer()[2], client.answer()[2]]
        assert bodies == [b"/await", b"/b", b"/await", b"/d"]


def test_what_is_awaited_too_long_is_given_up_and_the_application_says_so() -> None:
    with raw(replace(Limits(), awaited=0.3)) as server:
        client = server.client().send(GET % b"await")
        status, _, body = client.answer()
        assert (status, body) == (503, b"too late")
        assert server.promised.get(timeout=20).given_up
        assert client.send(GET % b"x").answer()[2] == b"/x"


def test_what_cannot_be_given_up_any_more_is_answered_when_it_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    with raw(replace(Limits(), awaited=0.3)) as server:
        client = server.client().send(GET % b"await")
        promise = server.promised.get(timeout=20)
        late = threading.Event()
        monkeypatch.setattr(promise, "give_up", late.set)
        assert late.wait(20)
        promise.keep()
        assert client.answer()[2] == b"/await"


def test_who_has_gone_meanwhile_harms_nobody() -> None:
    with raw(Limits()) as server:
        gone = server.client().send(GET % b"await")
        promise = server.promised.get(timeout=20)
        gone.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        gone.socket.close()
        promise.keep()
        assert server.client().send(GET % b"x").answer()[2] == b"/x"
        while server.loop.counts()["open"] > 1:
            server.thread.join(0.01)


def test_what_is_awaited_when_the_server_ends_is_still_answered() -> None:
    with raw(Limits(stopping=20)) as server:
        idle, client = server.client(), server.client().send(GET % b"await")
        promise = server.promised.get(timeout=20)
        server.loop.end()
        assert idle.rest() == b""
        promise.keep()
        status, headers, body = client.answer()
        assert (status, headers["connection"], body) == (200, "close", b"/await")
        server.thread.join(20)
        assert not server.thread.is_alive()


def test_what_is_never_there_does_not_hold_up_the_end() -> None:
    with raw(Limits(stopping=0.3)) as server:
        client = server.client().send(GET % b"await")
        promise = server.promised.get(timeout=20)
        assert promise.waited_for.wait(20)
        server.loop.end()
        assert client.rest() == b""
        server.thread.join(20)
        promise.keep()
        assert promise.pieces == 0
