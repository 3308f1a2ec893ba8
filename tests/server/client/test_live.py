"""Whoever follows the live socket takes no event that does not follow on: it asks again from what it has."""

import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec
import pytest
from websockets.sync.server import Server, ServerConnection, serve

from server.client.live import follow

Frame = dict[str, Any]
Script = Sequence[Sequence[Frame]]


def snapshot(seq: int, center: str = "hall") -> Frame:
    return {"type": "snapshot", "center": center, "seq": seq, "epoch": 1, "board": {}}


def event(seq: int, center: str = "hall") -> Frame:
    return {"type": "ticket.issued", "center": center, "seq": seq, "epoch": 1}


class Scripted:
    """A live socket that says to each hello what the test wrote down, and keeps what it was asked for."""

    def __init__(self, script: Script) -> None:
        self.asked: list[dict[str, int]] = []
        self._script = script
        self._server: Server = serve(self._talk, "127.0.0.1", 0)
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()
        self.url = f"ws://127.0.0.1:{self._server.socket.getsockname()[1]}/live"

    def _talk(self, socket: ServerConnection) -> None:
        hello = msgspec.json.decode(socket.recv())
        known = {center: each["seq"] if isinstance(each, dict) else each for center, each in hello["after"].items()}
        self.asked.append(known)
        if len(self.asked) <= len(self._script):
            for frame in self._script[len(self.asked) - 1]:
                socket.send(msgspec.json.encode(frame).decode())
        # The client leaves when it has seen enough.
        for _ in socket:
            pass

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()


@pytest.fixture
def scripted() -> Iterator[Callable[[Script], Scripted]]:
    made: list[Scripted] = []

    def make(script: Script) -> Scripted:
        made.append(Scripted(script))
        return made[-1]

    yield make
    for each in made:
        each.close()


def heard(server: Scripted, count: int, centers: Sequence[str] = ("hall",)) -> list[tuple[str, int]]:
    """Follow until `count` frames were taken; return their centers and seqs."""
    taken: list[tuple[str, int]] = []
    stop = threading.Event()

    def take(frame: Frame) -> None:
        taken.append((frame["center"], frame["seq"]))
        if len(taken) == count:
            stop.set()

    thread = threading.Thread(target=follow, args=(server.url, "token", centers, take, stop))
    thread.start()
    thread.join(20)
    stop.set()
    thread.join()
    return taken


@pytest.mark.parametrize("wrong", [8, 7, 5, 4, 0], ids=["two lost", "one lost", "doubled", "older", "oldest"])
def test_an_event_that_does_not_follow_on_is_not_taken_and_asked_for_again(
    scripted: Callable[[Script], Scripted], wrong: int
) -> None:
    server = scripted([[snapshot(5), event(wrong), event(wrong + 1)], [event(6), event(7)]])
    assert heard(server, 3) == [("hall", 5), ("hall", 6), ("hall", 7)]
    assert server.asked == [{}, {"hall": 5}]


def test_a_gap_of_one_center_is_none_of_another(scripted: Callable[[Script], Scripted]) -> None:
    server = scripted([[snapshot(5), snapshot(40, "village"), event(41, "village"), event(6), event(42, "village")]])
    assert heard(server, 5, ("hall", "village")) == [
        ("hall", 5),
        ("village", 40),
        ("village", 41),
        ("hall", 6),
        ("village", 42),
    ]
    assert server.asked == [{}]


def test_a_snapshot_is_taken_wherever_it_leads(scripted: Callable[[Script], Scripted]) -> None:
    server = scripted([[snapshot(5), snapshot(90), event(91), snapshot(3), event(4)]])
    assert [seq for _, seq in heard(server, 5)] == [5, 90, 91, 3, 4]
