"""A day told by its journal goes by once more as it was, and otherwise when something is changed."""

import random
from itertools import count

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from config.centers import Counter, Text
from server.rules.hall.calling import State
from server.rules.hall.fact import Fact, Kind, NameRef, Place, TicketRef
from server.rules.hall.line import MINUTE
from server.rules.hall.policy import Strict, VirtualTime
from server.rules.hall.simulate.day import Day, day_of
from server.rules.hall.simulate.fairness import fairness
from server.rules.hall.simulate.hall import hall_of
from server.rules.hall.simulate.replay import Claim, Recorded, most_needed, recorded, with_more
from server.rules.hall.simulate.running import Called, run

NAME = Text("一", "one")


def fact(seq: int, at: int, kind: Kind, **more) -> Fact:
    return Fact(center="here", seq=seq, at=at, kind=kind, **more)


def moved(
    kind: Kind, at: int, ticket: str, service: str, left: State | None, to: State, counter: str | None = None
) -> Fact:
    return fact(
        1,
        at,
        kind,
        ticket=TicketRef(ticket, ticket),
        counter=NameRef(counter, NAME) if counter else None,
        came_from=Place(left, service) if left else None,
        went_to=Place(to, service),
    )


def told(day: Day, calls: list[Called]) -> list[Fact]:
    """Return the facts of a day as a server tells them."""
    found: list[Fact] = []
    for number, shift in enumerate(day.shifts):
        for begins, ends in joined(shift.away):
            at = NameRef(day.hall.counters[number].id, NAME)
            found.append(fact(1, int(begins), "counter.paused", counter=at))
            if ends != float("inf"):
                found.append(fact(1, int(ends), "counter.opened", counter=at))
    for call in calls:
        ticket, service, counter = str(call.person.place), call.person.service, day.hall.counters[call.counter].id
        found.append(moved("ticket.issued", call.person.came_at, ticket, service, None, "waiting"))
        found.append(moved("ticket.called", call.at, ticket, service, "waiting", "called", counter))
        if call.person.comes:
            found.append(moved("ticket.started", call.at + 1, ticket, service, "called", "serving", counter))
            found.append(moved("ticket.finished", call.until, ticket, service, "serving", "finished", counter))
        else:
            found.append(moved("ticket.missed", call.until, ticket, service, "called", "missed", counter))
    order = {"counter.paused": 0, "ticket.finished": 1, "ticket.missed": 1, "counter.opened": 2, "ticket.issued": 3}
    found.sort(key=lambda each: (each.at, order.get(each.kind, 4)))
    return [replace(each, seq=seq) for seq, each in zip(count(1), found)]


def joined(spans: tuple[tuple[float, float], ...]) -> list[tuple[float, float]]:
    """Return the same absences, those that follow one on the other as one."""
    found: list[tuple[float, float]] = []
    for begins, ends in spans:
        if found and found[-1][1] == begins:
            begins = found.pop()[0]
        found.append((begins, ends))
    return found


def a_day(seed: int, counters: int = 3, load: float = 0.9) -> tuple[Day, list[Called], Recorded]:
    chance = random.Random(seed)
    day = day_of(hall_of(counters, chance), load, chance)
    calls = run(day, VirtualTime())
    claims = {str(each.place): Claim(each.priority, each.ready_at) for each in day.people}
    here = [Counter(each.id, NAME, tuple(sorted(each.services))) for each in day.hall.counters]
    return day, calls, recorded(told(day, calls), claims, here)


@given(st.integers(0, 300))
def test_a_day_that_is_replayed_unchanged_is_the_same(seed: int) -> None:
    _, calls, read = a_day(seed)

    def seen(those: list[Called]) -> list[tuple[int, int, str, str]]:
        return sorted((each.at, each.person.came_at, each.person.service, each.person.priority) for each in those)

    assert seen(list(read.calls)) == seen(calls)
    assert seen(run(read.day, VirtualTime())) == seen(calls)
    assert read.left == 0


def test_a_counter_more_shortens_the_waits_of_its_lines() -> None:
    _, calls, read = a_day(11, counters=4, load=1.0)
    like = most_needed(read.calls, read.day)
    more = run(with_more(read.day, like), VirtualTime())
    assert len(more) == len(calls)
    before, after = fairness([calls]).everybody.mean, fairness([more]).everybody.mean
    assert after < 0.8 * before


def test_another_policy_moves_the_waits_of_classes() -> None:
    _, calls, read = a_day(12, counters=4, load=1.0)
    assert fairness([run(read.day, Strict())]).priority.mean < fairness([calls]).priority.mean


HERE = [Counter("c1", NAME, ("a", "b"))]


def test_each_line_that_a_ticket_stood_in_is_a_visit() -> None:
    facts = [
        moved("ticket.issued", 0, "t", "a", None, "waiting"),
        moved("ticket.called", 5 * MINUTE, "t", "a", "waiting", "called", "c1"),
        moved("ticket.started", 6 * MINUTE, "t", "a", "called", "serving", "c1"),
        Fact(
            "here",
            4,
            9 * MINUTE,
            "ticket.finished",
            ticket=TicketRef("t", "t"),
            counter=NameRef("c1", NAME),
            came_from=Place("serving", "a"),
            went_to=Place("waiting", "b"),
        ),
        moved("ticket.called", 20 * MINUTE, "t", "b", "waiting", "called", "c1"),
        moved("ticket.missed", 22 * MINUTE, "t", "b", "called", "missed", "c1"),
    ]
    read = recorded(facts, {"t": Claim("priority", 7)}, HERE)
    first, second = read.calls
    assert (first.at, first.until, first.person.service, first.person.comes) == (5 * MINUTE, 9 * MINUTE, "a", True)
    assert (second.at, second.person.service, second.person.comes) == (20 * MINUTE, "b", False)
    assert second.person.came_at == 9 * MINUTE
    assert first.person.ready_at == second.person.ready_at == 7


def test_whoever_left_is_left_out_and_counted() -> None:
    facts = [
        moved("ticket.issued", 0, "t", "a", None, "waiting"),
        moved("ticket.cancelled", MINUTE, "t", "a", "waiting", "cancelled"),
        moved("ticket.issued", MINUTE, "u", "a", None, "waiting"),
        moved("ticket.called", 2 * MINUTE, "u", "a", "waiting", "called", "taken away"),
        moved("ticket.finished", 3 * MINUTE, "u", "a", "called", "finished", "taken away"),
    ]
    read = recorded(facts, {}, HERE)
    assert (read.calls, read.day.people, read.left) == ((), (), 2)


def test_a_counter_is_there_at_the_latest_when_it_calls() -> None:
    facts = [
        moved("ticket.issued", 0, "t", "a", None, "waiting"),
        moved("ticket.called", 5 * MINUTE, "t", "a", "waiting", "called", "c1"),
        moved("ticket.finished", 8 * MINUTE, "t", "a", "called", "finished", "c1"),
    ]
    read = recorded(facts, {}, HERE)
    assert read.day.shifts[0].away == ((0, 5 * MINUTE),)
    assert [call.at for call in run(read.day, VirtualTime())] == [5 * MINUTE]
