"""What holds before and after every move of a hall, by name; a model of its own says where everybody is.

Nothing here asks the rules that the office asks: the moves there are and the order of a line are written down anew.
"""

from collections.abc import Callable, Mapping, Set
from itertools import pairwise
from typing import Any, Final, NamedTuple

from sqlalchemy import select

from server.office.board import board_of
from server.office.ticket import COLUMNS, TicketRow, row_of
from server.rules.hall.board import Board
from server.rules.hall.fact import Fact
from server.store import tables
from server.store.unit_of_work import Reading

MINUTE: Final = 60_000
CREDIT: Final = {"normal": 0, "appointment": 20 * MINUTE, "priority": 25 * MINUTE}
OVER, HAND = frozenset({"finished", "cancelled", "expired"}), frozenset({"called", "serving"})
WAYS: Final[Mapping[str, Set[tuple[str | None, str | None]]]] = {
    "ticket.issued": {(None, "waiting")},
    "ticket.called": {(state, "called") for state in ("waiting", "missed", "postponed", "finished")},
    "ticket.recalled": {("called", "called")},
    "ticket.started": {("called", "serving")},
    "ticket.postponed": {("waiting", "postponed")},
    "ticket.missed": {("called", "missed")},
    "ticket.rejoined": {(state, "waiting") for state in ("postponed", "held", "missed", "finished")},
    "ticket.held": {("serving", "held")},
    "ticket.resumed": {("held", "serving")},
    "ticket.transferred": {(state, "waiting") for state in ("waiting", "called", "serving")},
    "ticket.finished": {("serving", "finished"), ("serving", "waiting")},
    "ticket.cancelled": {(state, "cancelled") for state in ("waiting", "postponed", "held", "missed")},
    "ticket.expired": {(state, "expired") for state in ("waiting", "postponed", "called", "serving", "held", "missed")},
}
"""Kind of fact -> the states that it leads from and to."""


class Interval(NamedTuple):
    """A state that a ticket was in."""

    seq: int
    state: str
    began_at: int
    ended_at: int | None


class Standing(NamedTuple):
    """Everything that the tables of one center say at one moment."""

    tickets: Mapping[str, TicketRow]
    intervals: Mapping[str, tuple[Interval, ...]]
    counters: Mapping[str, str]
    lines: Mapping[str, int]
    head: tuple[Any, ...]
    board: Board

    @property
    def seq(self) -> int:
        return int(self.head[0])

    @property
    def told_at(self) -> int:
        return int(self.head[1])

    @property
    def day(self) -> str | None:
        return None if self.head[2] is None else str(self.head[2])


class Step(NamedTuple):
    """One move: how all stood before and after, what it told, and where the model says that everybody is."""

    verb: str
    counter: str | None
    refused: str | None
    before: Standing
    after: Standing
    facts: tuple[Fact, ...]
    was: Mapping[str, tuple[str, str, str | None]]
    now: Mapping[str, tuple[str, str, str | None]]
    folded: Board
    pressed: Mapping[str, tuple[Standing, int, tuple[Fact, ...]]]
    movers: Mapping[str, int]
    serves: Mapping[str, tuple[str, ...]]

    @property
    def told(self) -> list[tuple[Fact, str]]:
        """Return the facts about tickets, each with the ticket's ticket."""
        return [(fact, fact.ticket.id) for fact in self.facts if fact.ticket is not None]

    @property
    def press(self) -> tuple[Standing, int, tuple[Fact, ...]] | None:
        """Return the last press of the counter that can be taken back: how all stood, its moment, its facts."""
        return self.pressed.get(self.counter or "")

    @property
    def same_day(self) -> bool:
        return self.before.day == self.after.day

    @property
    def rows(self) -> list[TicketRow]:
        return list(self.after.tickets.values())

    @property
    def pairs(self) -> list[tuple[TicketRow, TicketRow]]:
        """Return each ticket that there was as it was and as it is."""
        return [
            (row, self.after.tickets[ticket])
            for ticket, row in self.before.tickets.items()
            if ticket in self.after.tickets
        ]


def standing(reading: Reading, center: str) -> Standing:
    """Return how `center` stands."""
    t, i, c, n, o = (
        table.c for table in (tables.tickets, tables.intervals, tables.counters, tables.lines, tables.centers)
    )
    intervals: dict[str, list[Interval]] = {}
    of_state = select(i.ticket, i.seq, i.state, i.began_at, i.ended_at).order_by(i.ticket, i.seq)
    for ticket, *rest in reading.rows(of_state):
        intervals.setdefault(ticket, []).append(Interval(*rest))
    head = reading.row(select(o.seq, o.told_at, o.day).where(o.id == center))
    assert head is not None
    return Standing(
        {row.id: row for row in map(row_of, reading.rows(select(*COLUMNS).where(t.center == center)))},
        {ticket: tuple(rows) for ticket, rows in intervals.items()},
        reading.pairs(select(c.id, c.state).where(c.center == center)),
        reading.pairs(select(n.service, n.waiting).where(n.center == center)),
        tuple(head),
        board_of(reading, center),
    )


def moved(
    where: Mapping[str, tuple[str, str, str | None]], facts: tuple[Fact, ...]
) -> dict[str, tuple[str, str, str | None]]:
    """Return where everybody is after `facts`: state, service, the counter that they wait for."""
    now = dict(where)
    for fact in facts:
        if fact.ticket is not None and fact.went_to is not None:
            now[fact.ticket.id] = (fact.went_to.state, fact.went_to.service, fact.went_to.counter)
    return now


def _order(row: TicketRow) -> tuple[int, int, int]:
    return row.key, row.ready_at, row.place


def _candidates(s: Step) -> list[TicketRow]:
    """Return who waits for the counter of a step before it: those bound to it, else its lines."""
    waiting = [row for row in s.before.tickets.values() if row.state == "waiting"]
    bound = [row for row in waiting if row.bound == s.counter]
    lines = [row for row in waiting if row.bound is None and row.service in s.serves.get(s.counter or "", ())]
    return sorted(bound, key=_order) or sorted(lines, key=_order)


def _next(s: Step) -> bool:
    if s.verb != "call_next" or not s.same_day or s.refused:
        return True
    called = [ticket for fact, ticket in s.told if fact.kind == "ticket.called"]
    return called == [row.id for row in _candidates(s)[:1]]


def _nobody_far_behind(s: Step) -> bool:
    if s.verb != "call_next" or not s.same_day or s.refused:
        return True
    (called,) = [s.before.tickets[ticket] for fact, ticket in s.told if fact.kind == "ticket.called"]
    fair = [row for row in _candidates(s) if row.misses == row.postpones == 0 and row.key == _own_key(row)]
    return called.bound is not None or all(called.ready_at - row.ready_at <= 25 * MINUTE for row in fair)


def _own_key(row: TicketRow) -> int:
    return row.ready_at - CREDIT[row.priority]


def _undone(s: Step) -> bool:
    if s.verb != "undo" or s.refused or s.press is None:
        return True
    stood = s.press[0].tickets
    names = ("state", "step", "service", "services", "key", "misses", "postpones", "in_hand")
    return all(
        getattr(stood[ticket], name) == getattr(s.after.tickets[ticket], name)
        for fact, ticket in s.told
        if fact.kind == "ticket.undone" and ticket in stood
        for name in names
    )


def _undo_unmoved(s: Step) -> bool:
    if s.verb != "undo" or s.refused or s.press is None:
        return True
    mine = {fact.seq for fact in s.press[2]}
    return all(s.movers.get(ticket) in mine for fact, ticket in s.told if fact.kind == "ticket.undone")


def _undo_in_time(s: Step) -> bool:
    if s.verb != "undo" or s.refused or s.press is None:
        return True
    return s.after.told_at < s.press[1] + 30_000


def _joined(rows: tuple[Interval, ...]) -> bool:
    """Only whoever was finished, and is called or back in line again, was nowhere in between."""
    return all(
        one.ended_at is None
        or one.ended_at == other.began_at
        or (one.state == "serving" and one.ended_at < other.began_at)
        for one, other in pairwise(rows)
    )


def _numbers(s: Step) -> bool:
    given: dict[tuple[str, str], list[int]] = {}
    for row in s.rows:
        given.setdefault((row.prefix, row.day), []).append(row.number)
    return all(sorted(each) == list(range(1, len(each) + 1)) for each in given.values())


def _kept(*names: str) -> Callable[[Step], bool]:
    return lambda s: all(getattr(was, name) == getattr(now, name) for was, now in s.pairs for name in names)


def _own_hand(s: Step) -> bool:
    held = {row.id: row.in_hand for row in s.before.tickets.values() if row.in_hand is not None}
    first = {ticket: fact for fact, ticket in reversed(s.told) if ticket in held}
    return all(
        fact.kind == "ticket.expired" or (fact.counter is not None and fact.counter.id == held[ticket])
        for ticket, fact in first.items()
    )


def _steps_forward(s: Step) -> bool:
    undone = {ticket for fact, ticket in s.told if fact.kind == "ticket.undone"}
    return all(now.step >= was.step or was.id in undone for was, now in s.pairs)


def _last(s: Step, ticket: str) -> Interval:
    return s.after.intervals[ticket][-1]


INVARIANTS: Final[Mapping[str, Callable[[Step], bool]]] = {
    "a refusal changes nothing": lambda s: not s.refused or (s.before == s.after and not s.facts),
    "the journal has no gap": lambda s: (
        [fact.seq for fact in s.facts] == list(range(s.before.seq + 1, s.after.seq + 1))
    ),
    "no fact is told before the one before it": lambda s: all(
        one <= other for one, other in pairwise([s.before.told_at, *(fact.at for fact in s.facts)])
    ),
    "the center knows when it told its last fact": lambda s: not s.facts or s.facts[-1].at == s.after.told_at,
    "every fact is of its center": lambda s: all(fact.center == "hall" for fact in s.facts),
    "every fact is of this epoch": lambda s: len({fact.epoch for fact in s.facts}) <= 1,
    "a day never comes back": lambda s: (s.before.day or "") <= (s.after.day or ""),
    "no number is given twice on a day": lambda s: (
        len({(row.prefix, row.day, row.number) for row in s.rows}) == len(s.rows)
    ),
    "no number is left out": _numbers,
    "a label is its prefix and its number": lambda s: all(
        row.label == f"{row.prefix}{row.number:03}" for row in s.rows
    ),
    "no secret opens two tickets": lambda s: len({row.secret_hash for row in s.rows}) == len(s.rows),
    "no ticket disappears": lambda s: s.before.tickets.keys() <= s.after.tickets.keys(),
    "a number stays": _kept("prefix", "number", "label", "day"),
    "an age stays": _kept("ready_at", "issued_at"),
    "a class stays": _kept("priority"),
    "a visit stays": _kept("visit"),
    "a secret stays": _kept("secret_hash"),
    "a new ticket has the day of its center": lambda s: all(
        row.day == s.after.day for ticket, row in s.after.tickets.items() if ticket not in s.before.tickets
    ),
    "a new ticket is told as issued": lambda s: (
        s.after.tickets.keys() - s.before.tickets.keys()
        == {ticket for fact, ticket in s.told if fact.kind == "ticket.issued"}
    ),
    "nobody of another day is left over": lambda s: all(row.open_day in (None, s.after.day) for row in s.rows),
    "the day ends for everybody": lambda s: (
        s.same_day
        or all(
            s.after.tickets[ticket].state in OVER for ticket, row in s.before.tickets.items() if row.day != s.after.day
        )
    ),
    "a counter has one person in hand": lambda s: (
        len(hands := [row.in_hand for row in s.rows if row.in_hand is not None]) == len(set(hands))
    ),
    "whoever is called or served is in a hand": lambda s: all(
        (row.in_hand is not None) == (row.state in HAND) for row in s.rows
    ),
    "a hand is that of the counter that called": lambda s: all(row.in_hand in (None, row.counter) for row in s.rows),
    "a closed counter has nobody in hand": lambda s: all(
        row.in_hand is None or s.after.counters[row.in_hand] != "closed" for row in s.rows
    ),
    "only its own counter moves who is in a hand": _own_hand,
    "whoever waits is in one line or bound, never both": lambda s: all(
        ((row.line is None) != (row.bound is None)) if row.state == "waiting" else row.line is row.bound is None
        for row in s.rows
    ),
    "a line is that of the service": lambda s: all(row.line in (None, row.service) for row in s.rows),
    "nobody is bound to a closed counter": lambda s: all(
        row.bound is None or s.after.counters[row.bound] != "closed" for row in s.rows
    ),
    "lines are counted right": lambda s: all(
        s.after.lines.get(service, 0) == sum(row.line == service for row in s.rows)
        for service in ("social", "idcard", "school")
    ),
    "a ticket is open until it is over": lambda s: all((row.open_day is None) == (row.state in OVER) for row in s.rows),
    "only who was put off comes back by itself": lambda s: all(
        (row.back_at is not None) == (row.state == "postponed") for row in s.rows
    ),
    "nobody is put off too often": lambda s: all(row.postpones <= 2 for row in s.rows),
    "nobody is put off for too long": lambda s: all(
        (row.back_at or 0) <= s.after.told_at + 10 * MINUTE for row in s.rows
    ),
    "a note ends with its ticket": lambda s: all(row.note is None or row.state not in OVER for row in s.rows),
    "a way back ends with its ticket": lambda s: all(row.return_to is None or row.state not in OVER for row in s.rows),
    "the step is one of the services": lambda s: all(
        0 <= row.step < len(row.services) and row.services[row.step] == row.service for row in s.rows
    ),
    "no step is done twice": _steps_forward,
    "whoever is called was called": lambda s: all(
        row.calls >= 1 and row.called_at is not None for row in s.rows if row.state in HAND
    ),
    "no call is of the future": lambda s: all((row.called_at or 0) <= s.after.told_at for row in s.rows),
    "a place in line is a fact": lambda s: all(row.place <= s.after.seq for row in s.rows),
    "nobody shares a place": lambda s: (
        len({row.place for row in s.rows if row.line}) == sum(1 for row in s.rows if row.line)
    ),
    "intervals join": lambda s: all(_joined(rows) for rows in s.after.intervals.values()),
    "only the last interval may be open": lambda s: all(
        one.ended_at is not None for rows in s.after.intervals.values() for one in rows[:-1]
    ),
    "an interval is open until its ticket is over": lambda s: all(
        (_last(s, row.id).ended_at is None) == (row.state not in OVER) for row in s.rows
    ),
    "the open interval is the state": lambda s: all(
        row.state in OVER or _last(s, row.id).state == row.state for row in s.rows
    ),
    "everybody began by waiting": lambda s: all(rows[0].state == "waiting" for rows in s.after.intervals.values()),
    "an interval begins with a fact": lambda s: all(_last(s, row.id).seq <= s.after.seq for row in s.rows),
    "every move is one that there is": lambda s: all(
        (fact.came_from.state if fact.came_from else None, fact.went_to.state if fact.went_to else None)
        in WAYS[fact.kind]
        for fact, _ in s.told
        if fact.kind != "ticket.undone"
    ),
    "every fact leads on from where its ticket was": lambda s: all(
        _came(s, at)
        == (None if fact.came_from is None else (fact.came_from.state, fact.came_from.service, fact.came_from.counter))
        for at, (fact, _) in enumerate(s.told)
    ),
    "the tables are where the facts lead": lambda s: (
        dict(s.now) == {row.id: (row.state, row.service, row.bound) for row in s.rows}
    ),
    "whoever is over comes back only by the word of a counter": lambda s: all(
        fact.kind in ("ticket.undone", "ticket.called", "ticket.rejoined")
        for fact, ticket in s.told
        if s.was.get(ticket, ("",))[0] in OVER
    ),
    "the next is whom the order names": _next,
    "a line is empty only when nobody waits": lambda s: s.refused != "line_empty" or not _candidates(s),
    "nobody is overtaken by who came 25 minutes later": _nobody_far_behind,
    "only an open counter calls": lambda s: all(
        fact.counter is not None and s.after.counters[fact.counter.id] == "open"
        for fact in s.facts
        if fact.kind == "ticket.called"
    ),
    "taken back, all stand as they stood": _undone,
    "nothing is taken back too late": _undo_in_time,
    "nothing is taken back that others moved since": _undo_unmoved,
    "the board is the fold of the journal": lambda s: _essence(s.after.board) == _essence(s.folded),
    "the board counts as the lines do": lambda s: all(
        s.after.board.waiting.get(service, 0) == sum(row.line == service for row in s.rows)
        for service in ("social", "idcard", "school")
    ),
}
"""Name -> what must hold of every step."""


def _came(s: Step, at: int) -> tuple[str, str, str | None] | None:
    """Return where the ticket of the fact `at` was before it, by the facts alone."""
    return moved(s.was, tuple(fact for fact, _ in s.told[:at])).get(s.told[at][1])


def _essence(board: Board) -> Any:
    open_ones = {counter: state for counter, state in board.counters.items() if state != "closed"}
    return board.seq, board.calls, open_ones, {line: many for line, many in board.waiting.items() if many}


def broken(step: Step) -> list[str]:
    """Return the names of the invariants that do not hold."""
    return [name for name, holds in INVARIANTS.items() if not holds(step)]
