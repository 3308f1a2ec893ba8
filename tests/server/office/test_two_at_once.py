"""Two commands at one center at once, in every order of their statements: as if one had come after the other.

`python -m pytest -m long` tries all pairs; each day some of them. Without the center's lock the same pairs go wrong.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, Final

import msgspec
import psycopg
import pytest
from sqlalchemy import bindparam, select

from server.rules.hall.board import Board, fold
from server.store import settings_tables, tables, unit_of_work
from server.store.opening import open_store
from server.store.postgresql_store import PostgresqlStore
from server.store.seeding import seed
from tests.server.conftest import MORNING
from tests.server.office.busy_hall import busy_city
from tests.server.office.conducting import Conductor, Ran, halted, told
from tests.server.office.how_it_stands import Standing, Step, moved, standing
from tests.server.office.invariants import broken
from tests.server.office.pairs_at_once import PAIRS, Hall, Pair
from tests.server.settings_of import HALL

TURNS: Final = 2
RANDOM: Final = frozenset({"secret", "secret_hash", "digits", "visit", "epoch", "undo"})
"""What differs from one time to the next though all the same was done."""


EACH_DAY: Final = (
    "two counters call the one who waits",
    "called and cancelled",
    "two take a number",
    "sent to a counter that closes",
    "two book the last place",
)
WITHOUT_A_LOCK: Final = ("two take a number", "two counters call of two", "sent to a counter that closes")


class Stage:
    """A hall on PostgreSQL that is put back to where a pair begins, again and again."""

    def __init__(self, url: str) -> None:
        self.store = open_store(None, url, create=True)
        assert isinstance(self.store, PostgresqlStore)
        self.watching = psycopg.connect(url, autocommit=True)
        names = self.watching.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        self._tables = [str(name) for (name,) in names if name != "alembic_version"]
        seed(self.store, busy_city(), MORNING)
        self._keep("seeded")

    def close(self) -> None:
        self.watching.close()
        self.store.close()

    def _do(self, *statements: str) -> None:
        self.watching.execute("; ".join(("SET session_replication_role = replica", *statements)).encode())

    def _keep(self, where: str) -> None:
        self._do(*(f"CREATE TEMP TABLE IF NOT EXISTS {where}_{each} (LIKE {each})" for each in self._tables))
        self._do(*(f"TRUNCATE {where}_{each}; INSERT INTO {where}_{each} TABLE {each}" for each in self._tables))

    def again(self, where: str) -> None:
        """Put all rows back as they were kept."""
        self._do(*(f"DELETE FROM {each}; INSERT INTO {each} TABLE {where}_{each}" for each in self._tables))
        assert isinstance(self.store, PostgresqlStore)
        self.store._halls.forget()

    def conductor(self, pair: Pair) -> tuple[Conductor, Hall, Standing, Board]:
        """Return who leads the two works of `pair`, and how the hall stands before them."""
        self.again("seeded")
        hall = Hall(self.store)
        pair.before(hall)
        self._keep("begun")
        hall.now += 1000
        hall.still = True
        works = [partial(pair.one, hall), partial(pair.other, hall)]
        board = Board("hall", 0, epoch=MORNING)
        for fact in hall.journal():
            board = fold(board, fact)
        return Conductor(works, partial(self.again, "begun"), self.watching), hall, _stands(hall), board


@pytest.fixture
def stage(postgres_url: str) -> Iterator[Stage]:
    made = Stage(postgres_url)
    yield made
    made.close()


def _stands(hall: Hall) -> Standing:
    return hall.store.read(partial(standing, center="hall"))


def _judged(hall: Hall, ran: Ran, before: Standing, board: Board) -> tuple[str, list[str]]:
    """Return what came of one way, without what is random, and the names of what does not hold."""
    answers = [told(hand) for hand in ran.hands]
    after = _stands(hall)
    facts = tuple(hall.journal(before.seq))
    was = {row.id: (row.state, row.service, row.bound) for row in before.tickets.values()}
    for fact in facts:
        board = fold(board, fact)
    step = Step(
        *("two at once", None, None, before, after, facts, was, moved(was, facts), board),
        pressed={},
        movers={},
        document=json.loads(str(_document(hall))),
        clock=hall.now,
        answer=None,
        typed=None,
    )
    labels = {row.id: row.label for row in after.tickets.values()}
    return json.dumps(_plain([answers, after, facts], labels), sort_keys=True), broken(step)


_s = settings_tables.settings.c
_BODY = select(_s.body).where(_s.scope == bindparam("scope")).order_by(_s.revision.desc())


def _document(hall: Hall) -> Any:
    return hall.store.read(lambda reading: reading.value(_BODY, scope=str(HALL)))


def _plain(given: object, labels: Mapping[str, str]) -> Any:
    """Return `given` as plain data without what is random, and tickets by their numbers."""
    if hasattr(given, "_asdict"):
        given = given._asdict()
    if isinstance(given, msgspec.Struct):
        given = msgspec.structs.asdict(given)
    if isinstance(given, dict):
        known = {key: value for key, value in given.items() if key not in RANDOM}
        return {labels.get(key, str(key)): _plain(value, labels) for key, value in known.items()}
    if isinstance(given, list | tuple):
        return [_plain(each, labels) for each in given]
    return labels.get(given, given) if isinstance(given, str) else given


def tried(stage: Stage, name: str) -> tuple[int, int]:
    """Try all ways of the pair `name`; return how many, and how many were left out."""
    conductor, hall, before, board = stage.conductor(PAIRS[name])
    serial = set()
    for ran in conductor.one_after_the_other():
        came, wrong = _judged(hall, ran, before, board)
        assert not wrong, (name, ran.order, wrong)
        serial.add(came)
    ways = 0
    for ran in conductor.every_way(TURNS):
        came, wrong = _judged(hall, ran, before, board)
        assert not wrong, (name, ran.order, wrong)
        assert came in serial, (name, ran.order)
        ways += 1
    sys.stdout.write(f"{name}: {ways} ways, {conductor.cut} not gone\n")
    return ways, conductor.cut


@pytest.mark.slow
@pytest.mark.parametrize("name", EACH_DAY)
def test_two_at_once_are_as_one_after_the_other(stage: Stage, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    halted(monkeypatch)
    ways, cut = tried(stage, name)
    assert ways > 10
    assert cut == 0


@pytest.mark.long
@pytest.mark.parametrize("name", sorted(PAIRS.keys() - set(EACH_DAY)))
def test_all_pairs_are_as_one_after_the_other(stage: Stage, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    halted(monkeypatch)
    ways, _ = tried(stage, name)
    assert ways > 10


@pytest.mark.slow
@pytest.mark.parametrize("name", WITHOUT_A_LOCK)
def test_without_the_lock_of_the_center_they_are_not(stage: Stage, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: what sees nothing without the lock would see nothing with it either."""
    c = tables.centers.c
    unlocked = select(c.seq, c.revision, c.told_at, c.day, c.day_seq, c.epoch).where(c.id == bindparam("center"))
    monkeypatch.setattr(unit_of_work, "_LOCK", unlocked)
    halted(monkeypatch)
    with pytest.raises((AssertionError, psycopg.Error)):
        tried(stage, name)
