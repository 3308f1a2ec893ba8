"""Help is called without a sound: consoles learn who asks, and nothing that leaves for screens says so."""

import threading

import msgspec
from sqlalchemy import select

from server.office.helping import help_at
from server.store import tables
from server.wire.frames import event
from server.wire.messages import HelpAnswer
from tests.server.conftest import Office, refused


def asked(office: Office, counter: str = "hall-1") -> list[str]:
    answer: HelpAnswer = office.store.read(lambda reading: help_at(reading, counter))
    return [each.counter for each in answer.asked]


def private(office: Office) -> list[dict[str, str]]:
    j = tables.journal.c
    rows = office.store.read(
        lambda reading: reading.rows(select(j.private).where(j.kind == "staff.told").order_by(j.center, j.seq))
    )
    return [msgspec.json.decode(row[0]) for row in rows]


def test_every_counter_of_the_center_learns_who_asks_and_may_answer(office: Office) -> None:
    office.at("hall-2", "open")
    ticket = office.take()
    office.serve("hall-2")
    answer = office.at("hall-2", "help")
    assert (answer.state, answer.ticket and answer.ticket.id) == ("open", ticket.id), "nothing else changes"
    office.at("hall-3", "help")
    assert asked(office) == asked(office, "hall-3") == ["hall-2", "hall-3"]
    assert asked(office, "village-1") == []
    office.answer_help("hall-1", "hall-2")
    assert asked(office) == ["hall-3"]
    office.answer_help("hall-3", "hall-3")
    assert asked(office) == []
    assert [(each["what"], each["counter"], each["by"]) for each in private(office)] == [
        ("help_called", "hall-2", "hall-2"),
        ("help_called", "hall-3", "hall-3"),
        ("help_answered", "hall-2", "hall-1"),
        ("help_answered", "hall-3", "hall-3"),
    ]


def test_what_leaves_for_screens_says_only_that_staff_was_told_something(office: Office) -> None:
    office.at("hall-2", "help")
    office.answer_help("hall-1", "hall-2")
    told = [msgspec.json.decode(msgspec.json.encode(event(fact))) for fact in office.journal()]
    assert [set(each) - {"epoch"} for each in told] == [{"type", "center", "seq", "at"}] * 2
    assert {each["type"] for each in told} == {"staff.told"}
    assert "hall-2" not in msgspec.json.encode(told).decode()


def test_whoever_asks_already_asks_once_and_no_answer_is_given_twice(office: Office) -> None:
    for _ in range(3):
        office.at("hall-2", "help")
    for _ in range(3):
        office.answer_help("hall-1", "hall-2")
    assert len(private(office)) == 2
    refused("counter_unknown", office.answer_help, "hall-1", "village-1")
    refused("counter_unknown", office.at, "nowhere", "help")
    refused("counter_unknown", asked, office, "nowhere")


def test_help_of_yesterday_is_asked_by_nobody(office: Office) -> None:
    office.at("hall-2", "help")
    office.now += 24 * 3_600_000
    office.take()
    assert asked(office) == []


def test_many_presses_at_once_are_one_call(office: Office) -> None:
    """The negative control: each of those that looked before the lock saw nobody asking."""
    together, seen = threading.Barrier(6), []

    def press() -> None:
        seen.append(asked(office, "hall-2"))
        together.wait()
        Office(office.store, now=office.now).at("hall-2", "help")

    threads = [threading.Thread(target=press) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [[]] * 6
    assert len(private(office)) == 1
