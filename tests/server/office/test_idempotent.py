"""What is kept under a key belongs to that key and its asker alone, for 72 hours to the millisecond."""

from collections.abc import Callable

from sqlalchemy import func, select

from server.office.idempotent import KeyedRequest, forget, once
from server.store import tables
from tests.server.conftest import Office

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
