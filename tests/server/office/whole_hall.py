"""The machine of every move, with what a hall may add to a plain day: classes, rights, cases, room, help, alarms."""

from collections.abc import Callable
from functools import partial
from typing import Final

from hypothesis import strategies as st
from hypothesis.stateful import rule

from server.office import alarms, elastic
from server.office.requests import Actor, AlarmCommand, TakeReturnCommand
from server.office.return_right import RightRow, come_by_right, take_return
from server.rules.hall.alarm import AlarmAnswer
from server.rules.hall.fact import Ground
from server.rules.hall.slip_digits import digits_of
from server.store.unit_of_work import UnitOfWork
from tests.server.office.busy_hall import MORE_EDITS
from tests.server.office.every_move import EveryMove, counters, tickets
from tests.server.office.test_board import COUNTERS, SERVICES

GROUNDS: Final[tuple[Ground, ...]] = ("elderly", "pregnant", "soldier")
HOLDERS: Final = (None, "a card", "a card", "another card")
ANSWERS: Final[tuple[AlarmAnswer, ...]] = ("opened", "coming", "impossible")
NOBODY: Final = ("call_next",) * 11 + ("undo",)
CALLED: Final = ("start",) * 6 + ("miss", "give_priority", "take_priority", "recall", "undo", "start")
SERVING: Final = (
    ("finish",) * 4 + ("finish_and_call",) * 2 + ("lack_paper",) * 2 + ("hold", "give_priority", "undo", "finish")
)
"""What is pressed with nobody in hand, somebody called, somebody in service."""
HELPED: Final = {"social": "social insurance is helped", "idcard": "identity cards are helped by one"}
"""Which edit lets a line be helped."""


class WholeHall(EveryMove):
    """The same hall: whoever comes may claim priority, bring several cases, say who they are, or lack a paper."""

    def __init__(self) -> None:
        self.holders: dict[str, str] = {}
        super().__init__()

    @rule(counter=counters, picks=st.lists(st.integers(0, 11), min_size=1, max_size=4))
    def work(self, counter: str, picks: list[int]) -> None:
        """Press what fits at a counter, mostly what a clerk presses there all day."""
        for pick in picks:
            held = next((row for row in self.stood.tickets.values() if row.in_hand == counter), None)
            if held is None:
                verb = NOBODY[pick] if self.stood.counters[counter] == "open" else "open"
            else:
                verb = (CALLED if held.state == "called" else SERVING)[pick]
            if verb in ("give_priority", "take_priority"):
                self.class_at(counter, verb, held.id if held is not None else "", GROUNDS[pick % 3])
            elif verb == "lack_paper":
                self.lack_paper(counter, here=pick == 7)
            elif verb == "transfer":
                self.do(verb, counter, partial(self.office.transfer, counter, "school", back=True))
            else:
                self.do(verb, counter, partial(self.office.at, counter, verb))

    @rule(picks=st.lists(st.integers(0, 11), min_size=3, max_size=3))
    def all_work(self, picks: list[int]) -> None:
        """Press what fits at each counter."""
        for counter, pick in zip(COUNTERS, picks, strict=True):
            self.work(counter, [pick])

    @rule(
        counter=counters,
        service=st.sampled_from(("social", "idcard")),
        edits=st.sets(st.sampled_from(tuple(MORE_EDITS)), max_size=3),
        minutes=st.sampled_from((0, 6, 25)),
        answer=st.sampled_from((None, *ANSWERS)),
    )
    def a_line_grows(
        self, counter: str, service: str, edits: set[str], minutes: int, answer: AlarmAnswer | None
    ) -> None:
        """Let a line be longer than a rule that looks at it allows, and the rules be looked at."""
        self.decide({*edits, HELPED[service], "somebody is asked to open"})
        for _ in range(3):
            self.take((service,), "normal")
        self.later(minutes)
        self.what_is_due(counter)
        if answer is not None:
            self.answer_alarm(counter, "social", answer, minutes or None)
            self.what_is_due(counter)

    @rule(verb=st.sampled_from(("pause", "close", "work")), picks=st.lists(st.integers(0, 11), min_size=3, max_size=3))
    def help_ends(self, verb: str, picks: list[int]) -> None:
        """Let whoever helps go away, or all work until the lines are short."""
        helping = next(iter(self.stood.helps), None)
        if verb != "work" and helping is not None:
            self.leave(helping, verb)
        for pick in picks:
            self.all_work([pick % 8] * len(COUNTERS))
        self.what_is_due(COUNTERS[0])

    @rule(which=tickets, paper=st.booleans())
    def the_old_number_again(self, which: int, paper: bool) -> None:
        """Call whoever lacked a paper once more by the old number, finish with them, and take that back."""
        found = self._right(which)
        row = None if found is None else self.stood.tickets[found[1].ticket]
        if row is None or row.state != "finished" or row.counter is None:
            return
        here = row.counter
        self.do("rejoin", here, partial(self.office.about, here, "rejoin", row.id, here=True))
        for verb in ("call_next", "start"):
            self.do(verb, here, partial(self.office.at, here, verb))
        if paper:
            self.lack_paper(here, here=False)
        else:
            self.do("finish", here, partial(self.office.at, here, "finish"))
        self.do("undo", here, partial(self.office.at, here, "undo"))

    @rule(counter=counters, here=st.booleans(), days=st.sampled_from((0, 0, 1, 2)), which=tickets, typed=st.booleans())
    def back_with_a_paper(self, counter: str, here: bool, days: int, which: int, typed: bool) -> None:
        """Refuse whoever is next at a counter for want of a paper; they come back, today or later."""
        for verb in ("open", "call_next", "start"):
            self.do(verb, counter, partial(self.office.at, counter, verb))
        self.lack_paper(counter, here)
        for _ in range(days):
            self.the_day_ends(9)
        if days and here:
            self.do("open", counter, partial(self.office.at, counter, "open"))
        if typed:
            self.come_by_right(which | 1, honest=True)
        else:
            self.take_return(counter, which | 1)

    def class_at(self, counter: str, verb: str, ticket: str, ground: Ground) -> None:
        """Give a ticket priority at a counter, or take it away."""
        give, take = self.office.give_priority, self.office.take_priority
        move = partial(give, counter, ticket, ground) if verb == "give_priority" else partial(take, counter, ticket)
        self.do(verb, counter, move, ticket=ticket, ground=ground)

    @rule(
        services=st.sampled_from(SERVICES),
        claim=st.sampled_from((None, None, *GROUNDS)),
        cases=st.sampled_from((1, 1, 2, 3, 10)),
        holder=st.sampled_from(HOLDERS),
        language=st.sampled_from((None, None, "en", "yue")),
    )
    def take_as(
        self, services: tuple[str, ...], claim: Ground | None, cases: int, holder: str | None, language: str | None
    ) -> None:
        given = partial(self.office.take, *services, cases=cases, holder=holder, language=language)
        given = given if claim is None else partial(given, priority="priority", ground=claim)
        asked = {"services": services, "cases": cases, "holder": holder, "holders": dict(self.holders)}
        ticket = self.do("take", None, given, **asked)
        if holder is not None and self.refused is None:
            self.holders[getattr(ticket, "id", "")] = holder
        self.digits[getattr(ticket, "number", "")] = getattr(ticket, "digits", "")

    @rule(counter=counters, which=tickets, ground=st.sampled_from(GROUNDS))
    def give_priority(self, counter: str, which: int, ground: Ground) -> None:
        self.class_at(counter, "give_priority", self.some(which), ground)

    @rule(counter=counters, which=tickets)
    def take_priority(self, counter: str, which: int) -> None:
        """Take priority from a ticket, of those that have it where there are any; a called one at its own counter."""
        have = [row for row in self.stood.tickets.values() if row.priority == "priority" and row.open_day]
        row = have[which % len(have)] if have else self.stood.tickets[self.some(which)]
        self.class_at(row.in_hand or counter, "take_priority", row.id, "elderly")

    @rule(counter=counters, here=st.booleans())
    def lack_paper(self, counter: str, here: bool) -> None:
        """Refuse somebody for want of a paper, of those in service where there is anybody."""
        served = [row.in_hand for row in self.stood.tickets.values() if row.state == "serving" and row.in_hand]
        counter = counter if counter in served or not served else served[0]
        self.do("lack_paper", counter, partial(self.office.for_paper, counter, here=here), here=here)

    def _right(self, which: int) -> tuple[str, RightRow] | None:
        """Return a right, every other time one that nobody has used."""
        known = list(self.stood.rights.items())
        fresh = [each for each in known if each[1].used_by is None]
        found = fresh if which % 2 and fresh else known
        return found[which // 2 % len(found)] if found else None

    @rule(which=tickets, honest=st.sampled_from((True, True, True, False)))
    def come_by_right(self, which: int, honest: bool) -> None:
        found = self._right(which)
        if found is not None:
            name, right = found
            digits = digits_of(right.secret_hash) if honest else "12"
            by, office = Actor("kiosk"), self.office
            asked = {"right": name, "honest": honest}
            self.write("come_by_right", lambda uow: come_by_right(uow, right.label, digits, by, office.now), **asked)

    @rule(counter=counters, which=tickets)
    def take_return(self, counter: str, which: int) -> None:
        found = self._right(which)
        if found is not None:
            name, right = found
            command = TakeReturnCommand(counter, "clerk", ticket=right.ticket, step=right.step, number=right.label)
            self.write("take_return", lambda uow: take_return(uow, command, self.office.now), right=name, honest=True)

    def keepers(self, counter: str) -> dict[str, Callable[[UnitOfWork, int], object]]:
        return {**super().keepers(counter), "lines": elastic.settle, "alarms": alarms.settle}

    @rule(
        counter=counters,
        service=st.sampled_from(("social", "social", "school")),
        answer=st.sampled_from(ANSWERS),
        minutes=st.sampled_from((None, 1, 30)),
    )
    def answer_alarm(self, counter: str, service: str, answer: AlarmAnswer, minutes: int | None) -> None:
        command = AlarmCommand(counter, service, answer, "clerk", minutes=minutes)
        self.write("answer_alarm", lambda uow: alarms.answer_alarm(uow, command, self.office.now), service=service)
