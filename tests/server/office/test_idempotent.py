"""What is kept under a key belongs to that key and its asker alone, for 72 hours to the millisecond."""

from collections.abc import Callable
from typing import cast

from sqlalchemy import func, select

from server.office.idempotent import Forgetting, KeyedRequest, forget, once
from server.store import tables
from server.store.compiled import Database
from server.store.unit_of_work import UnitOfWork
from tests.server.conftest import Office, refused

HOURS_72 = 259_200_000


def asked(who: str, key: str) -> KeyedRequest:
    return KeyedRequest(who, key, "digest", "credential")


class Asking:
    """Requests at one office; each work that is really done answers with its own number."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._done = 0

    def __call__(self, who: str, key: str, now: int) -> str:
        return self._office.store.write("hall", lambda uow: once(uow, asked(who, key), now, self._work))[1]

    def kept(self) -> int:
        count = select(func.count()).select_from(tables.idempotency)
        return self._office.store.read(lambda reading: int((reading.row(count) or (0,))[0]))

    def _work(self) -> tuple[int, str]:
        self._done += 1
        return 200, str(self._done)


def test_each_key_of_each_asker_has_its_own_answer(office: Office) -> None:
    ask = Asking(office)
    first = [ask(who, key, office.now) for who in ("one", "other") for key in ("a", "b", "c")]
    assert first == ["1", "2", "3", "4", "5", "6"]
    again = [ask(who, key, office.now) for who in ("one", "other") for key in ("a", "b", "c")]
    assert again == first


def test_an_answer_is_known_for_72_hours_exactly(office: Office) -> None:
    ask = Asking(office)
    assert ask("one", "a", office.now) == "1"
    assert ask("one", "a", office.now + HOURS_72) == "1"
    assert ask("one", "a", office.now + HOURS_72 + 1) == "2"


def test_a_key_that_is_used_anew_takes_no_other_along(office: Office) -> None:
    ask = Asking(office)
    for who, key in (("one", "a"), ("one", "b"), ("other", "a")):
        ask(who, key, office.now)
    ask("one", "a", office.now + HOURS_72 + 1)
    assert ask.kept() == 3


def test_forgetting_keeps_what_is_72_hours_old(office: Office) -> None:
    ask = Asking(office)
    ask("one", "a", office.now)
    ask("one", "b", office.now + 1)

    def forgotten(now: int) -> Callable[[], int]:
        return lambda: office.store.write("hall", lambda uow: forget(uow, now))

    assert forgotten(office.now + HOURS_72)() == 0
    assert forgotten(office.now + HOURS_72 + 1)() == 1
    assert ask.kept() == 1


def test_a_key_is_for_one_request(embedded: Office) -> None:
    ask = Asking(embedded)
    ask("one", "a", embedded.now)
    other = KeyedRequest("one", "a", "another digest", "credential")
    refused("key_conflict", embedded.write, lambda uow: once(uow, other, embedded.now, lambda: (200, "other")))
    assert ask.kept() == 1


def test_status_and_answer_are_those_of_the_first_time(embedded: Office) -> None:
    def answered(status: int, answer: str) -> tuple[int, str]:
        return embedded.write(lambda uow: once(uow, asked("one", "a"), embedded.now, lambda: (status, answer)))

    assert answered(201, '{"a":1}') == (201, '{"a":1}')
    assert answered(404, "other") == (201, '{"a":1}')


def test_what_an_older_release_kept_is_open(embedded: Office) -> None:
    row = {"who": "one", "key": "a", "digest": "digest", "status": 201, "answer": '{"old":1}', "at": embedded.now}
    embedded.write(lambda uow: uow.run(tables.idempotency.insert(), **row))
    assert Asking(embedded)("one", "a", embedded.now) == '{"old":1}'


def test_whose_key_another_process_keeps_meanwhile_is_told_so() -> None:
    """On PostgreSQL the row of the other process is in nobody's sight until it is done, and then it is in the way."""

    class Meanwhile:
        """A unit of work into whose key another process writes first."""

        def __init__(self, database: Database) -> None:
            self.database = database

        def row(self, statement: object, **values: object) -> None:
            return None

        def change(self, statement: object, **values: object) -> int:
            return 0

    databases: tuple[Database, ...] = ("sqlite", "postgresql")
    for database in databases:
        uow = cast(UnitOfWork, Meanwhile(database))
        refused("key_in_flight", once, uow, asked("one", "a"), 1, lambda: (200, "done"))


def test_old_answers_are_thrown_away_once_an_hour() -> None:
    forgetting, now = Forgetting(), 1_764_036_000_000
    hours = [0, 1, 3_599_999, 3_600_000, 3_600_001, 7_199_999, 7_200_000]
    assert [forgetting.due(now + at) for at in hours] == [True, False, False, True, False, False, True]


def test_a_clock_that_was_set_back_holds_up_no_forgetting() -> None:
    forgetting, now = Forgetting(), 1_764_036_000_000
    assert forgetting.due(now)
    assert not forgetting.due(now)
    assert forgetting.due(now - 1)
    assert not forgetting.due(now - 1)
