"""Rooms: one per center, with its board, its newest facts and the sockets that follow it. Knows no sockets' details.

Everything here runs on one event loop and never awaits, so between a socket's first frames and its joining the room
nothing can happen: no event is missed and none is told twice.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from typing import Final, Generic, TypeVar

import msgspec

from server.rules.hall.board import Board, fold
from server.rules.hall.fact import Fact
from server.wire.frames import Known, Pulse, Snapshot, event

KEPT_BYTES: Final = 32 * 1024
"""Newest frames kept per center: a socket that was away for less is told just what it missed, others get the board."""

Socket = TypeVar("Socket")
_encode = msgspec.json.Encoder().encode


class Room(Generic[Socket]):
    """One center's followers."""

    def __init__(self, board: Board, newest: Iterable[Fact] = ()) -> None:
        self.board = board
        self.sockets: set[Socket] = set()
        self._frames: deque[tuple[int, str]] = deque()
        self._bytes = 0
        for fact in newest:
            if fact.seq <= board.seq and fact.epoch == board.epoch:
                self._keep(fact.seq, _text(event(fact)))

    def tell(self, facts: Iterable[Fact]) -> list[str]:
        """Fold new facts into the board and return their frames, to be sent to every socket in this order."""
        frames = []
        for fact in facts:
            if fact.seq <= self.board.seq:
                continue
            self.board = fold(self.board, fact)
            frame = _text(event(fact))
            self._keep(fact.seq, frame)
            frames.append(frame)
        return frames

    def join(self, socket: Socket, after: Known | int | None) -> list[str]:
        """Let `socket` in and return its first frames: what it missed after what it knows, or the whole board."""
        self.sockets.add(socket)
        if isinstance(after, Known) and after.epoch == self.board.epoch and self._reaches(after.seq):
            return [frame for seq, frame in self._frames if seq > after.seq]
        return [self.snapshot()]

    def snapshot(self) -> str:
        """Return the frame that tells the whole board."""
        board = self.board
        return _text(Snapshot(board.center, board.epoch, board.seq, board))

    def pulse(self) -> str:
        """Return the frame that tells how far this is."""
        return _text(Pulse(self.board.center, self.board.epoch, self.board.seq))

    def _keep(self, seq: int, frame: str) -> None:
        self._frames.append((seq, frame))
        self._bytes += len(frame)
        while self._bytes > KEPT_BYTES:
            self._bytes -= len(self._frames.popleft()[1])

    def _reaches(self, after: int) -> bool:
        if after == self.board.seq:
            return True
        return bool(self._frames) and self._frames[0][0] - 1 <= after < self.board.seq


class Rooms(Generic[Socket]):
    """The centers of this server, those that came later as soon as somebody asks for them."""

    def __init__(self, rooms: Mapping[str, Room[Socket]]) -> None:
        self.rooms = dict(rooms)

    def leave(self, socket: Socket) -> None:
        """Let `socket` go from every room."""
        for room in self.rooms.values():
            room.sockets.discard(socket)


def _text(frame: object) -> str:
    return _encode(frame).decode()
