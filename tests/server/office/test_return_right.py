"""Refused for a missing paper: back within days by the old number, once, before new ones, whatever was purged since."""

from sqlalchemy import select

from server.office.purging import A_DAY, purge
from server.office.requests import Actor, TakeReturnCommand
from server.office.return_right import come_by_right, returns_at_counter, take_return
from server.rules.hall.line import MINUTE
from server.store import return_tables
from server.store.seeding import seed
from server.store.store import Store
from server.wire.messages import Ticket
from tests.server.conftest import MORNING, Office, city_with, refused

_r = return_tables.return_rights.c


def turned_away(office: Office, counter: str = "hall-2", *, here: bool = False) -> Ticket:
    """Take a number and be refused at the counter; return the ticket as it was issued."""
    ticket = office.take()
    office.at(counter, "open")
    office.serve(counter)
    shown = office.for_paper(counter, here=here).ticket
    assert shown is not None
    assert shown.state == "finished"
    assert shown.return_until == "2025-12-02"
    return ticket


def come(office: Office, number: str, digits: str | None) -> Ticket:
    return office.write(lambda uow: come_by_right(uow, number, digits or "", Actor("kiosk"), office.now))


def test_whoever_comes_back_goes_before_new_ones_and_once(office: Office) -> None:
    old = turned_away(office)
    assert office.look(old.id).return_until == "2025-12-02"
    office.now += 3 * A_DAY
    purge(office.store, office.now)
    office.at("hall-2", "open")
    walks = office.take()
    office.now += 59 * MINUTE
    back = come(office, old.number, old.digits)
    assert (back.priority, back.ahead, back.service) == ("returned", 0, "social")
    assert back.secret is not None
    assert office.look(walks.id).ahead == 1
    refused("return_unknown", come, office, old.number, old.digits)
    assert office.look(old.id).return_until is None


def test_bound_to_the_counter_that_refused_where_that_was_wished_and_it_is_there(office: Office) -> None:
    old, other = turned_away(office, here=True), turned_away(office, here=True)
    office.now += A_DAY
    office.take()
    assert come(office, old.number, old.digits).bound is None, "nobody is there yet"
    office.at("hall-2", "open")
    back = come(office, other.number, other.digits)
    assert (back.bound, back.ahead) == ("hall-2", 0)


def test_a_clerk_finds_the_right_by_the_number(office: Office) -> None:
    old = turned_away(office)
    office.now += A_DAY
    office.at("hall-1", "open")

    def rights() -> list[tuple[str, str, str]]:
        answer = office.store.read(
            lambda reading: returns_at_counter(reading, "hall-1", old.number.lower(), office.now)
        )
        return [(each.number, each.day, each.until) for each in answer.rights]

    assert rights() == [(old.number, "2025-11-25", "2025-12-02")]
    command = TakeReturnCommand("hall-1", "clerk", ticket=old.id, step=0, number=old.number)
    answer = office.write(lambda uow: take_return(uow, command, office.now))
    assert answer.made == "D001"
    assert answer.waiting == 1
    assert rights() == []
    refused("return_unknown", office.write, lambda uow: take_return(uow, command, office.now))


def test_the_right_runs_out_and_is_forgotten(office: Office) -> None:
    old = turned_away(office)
    office.now = MORNING + 7 * A_DAY
    purge(office.store, office.now)
    assert office.store.read(lambda reading: reading.rows(select(_r.ticket)))
    office.now = MORNING + 8 * A_DAY
    refused("return_unknown", come, office, old.number, old.digits)
    assert purge(office.store, office.now).rights == 1
    assert office.store.read(lambda reading: reading.rows(select(_r.ticket))) == []


def test_taken_back_with_the_press_that_gave_it(office: Office) -> None:
    old = turned_away(office)
    office.at("hall-2", "undo")
    assert office.look(old.id).state == "serving"
    refused("return_unknown", come, office, old.number, old.digits)
    office.for_paper("hall-2")
    come(office, old.number, old.digits)
    refused("undo_overtaken", office.at, "hall-2", "undo")


def test_a_hall_may_give_no_such_right(store: Store) -> None:
    seed(store, city_with(return_days=0), MORNING)
    office = Office(store)
    office.take()
    office.at("hall-2", "open")
    office.serve("hall-2")
    refused("return_off", office.for_paper, "hall-2")
    assert office.at("hall-2", "finish").ticket is not None


def test_digits_of_another_slip_open_nothing(office: Office) -> None:
    old = turned_away(office)
    wrong = f"{(int(old.digits or 0) + 1) % 1_000_000:06}"
    refused("return_unknown", come, office, old.number, wrong)
    refused("return_unknown", come, office, "Z999", old.digits)
    refused("return_unknown", come, office, "nonsense", old.digits)


def test_whoever_was_called_once_more_may_lack_a_paper_once_more(office: Office) -> None:
    old = turned_away(office)
    office.about("hall-2", "back_in_line", old.id)
    assert office.serve("hall-2").id == old.id
    assert office.for_paper("hall-2").ticket is not None
    assert come(office, old.number, old.digits).priority == "returned"
    refused("return_unknown", come, office, old.number, old.digits)


def test_what_another_press_gave_stays_when_a_finish_is_taken_back(office: Office) -> None:
    old = turned_away(office)
    office.about("hall-2", "back_in_line", old.id)
    assert office.serve("hall-2", until="finish").id == old.id
    office.at("hall-2", "undo")
    office.at("hall-2", "finish")
    assert come(office, old.number, old.digits).priority == "returned"
    office.at("hall-2", "undo")
    assert office.look(old.id).state == "serving", "whoever came by the right did not come by this press"
