"""Whoever follows the journal gets every fact once, in order, whatever happens to the wakes."""

import asyncio
import os
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from pathlib import Path
from typing import Any

import msgspec
import pytest

from server.rules.errors import Refusal
from server.rules.hall.fact import Fact
from server.store import tail
from server.store.memory_bell import MemoryBell
from server.store.opening import open_store
from server.store.seeding import seed
from server.store.store import Store
from server.store.tail import RETRY_SECONDS, Following, Hear, Tail, Wake
from tests.server.conftest import CITY, MORNING, Office

ROOT = str(Path(__file__).parents[3])
ISSUE = """
import sys
from pathlib import Path
from server.office.requests import TakeTicketCommand
from server.office.take_ticket import take_ticket
from server.store.opening import open_store
data, url, center, count = sys.argv[1:]
store = open_store(Path(data) if data else None, url or None)
print("ready", flush=True)
sys.stdin.readline()
for _ in range(int(count)):
    command = TakeTicketCommand(("social",), "kiosk")
    store.write(center, lambda uow: take_ticket(uow, command, 1764036000000))
store.close()
"""


async def until(batches: AsyncIterator[list[Fact]], count: int) -> list[Fact]:
    """Return the first `count` facts."""
    facts: list[Fact] = []
    async with asyncio.timeout(30):
        while len(facts) < count:
            facts += await anext(batches)
    return facts


def seqs(facts: list[Fact], center: str) -> list[int]:
    return [fact.seq for fact in facts if fact.center == center]


def test_every_fact_comes_in_order_while_many_write(office: Office) -> None:
    other = Office(office.store, "village")
    office.take()
    other.take()

    def load(each: Office) -> None:
        for _ in range(25):
            each.take()

    async def follow() -> list[Fact]:
        async with aclosing(office.store.tail().follow({"hall": 0, "village": 1}).facts()) as batches:
            first = await until(batches, 1)
            threads = [threading.Thread(target=load, args=(each,)) for each in (office, other, office, other)]
            for thread in threads:
                thread.start()
            rest = await until(batches, 100)
            for thread in threads:
                await asyncio.to_thread(thread.join)
            return first + rest

    facts = asyncio.run(follow())
    assert seqs(facts, "hall") == list(range(1, 52))
    assert seqs(facts, "village") == list(range(2, 52))
    assert facts[0] == office.journal()[0]


def test_following_resumes_where_it_ended(office: Office) -> None:
    for _ in range(5):
        office.take()

    async def follow(after: int, count: int) -> list[Fact]:
        async with aclosing(office.store.tail().follow({"hall": after}).facts()) as batches:
            return await until(batches, count)

    assert seqs(asyncio.run(follow(2, 3)), "hall") == [3, 4, 5]
    office.take()
    assert seqs(asyncio.run(follow(5, 1)), "hall") == [6]


def test_refused_works_are_never_told(office: Office) -> None:
    async def follow() -> list[Fact]:
        async with aclosing(office.store.tail().follow({"hall": 0}).facts()) as batches:
            await asyncio.to_thread(office.at, "hall-1", "open")
            with pytest.raises(Refusal, match="Nobody is waiting"):
                await asyncio.to_thread(office.at, "hall-1", "call_next")
            await asyncio.to_thread(office.at, "hall-1", "close")
            return await until(batches, 2)

    assert [fact.kind for fact in asyncio.run(follow())] == ["counter.opened", "counter.closed"]


@pytest.mark.slow
@pytest.mark.parametrize("writer", ["sqlite", "postgresql"])
def test_facts_of_another_process_come_through(request: pytest.FixtureRequest, tmp_path: Path, writer: str) -> None:
    url = request.getfixturevalue("postgres_url") if writer == "postgresql" else ""
    data = "" if url else str(tmp_path)
    made = open_store(None if url else tmp_path, url or None, create=True)
    seed(made, CITY, MORNING)
    made.close()
    centers = ("hall", "village") if url else ("hall",)
    children = [
        subprocess.Popen(
            [sys.executable, "-c", ISSUE, data, url, center, "40"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": ROOT},
        )
        for center in centers
    ]
    for child in children:
        assert child.stdout is not None
        assert child.stdout.readline() == b"ready\n"
    store = open_store(None, url) if url else open_store(tmp_path, follow_only=True)

    async def follow() -> list[Fact]:
        async with aclosing(store.tail().follow(dict.fromkeys(centers, 0)).facts()) as batches:
            for child in children:
                assert child.stdin is not None
                await asyncio.to_thread(child.communicate, b"go\n") if child is children[-1] else child.stdin.close()
            return await until(batches, 40 * len(centers))

    facts = asyncio.run(follow())
    for center in centers:
        assert seqs(facts, center) == list(range(1, 41))
    for child in children:
        assert child.wait(10) == 0
        assert child.stdout is not None
        child.stdout.close()
    store.close()


class Scripted:
    """A bell that wakes as the test says: never, twice, in the wrong order."""

    poll_seconds: float | None = None

    def __init__(self) -> None:
        self.hear: Hear = lambda wake: None

    def listen(self, hear: Hear) -> Callable[[], None]:
        self.hear = hear
        return lambda: None


def fact(seq: int) -> Fact:
    return Fact("hall", seq, MORNING + seq, "notice.posted")


@pytest.mark.parametrize(
    "wakes",
    [
        [Wake("hall", 4, (fact(3), fact(4)))],
        [Wake("hall", 4)],
        [Wake()],
        [Wake("elsewhere", 9), Wake("hall", 2), Wake("hall", 4), Wake("hall", 4)],
        [Wake("hall", 4, (fact(4),)), Wake("hall", 3, (fact(3),))],
        [Wake("hall", 3, (fact(3),)), Wake("hall", 4, (fact(3), fact(4)))],
    ],
)
def test_lost_doubled_and_late_wakes_change_nothing(wakes: list[Wake]) -> None:
    journal = [fact(1), fact(2)]
    bell = Scripted()
    tail = Tail(bell, lambda center, after, most: [each for each in journal if each.seq > after][:most])

    async def follow() -> list[Fact]:
        async with aclosing(tail.follow({"hall": 0}).facts()) as batches:
            facts = await until(batches, 2)
            journal.extend((fact(3), fact(4)))
            for wake in wakes:
                bell.hear(wake)
            return facts + await until(batches, 2)

    assert seqs(asyncio.run(follow()), "hall") == [1, 2, 3, 4]


def test_a_store_that_cannot_be_read_is_asked_again() -> None:

    bell = Scripted()
    answers: list[list[Fact] | Exception] = [Refusal("store_unavailable"), [fact(1)], []]

    def read(center: str, after: int, most: int) -> list[Fact]:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def follow() -> list[Fact]:
        async with aclosing(Tail(bell, read).follow({"hall": 0}).facts()) as batches:
            return await until(batches, 1)

    assert seqs(asyncio.run(follow()), "hall") == [1]


def test_wakes_that_come_to_nothing_are_tried_again_once_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred tickets a second while nothing can be read: each wake must not go on asking for ever by itself."""
    bell = Scripted()
    asked = asyncio.Semaphore(0)
    planned: list[float] = []

    async def follow() -> None:
        loop = asyncio.get_running_loop()
        real = loop.call_later

        def read(*_: object) -> list[Fact]:
            loop.call_soon_threadsafe(asked.release)
            raise Refusal("store_unavailable")

        def plan(seconds: float, *given: Any) -> asyncio.TimerHandle:
            planned.append(seconds)
            return real(seconds, *given)

        monkeypatch.setattr(loop, "call_later", plan)
        following = asyncio.create_task(until(Tail(bell, read).follow({"hall": 0}).facts(), 1))
        for seq in range(1, 20):
            await asked.acquire()
            bell.hear(Wake("hall", seq))
        await asked.acquire()
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)

    asyncio.run(follow())
    assert planned.count(RETRY_SECONDS) == 1


def test_a_follower_whose_loop_is_gone_does_not_disturb_the_writer(tmp_path: Path) -> None:
    store: Store = open_store(tmp_path, create=True)
    seed(store, CITY, MORNING)
    office = Office(store)
    batches = store.tail().follow({"hall": 0}).facts()

    async def begin() -> None:
        await asyncio.to_thread(office.take)
        await anext(batches)

    loop = asyncio.new_event_loop()
    loop.run_until_complete(begin())
    loop.close()
    assert office.take().number == "D002"
    store.close()


def test_a_bell_can_be_left() -> None:
    bell = MemoryBell()
    heard: list[Wake] = []
    stop = bell.listen(heard.append)
    bell.ring([fact(1)])
    stop()
    bell.ring([fact(2)])
    assert [wake.seq for wake in heard] == [1]


def test_facts_that_do_not_follow_on_are_read_from_the_journal() -> None:
    """A wake that was lost leaves a gap: what the next one carries is not taken, the journal is asked instead."""
    journal = [fact(1)]
    asked: list[int] = []
    bell = Scripted()

    async def follow() -> list[Fact]:
        loop, idle = asyncio.get_running_loop(), asyncio.Event()

        def read(center: str, after: int, most: int) -> list[Fact]:
            found = [each for each in journal if each.seq > after][:most]
            asked.append(after)
            if not found:
                loop.call_soon_threadsafe(idle.set)
            return found

        async with aclosing(Tail(bell, read).follow({"hall": 0}).facts()) as batches:
            facts = await until(batches, 1)
            # Not before it has looked in vain and waits to be woken.
            waiting = asyncio.create_task(until(batches, 3))
            await idle.wait()
            journal.extend((fact(2), fact(3), fact(4)))
            bell.hear(Wake("hall", 4, (fact(3), fact(4))))
            facts += await waiting
            journal.append(fact(5))
            bell.hear(Wake("hall", 5, (fact(4), fact(5))))
            return facts + await until(batches, 1)

    assert seqs(asyncio.run(follow()), "hall") == [1, 2, 3, 4, 5]
    # What follows on is at hand: nobody has to read it.
    assert asked == [0, 1, 1]


class Told:
    """A journal whose answers stand ready, one after the other, and what was said of those that failed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *answers: list[Fact] | Exception) -> None:
        self.answers = list(answers)
        self.said: list[tuple[str, str]] = []
        monkeypatch.setattr(tail, "RETRY_SECONDS", 0)
        monkeypatch.setattr(tail, "tell", lambda worker, error: self.said.append((worker, str(error))))

    def read(self, center: str, after: int, most: int) -> list[Fact]:
        assert (center, most) == ("hall", tail.BATCH)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def test_a_journal_that_cannot_be_read_is_asked_until_it_can(monkeypatch: pytest.MonkeyPatch) -> None:
    refusal = Refusal("store_unavailable")
    told = Told(monkeypatch, refusal, refusal, refusal, [fact(1)], [])

    async def follow() -> list[Fact]:
        async with aclosing(Tail(Scripted(), told.read).follow({"hall": 0}).facts()) as batches:
            return await until(batches, 1)

    assert seqs(asyncio.run(follow()), "hall") == [1]
    assert told.said == []


def test_what_fails_again_and_again_is_said_once_until_it_went_well(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = [ValueError(str(number)) for number in range(4)]
    told = Told(monkeypatch, wrong[0], wrong[1], [fact(1)], [], wrong[2], wrong[3], [fact(2)], [])

    async def follow() -> list[Fact]:
        bell = Scripted()
        async with aclosing(Tail(bell, told.read).follow({"hall": 0}).facts()) as batches:
            facts = await until(batches, 1)
            bell.hear(Wake("hall", 2))
            return facts + await until(batches, 1)

    assert seqs(asyncio.run(follow()), "hall") == [1, 2]
    assert told.said == [("follower of hall", "0"), ("follower of hall", "2")]


@pytest.mark.parametrize("carried", [True, False])
def test_another_journal_is_lost_and_the_same_one_is_not(carried: bool) -> None:
    """A center whose journal was made anew is followed no further by itself, also when the wake brings its facts."""
    bell, lost = Scripted(), []
    journal = [in_epoch(fact(1), 5), in_epoch(fact(2), 5)]
    following: list[Following] = []

    async def forget(center: str) -> None:
        lost.append(center)
        following[0].add(center, 0, 6)

    async def follow() -> list[Fact]:
        def read(center: str, after: int, most: int) -> list[Fact]:
            return [each for each in journal if each.seq > after][:most]

        following.append(Tail(bell, read).follow({}, forget))
        following[0].add("hall", 0, 5)
        async with aclosing(following[0].facts()) as batches:
            facts = await until(batches, 2)
            journal.append(in_epoch(fact(3), 5))
            bell.hear(Wake("hall", 3, (journal[2],) if carried else ()))
            facts += await until(batches, 1)
            assert lost == []
            journal[:] = [in_epoch(fact(seq), 6) for seq in (1, 2, 3, 4)] if not carried else [in_epoch(fact(1), 6)]
            bell.hear(Wake("hall", journal[-1].seq, (journal[-1],) if carried else ()))
            return facts + await until(batches, len(journal))

    facts = asyncio.run(follow())
    assert [(each.epoch, each.seq) for each in facts[:3]] == [(5, 1), (5, 2), (5, 3)]
    assert [(each.epoch, each.seq) for each in facts[3:]] == [(6, seq) for seq in ((1,) if carried else (1, 2, 3, 4))]
    assert lost == ["hall"]


def in_epoch(told: Fact, epoch: int) -> Fact:
    return msgspec.structs.replace(told, epoch=epoch)
