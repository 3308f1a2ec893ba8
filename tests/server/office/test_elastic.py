"""A long line is helped by a rule: what the counters call, what is told, and everything that ends it."""

from typing import Any

import msgspec
import pytest
from sqlalchemy import select

from config.documents import CenterDocument, Scope
from config.elastic import ElasticRule
from server.office.desks import desks_of
from server.office.elastic_keeper import ElasticKeeper
from server.office.estimates import Estimates
from server.office.settings.change import Change, put_settings
from server.office.went_before import went_before
from server.store import tables
from server.store.lines_called import lines_of
from server.store.settings import document_in_force, newest_revision
from server.store.unit_of_work import CITY, Reading
from tests.server.conftest import Office, refused

MINUTE = 60_000
HALL = Scope("center", "hall")
BUSY = ElasticRule("busy", "social", ("hall-3",), until=2, waiting=3, minutes=20, least_minutes=5)


def decide(office: Office, **changes: Any) -> None:
    """Put settings of the hall with `changes` in force."""

    def document(reading: Reading) -> tuple[Any, int]:
        found = document_in_force(reading, HALL, CenterDocument)
        assert found is not None
        return msgspec.to_builtins(msgspec.structs.replace(found, **changes)), newest_revision(reading, HALL)

    given, seen = office.store.read(document)
    office.now += 1000
    office.store.write(CITY, lambda uow: put_settings(uow, Change(HALL, given, seen, "admin"), office.now))


def look(office: Office, minutes: float = 0) -> list[str]:
    """Let so much time go by and the rules be looked at; return who helps."""
    office.now += round(minutes * MINUTE)
    ElasticKeeper(office.store, lambda: office.now).look()
    k = tables.counters.c
    return [row[0] for row in office.store.read(lambda r: r.rows(select(k.id).where(k.helps.is_not(None))))]


def lines(office: Office, counter: str = "hall-3") -> tuple[str, ...]:
    return office.store.read(lambda reading: lines_of(reading, "hall")).get(counter, ())


def told(office: Office) -> list[tuple[Any, ...]]:
    """Return what was told of help: kind, counter, line, why."""
    facts = [fact for fact in office.journal() if fact.kind in ("counter.helping", "counter.helped")]
    return [
        (each.kind[8:], each.counter and each.counter.id, each.service and each.service.id, each.reason)
        for each in facts
    ]


def busy(office: Office, *rules: ElasticRule, people: int = 4) -> None:
    """Let a rule be in force, the counters that help open, and so many people stand in line."""
    decide(office, elastic=rules or (BUSY,))
    for counter in ("hall-2", "hall-3"):
        office.at(counter, "open")
    for _ in range(people):
        office.take()


def test_a_long_line_is_helped_until_it_is_short_and_everybody_is_told(office: Office) -> None:
    busy(office, people=3)
    assert look(office) == []
    office.take()
    assert office.at("hall-3", "open").helps is None
    assert look(office) == ["hall-3"]
    assert (lines(office), lines(office, "hall-2")) == (("school", "social"), ("social",))
    answer = office.at("hall-3", "open")
    assert (answer.helps, answer.waiting, answer.next and answer.next.number) == ("social", 4, "D001")
    assert office.serve("hall-3", until="finish").number == "D001"
    office.take("school")
    assert office.serve("hall-3", until="finish").number == "D002", "one order for all its lines"
    assert office.serve("hall-2", until="finish").number == "D003"
    assert look(office, 4) == ["hall-3"], "what a rule decides holds for its least time"
    assert look(office, 2) == []
    assert lines(office) == ("school",)
    assert told(office) == [("helping", "hall-3", "social", None), ("helped", "hall-3", "social", None)]
    assert look(office, 60) == ["hall-3"], "one person alone, but for longer than twenty minutes"
    j = tables.journal.c
    actors = office.store.read(lambda r: r.rows(select(j.actor).where(j.kind == "counter.helping").order_by(j.seq)))
    assert [row[0] for row in actors] == ["rule:busy", "rule:busy"]


def test_looking_again_changes_nothing_and_a_center_without_rules_is_not_looked_at(office: Office) -> None:
    busy(office)
    look(office)
    seq = len(office.journal())
    look(office, 1)
    assert len(office.journal()) == seq
    decide(office, elastic=())
    seq = len(office.journal())
    assert look(office, 10) == []
    assert len(office.journal()) == seq


@pytest.mark.parametrize(
    ("verb", "reason"), [("pause", "counter_paused"), ("close", "counter_closed"), ("leave", "counter_closed")]
)
def test_a_counter_that_is_not_open_helps_nobody(embedded: Office, verb: str, reason: str) -> None:
    busy(embedded)
    look(embedded)
    embedded.at("hall-3", verb)
    assert lines(embedded) == ("school",)
    assert told(embedded)[-1] == ("helped", "hall-3", "social", reason)
    assert look(embedded, 1) == []
    embedded.at("hall-3", "open")
    assert look(embedded) == ["hall-3"], "and helps again when it is back, while the rule holds"


def test_another_counter_takes_the_place_of_one_that_pauses(embedded: Office) -> None:
    hall = [each for each in _counters(embedded) if each.id != "hall-1"]
    hall.append(msgspec.structs.replace(hall[-1], id="hall-4"))
    decide(embedded, counters=tuple(hall), staff=())
    busy(embedded, msgspec.structs.replace(BUSY, counters=("hall-3", "hall-4"), at_most=1))
    embedded.at("hall-4", "open")
    assert look(embedded) == ["hall-3"]
    embedded.at("hall-3", "pause")
    assert look(embedded) == ["hall-4"]


def test_whoever_cannot_do_it_does_not_help(embedded: Office) -> None:
    staff = embedded.store.read(lambda r: document_in_force(r, HALL, CenterDocument)).staff  # type: ignore[union-attr]
    chen, luo = staff
    decide(embedded, staff=(msgspec.structs.replace(chen, skills=("school",)), luo))
    busy(embedded)
    embedded.sit("hall-3", "luo")
    assert look(embedded) == ["hall-3"]
    embedded.sit("hall-3", "chen", take_over=True)
    assert lines(embedded) == ("school",)
    assert told(embedded)[-1] == ("helped", "hall-3", "social", "counter_changed")
    assert look(embedded, 10) == []
    embedded.sit("hall-3", "luo", take_over=True)
    assert look(embedded) == ["hall-3"]
    decide(embedded, staff=(chen, msgspec.structs.replace(luo, skills=("school",))))
    assert (look(embedded), lines(embedded)) == ([], ("school",))


@pytest.mark.parametrize(
    "changes",
    [
        {"elastic": ()},
        {"elastic": (msgspec.structs.replace(BUSY, id="other", waiting=50, until=40, minutes=None),)},
        {"elastic": (msgspec.structs.replace(BUSY, counters=("hall-1",), service="school"),)},
        {"counters": "hall-3 gone", "elastic": (msgspec.structs.replace(BUSY, service="rare"),)},
    ],
)
def test_a_rule_that_is_taken_out_while_it_holds_ends_at_once(embedded: Office, changes: dict[str, Any]) -> None:
    busy(embedded)
    look(embedded)
    if "counters" in changes:
        changes = {**changes, "counters": tuple(_counters(embedded)[:2])}
        changes["elastic"] = ()
    decide(embedded, **changes)
    assert lines(embedded) == (("school",) if "counters" not in changes else ())
    assert told(embedded) == [("helping", "hall-3", "social", None), ("helped", "hall-3", "social", "counter_changed")]


def test_a_rule_with_other_numbers_goes_on_and_is_weighed_by_these(embedded: Office) -> None:
    busy(embedded)
    look(embedded)
    decide(embedded, elastic=(msgspec.structs.replace(BUSY, waiting=50, until=40, minutes=None),))
    assert lines(embedded) == ("school", "social")
    assert look(embedded, 6) == []


def test_the_break_of_the_hall_and_the_end_of_its_day_end_all_help(embedded: Office) -> None:
    busy(embedded)
    assert look(embedded) == ["hall-3"]
    hours = [
        {"days": [1, 2, 3, 4, 5, 6, 7], "opens": a, "closes": b} for a, b in (("09:00", "10:30"), ("14:00", "17:00"))
    ]
    decide(embedded, hours=msgspec.convert(hours, tuple[Any, ...]))
    assert look(embedded, 35) == []
    assert look(embedded, 210) == ["hall-3"], "after it whoever still waits is helped again"
    embedded.now += 24 * 60 * MINUTE
    embedded.take()
    assert told(embedded)[-1] == ("helped", "hall-3", "social", "day_closed")
    assert look(embedded) == []


def test_a_ticket_in_hand_stays_with_its_clerk_when_help_ends(embedded: Office) -> None:
    busy(embedded)
    look(embedded)
    embedded.serve("hall-3")
    decide(embedded, elastic=())
    assert embedded.at("hall-3", "finish").ticket is not None
    refused("line_empty", embedded.at, "hall-3", "call_next")


def test_estimate_desks_and_who_went_before_follow(embedded: Office) -> None:
    busy(embedded, people=6)
    embedded.at("hall-2", "close")
    last, estimates = embedded.take(), Estimates()

    def said() -> object:
        return embedded.store.read(lambda r: estimates.of_service(r, "hall", "social", embedded.now)).outcome

    assert said() == "nobody_serves"
    assert look(embedded) == ["hall-3"]
    assert said() != "nobody_serves"
    desk = embedded.store.read(lambda r: desks_of(r, "hall", embedded.now)).desks[2]
    assert (desk.helps, desk.lines) == ("social", ("school", "social"))
    embedded.serve("hall-3")
    before = embedded.store.read(lambda r: went_before(r, last.id))
    assert [each.number for each in before.newest] == ["D001"]


def _counters(office: Office) -> list[Any]:
    found = office.store.read(lambda r: document_in_force(r, HALL, CenterDocument))
    assert found is not None
    return list(found.counters)
