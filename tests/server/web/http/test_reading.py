"""Requests are read in one way only, whole and small enough, whatever the pieces they come in."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.web.http.limits import KIB, Limits
from server.web.http.reading import OVERHEAD, Reading, Request

LIMIT = 64 * KIB
HOST = b"Host: hall\r\n"


def read(*parts: bytes) -> Reading:
    reading = Reading(Limits(), lambda method, path: LIMIT)
    for part in parts:
        reading.feed(part)
    return reading


def told(request: Request) -> tuple[str, bytes, bytes, bytes, bool]:
    return request.method, request.target, request.host, request.body, request.keep_alive


TWO = (
    b"POST /a?b=%00 HTTP/1.1\r\n" + HOST + b"Content-Length: 5\r\n\r\nhello"
    b"POST /c HTTP/1.1\r\n"
    + HOST
    + b"Transfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n6\r\n world\r\n0\r\nX: y\r\n\r\n"
    b"GET /d HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n"
)


@given(st.lists(st.integers(1, len(TWO) - 1), max_size=20))
def test_requests_are_the_same_however_they_are_cut(cuts: list[int]) -> None:
    places = [0, *sorted(set(cuts)), len(TWO)]
    reading = read(*(TWO[a:b] for a, b in pairwise(places)))
    assert [told(each) for each in reading.ready] == [
        ("POST", b"/a?b=%00", b"hall", b"hello", True),
        ("POST", b"/c", b"hall", b"hello world", True),
        ("GET", b"/d", b"hall", b"", False),
    ]
    assert reading.refusal is None


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n",
        b"Transfer-Encoding: chunked\r\nContent-Length: 3\r\n",
        b"Content-Length: 3\r\nContent-Length: 3\r\n",
        b"Content-Length: 3\r\nContent-Length: 4\r\n",
        b"Content-Length: +3\r\n",
        b"Content-Length: 0x3\r\n",
        b"Content-Length: 3,3\r\n",
        b"Content-Length: 99999999999999999999999999\r\n",
        b"Content-Length : 3\r\n",
        b"Transfer-Encoding: xchunked\r\n",
        b"Transfer-Encoding: gzip, chunked\r\n",
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
        b"Transfer-Encoding:\x0bchunked\r\n",
        b"X: a\r\n b\r\n",
        b"X: a\x00b\r\n",
        b"X: a\nY: b\r\n",
        b"Host: other\r\n",
    ],
)
def test_what_could_be_read_in_two_ways_is_not_read(head: bytes) -> None:
    reading = read(b"POST / HTTP/1.1\r\n" + HOST + head + b"\r\nabcGET /smuggled HTTP/1.1\r\n" + HOST + b"\r\n")
    assert reading.refusal is not None
    assert reading.refusal.status == 400
    assert not reading.ready


@pytest.mark.parametrize(
    ("start", "code"),
    [
        (b"GET / HTTP/1.1\r\n\r\n", "bad_request"),
        (b"GET / HTTP/1.1\r\nHost: a b\r\n\r\n", "bad_request"),
        (b"GET / HTTP/1.1\r\nHost: a;script-src *\r\n\r\n", "bad_request"),
        (b"GET / HTTP/1.1\r\nHost:\r\n\r\n", "bad_request"),
        (b"GET /a\x00b HTTP/1.1\r\nHost: a\r\n\r\n", "bad_request"),
        (b"GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", "bad_request"),
        (b"GET a HTTP/1.1\r\nHost: a\r\n\r\n", "bad_request"),
        (b"GET / HTTP/2.0\r\nHost: a\r\n\r\n", "bad_request"),
        (b"GET / HTTP/1.1\nHost: a\n\n", "bad_request"),
        (b"CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n", "bad_request"),
        (b"BREW / HTTP/1.1\r\nHost: a\r\n\r\n", "method_not_allowed"),
        (b"\x16\x03\x01\x02\x00\x01\x00", "method_not_allowed"),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 17 * KIB + b"\r\n\r\n", "head_too_large"),
        (b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X: y\r\n" * 4000 + b"\r\n", "head_too_large"),
        (b"GET /" + b"x" * 17 * KIB + b" HTTP/1.1\r\nHost: a\r\n\r\n", "head_too_large"),
        (b"PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 65537\r\n\r\n", "body_too_large"),
        (b"PUT / HTTP/1.1\r\nHost: a\r\nExpect: more\r\nContent-Length: 6\r\n\r\n", "bad_request"),
    ],
)
def test_what_cannot_be_answered_is_refused(start: bytes, code: str) -> None:
    reading = read(start)
    assert reading.refusal is not None
    assert reading.refusal.code == code
    assert not reading.ready


def test_a_header_without_an_end_is_not_kept() -> None:
    reading = read(b"GET / HTTP/1.1\r\nHost: a\r\nX: ", *[b"x" * 8 * KIB] * 12)
    assert reading.refusal is not None
    assert reading.refusal.code == "head_too_large"


def test_a_body_in_chunks_is_no_longer_than_any_other() -> None:
    reading = read(b"PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
    for _ in range(16):
        reading.feed(b"1000\r\n" + b"x" * 4096 + b"\r\n")
    assert reading.refusal is None
    assert reading.held == LIMIT
    reading.feed(b"1\r\nx\r\n")
    assert reading.refusal is not None
    assert reading.refusal.code == "body_too_large"


def test_chunks_and_what_follows_them_cost_only_so_much() -> None:
    reading = read(b"PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n")
    for _ in range(OVERHEAD * 2 * LIMIT // (16 * KIB)):
        reading.feed(b"X: " + b"y" * 16 * KIB + b"\r\n")
    assert reading.refusal is not None


@pytest.mark.parametrize(
    ("target", "path", "host"),
    [
        (b"http://other.example/p?q", b"/p?q", b"other.example"),
        (b"HTTP://other.example:80", b"/", b"other.example:80"),
        (b"http://other.example?q", b"/?q", b"other.example"),
        (b"*", b"*", b"hall"),
        (b"//double", b"//double", b"hall"),
    ],
)
def test_a_target_may_name_the_host(target: bytes, path: bytes, host: bytes) -> None:
    (request,) = read(b"OPTIONS " + target + b" HTTP/1.1\r\n" + HOST + b"\r\n").ready
    assert (request.target, request.host) == (path, host)


def test_other_protocols_are_not_begun() -> None:
    reading = read(b"GET / HTTP/1.1\r\n" + HOST + b"Upgrade: websocket\r\nConnection: Upgrade\r\n\r\nframes")
    assert [told(each) for each in reading.ready] == [("GET", b"/", b"hall", b"", False)]
    assert reading.ended
    assert reading.refusal is None


def test_leave_to_send_is_given_once_and_only_when_it_is_waited_for() -> None:
    head = b"PUT / HTTP/1.1\r\n" + HOST + b"Expect: 100-continue\r\nContent-Length: 3\r\n\r\n"
    assert read(head).go_on
    assert not read(head + b"a").go_on
    assert not read(head + b"abc").go_on


def test_what_was_read_before_nonsense_is_answered() -> None:
    reading = read(b"GET /a HTTP/1.1\r\n" + HOST + b"\r\nnonsense\r\n\r\n")
    assert [each.target for each in reading.ready] == [b"/a"]
    assert reading.refusal is not None


@given(st.binary(max_size=300))
def test_no_bytes_are_an_error_of_ours(data: bytes) -> None:
    read(data, data)
    read(b"POST / HTTP/1.1\r\n" + HOST + data)
