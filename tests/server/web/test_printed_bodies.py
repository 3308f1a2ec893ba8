"""The same paper is drawn once, and only so many are kept."""

import pytest

from server.web.printed_bodies import PrintedBodies


def test_the_same_paper_is_drawn_once() -> None:
    drawn: list[bytes] = []

    def draw(what: bytes) -> bytes:
        drawn.append(what)
        return what

    bodies = PrintedBodies()
    for what in (b"a", b"b", b"a", b"b"):
        assert bodies.of(what, lambda what=what: draw(what)) == what  # type: ignore[misc]
    assert drawn == [b"a", b"b"]


def test_what_was_asked_for_longest_ago_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.web.printed_bodies.KEPT_BYTES", 20)
    bodies = PrintedBodies()
    for what in (b"a", b"b", b"a", b"c"):
        bodies.of(what, lambda: b"ten bytes!")
    assert bodies.of(b"a", lambda: b"") == b"ten bytes!"
    assert bodies.of(b"b", lambda: b"") == b""
