"""What a rehearsed day was like, read back from the journal and the tables alone, and what of it was wrong."""

from collections import Counter as Tally
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

import msgspec
from sqlalchemy import bindparam, select

from commands.simulate.rehearsed_city import CENTER
from config.centers import LineRules
from server.office.board import board_of
from server.office.estimates import follow_on
from server.rules.hall.board import Board, fold
from server.rules.hall.calling import IN_HAND, OVER
from server.rules.hall.estimate.following import Following, Judged
from server.rules.hall.estimate.kept import Kept, kept
from server.rules.hall.estimate.sampling import quantile
from server.rules.hall.fact import Fact
from server.rules.hall.line import MINUTE
from server.store import tables
from server.store.statements import Row
from server.store.unit_of_work import Reading, facts_after, heads_of

AT_ONCE: Final = 2_000
_t, _i, _l = tables.tickets.c, tables.intervals.c, tables.lines.c
_TICKETS = select(_t.id, _t.prefix, _t.number, _t.state, _t.priority, _t.ready_at, _t.in_hand, _t.line).where(
    _t.center == bindparam("center")
)
_INTERVALS = (
    select(_i.ticket, _i.seq, _i.state, _i.began_at, _i.ended_at)
    .join(tables.tickets, _t.id == _i.ticket)
    .where(_t.center == bindparam("center"))
    .order_by(_i.ticket, _i.seq)
)
_LEFT = select(_l.service, _l.waiting).where(_l.center == bindparam("center"), _l.waiting != 0)


class Waited(msgspec.Struct, frozen=True):
    """Somebody who was called for the first time: minutes, class, the hour of the day in which they came."""

    minutes: float
    priority: str
    hour: int


class RehearsedDay(msgspec.Struct, frozen=True):
    """A day: its facts by kind, its tickets by how they ended, first waits, the worst overtaking, and what was wrong.

    `worst_min` is by how many minutes at most somebody of one line who was called first had become ready later, and
    `allowed_min` what the credits allow.
    """

    facts: Mapping[str, int]
    ended: Mapping[str, int]
    waits: tuple[Waited, ...]
    worst_min: float
    allowed_min: float
    ranges: Kept
    wrong: tuple[str, ...]


def read_rehearsal(reading: Reading) -> RehearsedDay:
    """Return the day that was lived in `reading`."""
    hall = reading.hall(CENTER)
    facts = list(_journal(reading))
    tickets = {row[0]: row for row in reading.rows(_TICKETS, center=CENTER)}
    worst = _worst_overtaking(facts, {each: row[5] for each, row in tickets.items()})
    allowed = _allowed(hall.rules)
    wrong = [
        *_journal_wrong(facts),
        *_numbers_wrong((row[1], row[2]) for row in tickets.values()),
        *_ends_wrong(tickets),
        *_hands_wrong(facts),
        *_intervals_wrong(reading, facts),
        *(f"{service}: {waiting} wait in a line of nobody" for service, waiting in reading.rows(_LEFT, center=CENTER)),
    ]
    if _opened(_folded(facts)) != _opened(board_of(reading, CENTER)):
        wrong.append("the board is not what the journal tells")
    if worst > allowed:
        wrong.append(f"overtaken by {worst:.1f} min, {allowed:.0f} are allowed")
    judged: list[Judged] = []
    follow_on(reading, hall, Following(0, hall, judged.append), facts[-1].seq)
    ranges = Kept()
    for each in kept(judged).values():
        ranges = ranges.and_(each)
    return RehearsedDay(
        dict(Tally(fact.kind for fact in facts)),
        dict(Tally(str(row[3]) for row in tickets.values())),
        tuple(_waits(facts, {each: str(row[4]) for each, row in tickets.items()}, lambda at: hall.local(at).hour)),
        worst,
        allowed,
        ranges,
        tuple(wrong),
    )


def minutes(waits: Iterable[Waited]) -> tuple[float, float, float]:
    """Return the median, the 90 % quantile and the longest of some waits; zeros without any."""
    found = sorted(each.minutes for each in waits)
    return (quantile(found, 0.5), quantile(found, 0.9), found[-1]) if found else (0.0, 0.0, 0.0)


def _journal(reading: Reading) -> Iterator[Fact]:
    _, last = heads_of(reading)[CENTER]
    after = 0
    while after < last:
        page = facts_after(reading, CENTER, after, AT_ONCE)
        yield from page
        after = page[-1].seq


def _allowed(rules: LineRules) -> float:
    return float(max(rules.credit_priority, rules.credit_appointment))


def _folded(facts: list[Fact]) -> Board:
    board = Board(CENTER, 0, epoch=facts[0].epoch)
    for fact in facts:
        board = fold(board, fact)
    return board


def _opened(board: Board) -> Board:
    """Return `board` without its closed counters: one that was never opened is in no journal."""
    there = {counter: state for counter, state in board.counters.items() if state != "closed"}
    return msgspec.structs.replace(board, counters=there)


def _journal_wrong(facts: list[Fact]) -> Iterator[str]:
    for number, fact in enumerate(facts):
        if fact.seq != number + 1:
            yield f"fact {number + 1} has the number {fact.seq}"
        if number and fact.at < facts[number - 1].at:
            yield f"fact {fact.seq} was told before the one before it"


def _numbers_wrong(numbers: Iterable[tuple[str, int]]) -> Iterator[str]:
    given: dict[str, list[int]] = defaultdict(list)
    for prefix, number in numbers:
        given[prefix].append(number)
    for prefix, those in given.items():
        # The kiosks' own numbers, 900 to 999, are left out.
        ordinary = [*range(1, 900), *range(1000, 10_000)]
        if sorted(those) != ordinary[: len(those)]:
            yield f"{prefix}: numbers were given out twice or left out"


def _ends_wrong(tickets: Mapping[str, Row]) -> Iterator[str]:
    for ticket, row in tickets.items():
        if row[3] not in OVER or row[6] is not None or row[7] is not None:
            yield f"{ticket} is {row[3]} after the day was closed"


def _hands_wrong(facts: list[Fact]) -> Iterator[str]:
    """Tell counters with two in hand, and tickets in two hands."""
    at: dict[str, str] = {}
    for fact in facts:
        if fact.ticket is None or fact.went_to is None:
            continue
        ticket = fact.ticket.id
        if fact.went_to.state in IN_HAND and fact.counter is not None:
            if at.get(fact.counter.id, ticket) != ticket:
                yield f"fact {fact.seq}: {fact.counter.id} has two in hand"
            if any(each == ticket and counter != fact.counter.id for counter, each in at.items()):
                yield f"fact {fact.seq}: {fact.ticket.number} is in two hands"
            at[fact.counter.id] = ticket
        else:
            at = {counter: each for counter, each in at.items() if each != ticket}


def _intervals_wrong(reading: Reading, facts: list[Fact]) -> Iterator[str]:
    """Tell gaps in where a ticket was, from when it was taken until it was over; some are called again after that."""
    issued = {fact.ticket.id: fact.at for fact in facts if fact.ticket is not None and fact.kind == "ticket.issued"}
    again = {fact.seq for fact in facts if fact.came_from is not None and fact.came_from.state in OVER}
    ends: dict[str, int] = {}
    for ticket, seq, state, began, ended in reading.rows(_INTERVALS, center=CENTER):
        if began != ends.get(ticket, issued[ticket]) and seq not in again:
            yield f"{ticket}: its {state} begins at another moment than the state before it ended"
        if ended is None:
            yield f"{ticket}: its {state} has no end"
        ends[ticket] = ended if ended is not None else began


def _worst_overtaking(facts: list[Fact], ready: Mapping[str, int]) -> float:
    """Return by how much (min) at most one who was called before another of their line had become ready later.

    Compared are those who only waited: whoever was missed, put off, sent on, bound, chosen or taken back stands aside.
    """
    aside = {
        fact.ticket.id
        for fact in facts
        if fact.ticket is not None
        and (
            fact.kind in ("ticket.missed", "ticket.postponed", "ticket.rejoined", "ticket.transferred", "ticket.undone")
            or fact.reason is not None
            or (fact.kind == "ticket.finished" and fact.went_to is not None and fact.went_to.state == "waiting")
        )
    }
    worst, lines = 0.0, dict[str, list[tuple[int, int]]]()
    joined: dict[str, int] = {}
    for fact in facts:
        if fact.ticket is None or fact.ticket.id in aside:
            continue
        if fact.kind == "ticket.issued":
            joined[fact.ticket.id] = fact.at
        elif fact.kind == "ticket.called" and fact.came_from is not None and fact.calls == 1:
            line = lines.setdefault(fact.came_from.service, [])
            own = ready[fact.ticket.id]
            since = joined[fact.ticket.id]
            later = [other for other, called in line if called >= since and other > own]
            worst = max(worst, *((other - own) / MINUTE for other in later), 0.0)
            line.append((own, fact.at))
    return worst


def _waits(facts: list[Fact], classes: Mapping[str, str], hour_of: Callable[[int], int]) -> Iterator[Waited]:
    came: dict[str, int] = {}
    for fact in facts:
        if fact.ticket is None:
            continue
        if fact.kind == "ticket.issued":
            came[fact.ticket.id] = fact.at
        elif fact.kind == "ticket.called" and fact.ticket.id in came:
            at = came.pop(fact.ticket.id)
            yield Waited((fact.at - at) / MINUTE, classes[fact.ticket.id], hour_of(at))
