"""A room keeps its newest frames up to so many bytes: who was away longer gets the board."""

import json

from server.live import rooms
from server.live.rooms import KEPT_BYTES, Room
from server.rules.hall.board import Board
from server.rules.hall.fact import Fact
from server.wire.frames import Known


def facts(first: int, last: int) -> list[Fact]:
    return [Fact(center="hall", seq=seq, at=seq, kind="notice.posted") for seq in range(first, last + 1)]


def test_what_is_kept_is_bounded_in_bytes() -> None:
    room: Room[str] = Room(Board("hall", 0))
    for turn in range(50):
        room.tell(facts(turn * 100 + 1, turn * 100 + 100))
    kept = room.join("screen", Known(1, 4999))
    assert [json.loads(frame)["seq"] for frame in kept] == [5000]
    assert sum(len(frame) for _, frame in room._frames) == room._bytes <= KEPT_BYTES
    oldest = room._frames[0][0]
    assert json.loads(room.join("late", Known(1, oldest - 1))[0])["seq"] == oldest
    (snapshot,) = room.join("later", Known(1, oldest - 2))
    assert json.loads(snapshot)["type"] == "snapshot"


def test_a_room_that_is_made_keeps_no_more(monkeypatch) -> None:
    monkeypatch.setattr(rooms, "KEPT_BYTES", 500)
    room: Room[str] = Room(Board("hall", 1000), facts(1, 1000))
    assert 0 < room._bytes <= 500
