"""A walk through the hall that is the same at every run: what the seeded faults are tried with."""

import random

from tests.server.office.busy_hall import CLOCKS, EDITS, MORE_EDITS, PEOPLE
from tests.server.office.every_move import PHONES, EveryMove
from tests.server.office.test_board import COUNTERS, SERVICES
from tests.server.office.whole_hall import ANSWERS, GROUNDS, HOLDERS, WholeHall


def walk(hall: EveryMove, chance: random.Random, moves: int) -> None:
    """Do `moves` moves, each kind as often as halls do it; half of them with whom the one before moved."""
    for _ in range(moves):
        which, counter, other = chance.randrange(31), chance.choice(COUNTERS), chance.choice((None, *COUNTERS))
        kind = chance.randrange(4, 51)
        if kind < 5:
            hall.sent_on_and_away(counter)
        elif kind < 12:
            for _ in range(chance.randrange(1, 5)):
                hall.the_same_one(chance.randrange(12), counter)
        elif kind < 18:
            hall.take(chance.choice(SERVICES), "normal")
        elif kind < 25:
            hall.press_again(counter, chance.choice(("call_next", "call_next", "start", "finish", "open", "undo")))
        elif kind < 27:
            hall.press(counter, chance.choice(("hold", "miss", "recall", "undo", "call_next", "start")))
        elif kind < 29:
            hall.leave(counter, chance.choice(("close", "close", "pause", "leave")))
        elif kind < 31:
            hall.bring_back(counter, chance.choice(("resume", "rejoin")), which, chance.random() < 0.5)
        elif kind < 32:
            hall.choose("hall-1", which)
        elif kind < 34:
            hall.transfer(counter, None, other, chance.random() < 0.5, chance.choice((None, "paper is missing")))
        elif kind < 35:
            hall.at_the_holders_word(chance.choice(("postpone", "postpone", "come_back")), which % 8)
        elif kind < 37:
            hall.sit(counter, chance.choice(PEOPLE), take_over=chance.random() < 0.5)
        elif kind < 40:
            hall.book(chance.choice((*CLOCKS, None)), False, chance.random() < 0.3, chance.choice(PHONES))
        elif kind < 43:
            verbs = ("book_held", "give_up", "come", "come", "walk_in")
            hall.about_a_booking(which, chance.choice(verbs), chance.choice(PHONES))
        elif kind < 44:
            hall.move_a_booking(which, chance.choice(CLOCKS), chance.random() < 0.3)
        elif kind < 45:
            hall.decide(set(chance.sample(tuple(EDITS), chance.randrange(3))))
        elif kind < 46:
            hall.type_a_number(which, chance.random() < 0.5, 1)
        elif kind < 47:
            hall.decide({chance.choice(("counter 2 goes", "desks are staffed"))})
        elif kind < 49:
            busy = [row.in_hand for row in hall.stood.tickets.values() if row.in_hand is not None]
            hall.sit(chance.choice(busy or list(COUNTERS)), chance.choice(PEOPLE), take_over=True)
        else:
            hall.later(chance.choice((0, 1, 5)))
    hall.the_day_ends(9)


def walk_on(hall: WholeHall, chance: random.Random, moves: int) -> None:
    """Do `moves` moves that have to do with classes, rights, cases, room, help and alarms."""
    for _ in range(moves):
        which, counter = chance.randrange(31), chance.choice(COUNTERS)
        ground = chance.choice(GROUNDS)
        kind = chance.randrange(30)
        if kind < 6:
            hall.work(counter, [chance.randrange(12) for _ in range(chance.randrange(1, 5))])
        elif kind < 11:
            claim = chance.choice((None, None, ground))
            language, cases = chance.choice((None, None, "en")), chance.choice((1, 2, 3, 10))
            hall.take_as(chance.choice(SERVICES), claim, cases, chance.choice(HOLDERS), language)
        elif kind < 13:
            hall.class_at(counter, "give_priority", hall.some(which), ground)
        elif kind < 15:
            hall.take_priority(counter, which)
        elif kind < 18:
            edits = {edit for edit in MORE_EDITS if chance.random() < 0.4}
            service, minutes = chance.choice(("social", "idcard")), chance.choice((0, 6, 25))
            hall.a_line_grows(counter, service, edits, minutes, chance.choice((None, *ANSWERS)))
        elif kind < 20:
            hall.help_ends(chance.choice(("pause", "close", "work")), [chance.randrange(12) for _ in COUNTERS])
        elif kind < 22:
            days, typed = chance.choice((0, 0, 0, 1)), chance.random() < 0.5
            hall.back_with_a_paper(counter, chance.random() < 0.5, days, which, typed)
        elif kind < 23:
            hall.come_by_right(which, chance.random() < 0.7)
        elif kind < 25:
            hall.work(counter, [0, 0, 6])
            hall.the_old_number_again(which | 1, chance.random() < 0.3)
        elif kind < 26:
            hall.sit(counter, chance.choice(PEOPLE), take_over=chance.random() < 0.5)
        elif kind < 27:
            hall.at_the_holders_word("cancel", which)
        elif kind < 29:
            hall.the_same_one(chance.randrange(12), counter)
        else:
            hall.later(chance.choice((1, 5, 11)))
    hall.the_day_ends(9)
