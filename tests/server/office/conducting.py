"""Two works at once on PostgreSQL, each halted before every statement, led through every order that the locks allow.

Nothing here waits for a time: a work that was let go comes to its next statement, or ends, or PostgreSQL says that it
waits for the lock of another.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any, Final, NamedTuple

import psycopg
import pytest

from server.rules.errors import Refusal
from server.store import postgresql_store
from server.store.postgresql_connection import BoundedConnection
from server.store.statements import PostgresqlStatements

LOOK_SECONDS: Final = 0.003
"""So long a work may take to come to its next statement before PostgreSQL is asked whether it is blocked."""
HANGS_SECONDS: Final = 20.0
_BLOCKED: Final = b"SELECT cardinality(pg_blocking_pids(%(pid)s))"
_mine = threading.local()


class Hangs(AssertionError):
    """A work neither goes on nor ends, and nobody blocks it; or all wait for each other."""


class Hand:
    """One of the works, in a thread of its own."""

    def __init__(self, work: Callable[[], object], condition: threading.Condition) -> None:
        self.statements: list[str] = []
        self.answer: object = None
        self.failed: BaseException | None = None
        self.state = "running"
        self.pid = 0
        self._work = work
        self._condition = condition
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        _mine.hand = self
        try:
            self.answer = self._work()
        except BaseException as error:
            self.failed = error
        with self._condition:
            self.state = "ended"
            self._condition.notify_all()

    def halt(self, statement: str, pid: int) -> None:
        """Wait in the work's own thread, before `statement`, until it is this one's turn."""
        with self._condition:
            self.statements.append(statement)
            self.pid, self.state = pid, "halted"
            self._condition.notify_all()
            self._condition.wait_for(lambda: self.state == "running")

    def go(self) -> None:
        """Let the statement be done before which this one stands."""
        with self._condition:
            self.state = "running"
            self._condition.notify_all()

    def join(self) -> None:
        self._thread.join(HANGS_SECONDS)


class Node(NamedTuple):
    """A point at which somebody goes on: who could, who did, and whether the other was tried before."""

    could: tuple[int, ...]
    went: int
    flipped: bool


class Ran(NamedTuple):
    """One way in which the two went: who made each step, and what became of each."""

    order: str
    hands: tuple[Hand, Hand]


def halted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let works of `Hand` halt before each of their statements and before their commit, and no others."""

    class Halting(PostgresqlStatements):
        def _execute(self, sql: str, values: dict[str, Any]) -> psycopg.Cursor[Any]:
            _halt(sql, self._connection)
            return super()._execute(sql, values)

    commit = BoundedConnection.commit

    def halting(connection: BoundedConnection) -> None:
        _halt("COMMIT", connection)
        commit(connection)

    monkeypatch.setattr(postgresql_store, "PostgresqlStatements", Halting)
    monkeypatch.setattr(BoundedConnection, "commit", halting)


def _halt(statement: str, connection: psycopg.Connection[Any]) -> None:
    hand: Hand | None = getattr(_mine, "hand", None)
    if hand is not None:
        hand.halt(statement, connection.info.backend_pid)


class Conductor:
    """Leads two works; `again` puts the database back to where they begin, `watching` is a connection of its own."""

    def __init__(
        self, works: Sequence[Callable[[], object]], again: Callable[[], None], watching: psycopg.Connection[Any]
    ) -> None:
        self._works = works
        self._again = again
        self._watching = watching
        self.cut = 0
        """Ways that were not gone because the works would have taken turns too often."""

    def one_after_the_other(self) -> Iterator[Ran]:
        """Yield the two serial ways."""
        for first in (0, 1):
            yield self._run([Node((0, 1), first, flipped=True)])[0]

    def every_way(self, turns: int) -> Iterator[Ran]:
        """Yield every way in which the one is interrupted by the other at most `turns` times before it must wait."""
        nodes: list[Node] = []
        while True:
            ran, nodes = self._run(nodes)
            yield ran
            while nodes:
                last = nodes.pop()
                if len(last.could) == 2 and not last.flipped:
                    tried = [*nodes, Node(last.could, 1 - last.went, flipped=True)]
                    if _turns(tried) <= turns:
                        nodes = tried
                        break
                    self.cut += 1
            if not nodes:
                return

    def _run(self, begun: list[Node]) -> tuple[Ran, list[Node]]:
        self._again()
        condition = threading.Condition()
        hands = [Hand(work, condition) for work in self._works]
        nodes, at = list(begun), 0
        for hand in hands:
            self._settle(hand, condition)
        while True:
            could = tuple(which for which, hand in enumerate(hands) if hand.state == "halted")
            if not could:
                break
            if at == len(nodes):
                before = nodes[-1].went if nodes else 0
                nodes.append(Node(could, before if before in could else could[0], flipped=False))
            went = nodes[at].went
            nodes[at] = nodes[at]._replace(could=could)
            at += 1
            hands[went].go()
            self._settle(hands[went], condition)
            other = hands[1 - went]
            if hands[went].state == "ended" and other.state == "running":
                self._settle(other, condition)
        for hand in hands:
            hand.join()
        if any(hand.state != "ended" for hand in hands):
            raise Hangs([hand.statements[-1:] for hand in hands])
        return Ran("".join("AB"[node.went] for node in nodes), (hands[0], hands[1])), nodes

    def _settle(self, hand: Hand, condition: threading.Condition) -> None:
        """Wait until `hand` halts, ends, or waits for a lock of the other."""
        for _ in range(int(HANGS_SECONDS / LOOK_SECONDS)):
            with condition:
                if condition.wait_for(lambda: hand.state != "running", LOOK_SECONDS):
                    return
            found = self._watching.execute(_BLOCKED, {"pid": hand.pid}).fetchone()
            if hand.pid and found is not None and found[0]:
                return
        raise Hangs(hand.statements[-1:])


def _turns(nodes: Sequence[Node]) -> int:
    """Return how often one was interrupted who could have gone on."""
    return sum(one.went != other.went and one.went in other.could for one, other in pairwise(nodes))


def told(hand: Hand) -> object:
    """Return what a work answered, or why it was refused; raises what it failed with otherwise."""
    if hand.failed is None:
        return hand.answer
    if isinstance(hand.failed, Refusal) and hand.failed.code not in ("busy", "store_unavailable"):
        return hand.failed.code
    raise hand.failed
