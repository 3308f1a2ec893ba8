"""What holds before and after every move of a hall, by name; a model of its own says where everybody is.

Nothing here asks the rules that the office asks: the moves there are and the order of a line are written down anew.
"""

from collections.abc import Callable, Mapping, Set
from itertools import pairwise
from typing import Any, Final

from server.office.ticket import TicketRow
from server.rules.hall.board import Board
from tests.server.office.how_it_stands import Interval, Step, moved
from tests.server.office.invariants_of_bookings import OF_BOOKINGS
from tests.server.office.invariants_of_desks import OF_DESKS, rule
from tests.server.office.invariants_of_help import OF_HELP
from tests.server.office.invariants_of_rights import CREDIT, OF_RIGHTS, gain

MINUTE: Final = 60_000
OVER, HAND = frozenset({"finished", "cancelled", "expired"}), frozenset({"called", "serving"})
WAYS: Final[Mapping[str, Set[tuple[str | None, str | None]]]] = {
    "ticket.issued": {(None, "waiting"), (None, "remote")},
    "ticket.called": {(state, "called") for state in ("waiting", "missed", "postponed", "finished")},
    "ticket.recalled": {("called", "called")},
    "ticket.started": {("called", "serving")},
    "ticket.postponed": {("waiting", "postponed")},
    "ticket.missed": {("called", "missed")},
    "ticket.rejoined": {(state, "waiting") for state in ("postponed", "held", "missed", "finished")},
    "ticket.held": {("serving", "held")},
    "ticket.resumed": {("held", "serving")},
    "ticket.transferred": {(state, "waiting") for state in ("waiting", "called", "serving")},
    "ticket.rerouted": {(state, state) for state in ("waiting", "postponed", "called", "serving", "held", "missed")},
    "ticket.regraded": {
        *((state, state) for state in ("waiting", "postponed", "called", "serving", "held", "missed")),
        ("called", "waiting"),
    },
    "ticket.finished": {("serving", "finished"), ("serving", "waiting")},
    "ticket.arrived": {("remote", "waiting")},
    "ticket.cancelled": {(state, "cancelled") for state in ("waiting", "postponed", "held", "missed", "remote")},
    "ticket.expired": {
        (state, "expired") for state in ("waiting", "postponed", "called", "serving", "held", "missed", "remote")
    },
}
"""Kind of fact -> the states that it leads from and to."""
RESTEPS: Final = frozenset({"ticket.rerouted", "ticket.transferred", "ticket.undone"})


def _order(row: TicketRow) -> tuple[int, int, int]:
    return row.key, row.ready_at, row.place


def _candidates(s: Step) -> list[TicketRow]:
    """Return who waits for the counter of a step before it: those bound to it, else its lines."""
    waiting = [row for row in s.before.tickets.values() if row.state == "waiting"]
    bound = [row for row in waiting if row.bound == s.counter]
    lines = [
        row for row in waiting if row.bound is None and row.service in s.before.called_from.get(s.counter or "", ())
    ]
    return sorted(bound, key=_order) or sorted(lines, key=_order)


def _next(s: Step) -> bool:
    if s.verb != "call_next" or not s.same_day or s.refused:
        return True
    called = [ticket for fact, ticket in s.told if fact.kind == "ticket.called"]
    return called == [_first_to_talk_to(s, waiting).id for waiting in (_candidates(s),) if waiting]


def _first_to_talk_to(s: Step, waiting: list[TicketRow]) -> TicketRow:
    """Return the first of those who wait that the counter can talk to, or nobody else can, a few minutes back."""
    first, within = waiting[0], rule(s, "language_minutes") * MINUTE
    if first.bound is not None or not within:
        return first
    near = [row for row in waiting if row.key <= first.key + within]
    return next((row for row in near if _talks(s, s.counter, row) or not _others_talk(s, row)), first)


def _talks(s: Step, counter: str | None, row: TicketRow) -> bool:
    person = s.before.seats.get(counter or "", ("", 0))[0]
    spoken = next((each["languages"] for each in s.document["staff"] if each["id"] == person), ())
    return row.language is None or row.language in spoken


def _others_talk(s: Step, row: TicketRow) -> bool:
    return any(
        state == "open" and counter != s.counter and row.service in s.before.called_from.get(counter, ())
        for counter, state in s.before.counters.items()
        if _talks(s, counter, row)
    )


def _nobody_far_behind(s: Step) -> bool:
    if s.verb != "call_next" or not s.same_day or s.refused:
        return True
    (called,) = [s.before.tickets[ticket] for fact, ticket in s.told if fact.kind == "ticket.called"]
    fair = [row for row in _candidates(s) if row.misses == row.postpones == 0 and row.key == _own_key(row)]
    credit = max(CREDIT[called.priority], CREDIT[called.class_before or "normal"])
    few = rule(s, "language_minutes") * MINUTE
    return called.bound is not None or all(
        called.ready_at - row.ready_at <= credit + (few if row.language is not None else 0) for row in fair
    )


def _own_key(row: TicketRow) -> int:
    return row.ready_at - CREDIT[row.priority]


def _undone(s: Step) -> bool:
    if s.verb != "undo" or s.refused:
        return True
    if s.press is None:
        return False
    stood = s.press.stood.tickets
    names = ("state", "step", "service", "services", "misses", "postpones", "in_hand")
    back = {ticket for fact, ticket in s.told if fact.kind == "ticket.undone" and ticket in stood}
    undone = [(stood[ticket], s.after.tickets[ticket]) for ticket in back]
    # Whoever was given priority meanwhile keeps it, and what it is worth.
    return all(
        was.key - gain(was) == now.key - gain(now) and all(getattr(was, name) == getattr(now, name) for name in names)
        for was, now in undone
    )


def _undo_unmoved(s: Step) -> bool:
    if s.verb != "undo" or s.refused or s.press is None:
        return True
    mine = {fact.seq for fact in s.press.facts}
    return all(s.movers.get(ticket) in mine for fact, ticket in s.told if fact.kind == "ticket.undone")


def _undo_in_time(s: Step) -> bool:
    if s.verb != "undo" or s.refused or s.press is None:
        return True
    return s.after.told_at < s.press.at + 30_000


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
    # What a ticket is for later does not move it.
    told = [(fact, ticket) for fact, ticket in s.told if "ticket.rerouted" not in (fact.kind, fact.undone)]
    first = {ticket: fact for fact, ticket in reversed(told) if ticket in held}
    return all(
        fact.kind == "ticket.expired" or (fact.counter is not None and fact.counter.id == held[ticket])
        for ticket, fact in first.items()
    )


def _steps_forward(s: Step) -> bool:
    undone = {ticket for fact, ticket in s.told if fact.kind == "ticket.undone"}
    return all(now.step >= was.step or was.id in undone for was, now in s.pairs)


def _steps_done_stay(s: Step) -> bool:
    undone = {ticket for fact, ticket in s.told if fact.kind == "ticket.undone"}
    return all(now.services[: was.step] == was.services[: was.step] or was.id in undone for was, now in s.pairs)


def _steps_stay(s: Step) -> bool:
    changed = {ticket for fact, ticket in s.told if fact.kind in RESTEPS}
    return all(was.services == now.services or was.id in changed for was, now in s.pairs)


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
    "an age stays": lambda s: all(
        was.ready_at == now.ready_at or (was.state == "remote" and was.ready_at < now.ready_at <= s.after.told_at)
        for was, now in s.pairs
    ),
    "an issue stays": _kept("issued_at"),
    "who is on the way waits outside": lambda s: all(
        row.line is row.bound is row.in_hand is None for row in s.rows if row.state == "remote"
    ),
    "a visit stays": _kept("visit"),
    "a language stays": _kept("language"),
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
    "what is done stays done": _steps_done_stay,
    "only who changes steps changes what a ticket is for": _steps_stay,
    "whoever is told to have other steps stays where they are, or waits for the next": lambda s: all(
        was.state == now.state and was.step == now.step and was.in_hand == now.in_hand and was.key == now.key
        for fact, ticket in s.told
        if fact.kind == "ticket.rerouted"
        for was, now in ((s.before.tickets[ticket], s.after.tickets[ticket]),)
    ),
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
    "everybody began by waiting, here or on the way": lambda s: all(
        rows[0].state in ("waiting", "remote") for rows in s.after.intervals.values()
    ),
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
    "nobody is overtaken by who came later than their credit": _nobody_far_behind,
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
    **OF_DESKS,
    **OF_BOOKINGS,
    **OF_RIGHTS,
    **OF_HELP,
}
"""Name -> what must hold of every step."""


def _came(s: Step, at: int) -> tuple[str, str, str | None] | None:
    """Return where the ticket of the fact `at` was before it, by the facts alone."""
    return moved(s.was, tuple(fact for fact, _ in s.told[:at])).get(s.told[at][1])


def _essence(board: Board) -> Any:
    open_ones = {counter: state for counter, state in board.counters.items() if state != "closed"}
    return board.seq, board.calls, open_ones, {line: many for line, many in board.waiting.items() if many}


OF_REFUSALS: Final = frozenset(
    {
        *("a line is empty only when nobody waits", "only the digits of a slip open its ticket"),
        *("whoever has a right and its digits is let in", "nobody is refused while numbers are left"),
        *("no more people are let in than there is room", "nobody who says who they are has two tickets"),
        "no number brings more cases than the hall lets",
    }
)
"""What must hold of a refusal that changed nothing: of all else that is so because it was."""


def broken(step: Step) -> list[str]:
    """Return the names of the invariants that do not hold."""
    names = OF_REFUSALS if step.refused and step.before is step.after else INVARIANTS
    return [name for name in names if not INVARIANTS[name](step)]
