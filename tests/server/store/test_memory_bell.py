"""A bell of one process hands facts on center by center, in order, and one who cannot hear makes nobody deaf."""

from structlog.testing import capture_logs

from server.rules.hall.fact import Fact
from server.store.memory_bell import MemoryBell
from server.store.tail import Wake


def fact(center: str, seq: int) -> Fact:
    return Fact(center=center, seq=seq, at=1, kind="day.closed")


def test_facts_of_several_centers_come_center_by_center_in_their_order() -> None:
    bell = MemoryBell()
    heard: list[Wake] = []
    bell.ring([fact("hall", 1)])
    stop = bell.listen(heard.append)
    facts = [fact("village", 4), fact("hall", 7), fact("village", 5), fact("hall", 8)]
    bell.ring(facts)
    assert heard == [Wake("hall", 8, (facts[1], facts[3])), Wake("village", 5, (facts[0], facts[2]))]
    bell.ring([])
    assert heard[2:] == [Wake()]
    stop()
    bell.ring(facts)
    assert len(heard) == 3


def test_one_that_cannot_hear_is_told_and_the_others_hear() -> None:
    bell = MemoryBell()
    heard: list[Wake] = []

    def deaf(wake: Wake) -> None:
        raise KeyError("mine")

    stop = bell.listen(deaf)
    bell.listen(heard.append)
    with capture_logs() as logs:
        bell.ring([fact("hall", 1)])
    assert [(each["event"], each["worker"]) for each in logs] == [("worker failed", "journal listener")]
    stop()
    stop()
    with capture_logs() as logs:
        bell.ring([fact("hall", 2)])
    assert logs == []
    assert [wake.seq for wake in heard] == [1, 2]
    # A wake is hardly ever lost within a process: whoever follows looks by themselves twice a minute.
    assert bell.poll_seconds == 30
