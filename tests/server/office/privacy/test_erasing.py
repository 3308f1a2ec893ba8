"""What is erased is gone, from the bytes as well; the record tells of it without saying what it was."""

import json
from functools import partial

from sqlalchemy import select

from server.office.audit.looking import Sought, newest
from server.office.audit.proving import prove
from server.office.people.accounts import By, disable
from server.office.privacy.about import Shown
from server.office.privacy.erasing import erase, hand_out
from server.rules.people.roles import Grant
from server.store import tables
from server.store.people_tables import people
from server.store.unit_of_work import CITY
from tests.server.conftest import Office, refused
from tests.server.office.people.conftest import SECURITY, House
from tests.server.office.privacy.test_about import booked, consult, hall, slip, told

__all__ = ["hall"]


def last(hall: Office):
    return hall.store.read(lambda reading: newest(reading, Sought()))[0].changed


def test_a_citizen_is_handed_out_and_erased_and_only_the_counts_are_recorded(hall: Office) -> None:
    code = consult(hall)
    ticket = hall.take(plan=code)
    shown = slip(ticket)
    assert hand_out(hall.store, shown, SECURITY, hall.now)["consultations"]
    assert (last(hall).what, json.loads(last(hall).after)["consultations"]) == ("person_handed_out", 1)
    refused("person_waits", erase, hall.store, shown, SECURITY, hall.now)
    hall.cancel(ticket.id)
    gone = erase(hall.store, shown, SECURITY, hall.now)
    assert gone == {"consultations": 1, "tickets": 1}
    row = last(hall)
    assert (row.what, row.name, json.loads(row.after)) == ("person_erased", "Root", {"shown": "ticket", **gone})
    assert code not in str(row)
    assert ticket.number not in str(row)
    refused("nobody_found", partial(told, hall, Shown("consultation", code)))
    left = hall.store.read(lambda reading: reading.row(select(tables.tickets.c.secret_hash, tables.tickets.c.plan)))
    assert left is not None
    assert tuple(left) == ("", None)
    assert prove(hall.store).holds


def test_an_open_booking_is_given_back_first(hall: Office) -> None:
    booking = booked(hall)
    refused(
        "person_waits",
        partial(
            erase, hall.store, Shown("booking", booking.digits or "", "hall", proof="13800008000"), SECURITY, hall.now
        ),
    )


def test_an_account_loses_its_name_and_keys_once_it_can_sign_in_no_more(hall: Office) -> None:
    house = House(hall.store)
    id_ = house.add("li", Grant("clerk", "hall"))
    house.secret("li")
    shown = Shown("account", "li")
    refused("account_open", erase, hall.store, shown, SECURITY, hall.now)
    hall.store.write(CITY, lambda uow: disable(uow, id_, SECURITY, hall.now))
    clerk = By("x", "X", "here", (Grant("clerk", "hall"),))
    refused("role_above", erase, hall.store, shown, clerk, hall.now)
    refused("own_account", erase, hall.store, shown, By(id_, "Li", "here", (Grant("security"),)), hall.now)
    gone = erase(hall.store, shown, SECURITY, hall.now)
    assert gone == {"people": 1, "person_roles": 1, "sign_ins": 1}
    row = hall.store.read(lambda reading: reading.row(select(people.c.login, people.c.name, people.c.password)))
    assert row is not None
    assert tuple(row) == (f"erased-{id_[:8]}", f"erased-{id_[:8]}", None)
    # What they did is recorded under the name that they had then.
    names = hall.store.read(lambda reading: [each.changed.about for each in newest(reading, Sought(), most=50)])
    assert "li" in names
    refused("nobody_found", erase, hall.store, shown, SECURITY, hall.now)
