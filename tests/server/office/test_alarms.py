"""A line too long asks staff to open a counter: who is asked, what is answered, what the journal keeps."""

from typing import Any

import msgspec
import pytest

from config.elastic import AlarmRule, ElasticRule
from server.office.alarm_keeper import AlarmKeeper
from server.office.alarms import alarms_at, answer_alarm
from server.office.requests import AlarmCommand
from server.rules.hall.alarm import AlarmAnswer
from tests.server.conftest import Office, refused
from tests.server.office.test_elastic import MINUTE, decide
from tests.server.office.test_helping import private

RULE = AlarmRule("social", until=2, waiting=3, again_minutes=10)


def asked(office: Office, minutes: float = 0) -> list[tuple[str, int, tuple[str, ...]]]:
    """Let so much time go by and the lines be looked at; return for which staff are asked."""
    office.now += round(minutes * MINUTE)
    AlarmKeeper(office.store, lambda: office.now).look()
    found = office.store.read(lambda reading: alarms_at(reading, "hall-2", office.now))
    return [(each.service, each.waiting, each.counters) for each in found.alarms]


def say(office: Office, answer: AlarmAnswer, **more: Any) -> None:
    command = AlarmCommand("hall-3", "social", answer, "clerk", **more)
    office.write(lambda uow: answer_alarm(uow, command, office.now))


def told(office: Office) -> list[dict[str, Any]]:
    return [each for each in private(office) if str(each["what"]).startswith("alarm")]


def busy(office: Office) -> None:
    decide(office, alarms=(RULE,))
    for counter in ("hall-2", "hall-3"):
        office.at(counter, "open")
    for _ in range(4):
        office.take()


def test_staff_are_asked_answer_and_are_left_in_peace(office: Office) -> None:
    busy(office)
    assert asked(office) == [("social", 4, ("hall-1",))]
    assert asked(office, 1) == [("social", 4, ("hall-1",))]
    say(office, "coming", minutes=15, person="chen")
    refused("alarm_over", say, office, "opened")
    assert asked(office, 14) == []
    assert asked(office, 1) == [("social", 4, ("hall-1",))], "nobody came"
    office.at("hall-1", "open")
    assert asked(office) == [], "nobody is left who could open"
    assert [(each["what"], each.get("answer"), each.get("minutes"), each.get("by")) for each in told(office)] == [
        ("alarm_raised", None, None, None),
        ("alarm_answered", "coming", 15, "hall-3"),
        ("alarm_raised", None, None, None),
        ("alarm_over", None, None, None),
    ]
    office.at("hall-1", "close")
    assert asked(office, 9) == []
    assert asked(office, 1) == [("social", 4, ("hall-1",))]


def test_it_is_over_when_the_line_is_short_or_the_rule_gone_or_the_day(embedded: Office) -> None:
    busy(embedded)
    asked(embedded)
    for _ in range(3):
        embedded.serve("hall-2", until="finish")
    assert asked(embedded) == []
    assert told(embedded)[-1]["what"] == "alarm_over"
    for _ in range(3):
        embedded.take()
    assert asked(embedded, 11) != []
    seq = len(embedded.journal())
    assert asked(embedded) != []
    assert len(embedded.journal()) == seq, "looking changes nothing"
    decide(embedded, alarms=())
    assert asked(embedded) == []
    decide(embedded, alarms=(RULE,))
    assert asked(embedded) != []
    embedded.now += 24 * 60 * MINUTE
    embedded.take("school")
    assert asked(embedded) == []


def test_a_counter_that_could_help_by_a_rule_is_asked_too_and_one_that_cannot_is_not(embedded: Office) -> None:
    decide(embedded, elastic=(ElasticRule("busy", "social", ("hall-3",), 2, 3),))
    busy(embedded)
    embedded.at("hall-3", "pause")
    assert asked(embedded) == [("social", 4, ("hall-1", "hall-3"))]


@pytest.mark.parametrize("why", ["nobody_free", "other"])
def test_why_no_counter_can_be_opened_is_kept_and_no_screen_is_told(embedded: Office, why: Any) -> None:
    busy(embedded)
    asked(embedded)
    say(embedded, "impossible", why=why, minutes=5)
    assert told(embedded)[-1] == {
        "what": "alarm_answered",
        "service": "social",
        "answer": "impossible",
        "why": why,
        "by": "hall-3",
    }
    fact = embedded.journal()[-1]
    assert (fact.kind, fact.counter, fact.service) == ("staff.told", None, None)
    assert b"social" not in msgspec.json.encode(fact)


def test_who_answers_for_no_line_or_at_no_counter_is_refused(embedded: Office) -> None:
    busy(embedded)
    refused("alarm_over", say, embedded, "opened")
    command = AlarmCommand("hall-3", "moon", "opened", "clerk")
    refused("service_unknown", embedded.write, lambda uow: answer_alarm(uow, command, embedded.now))
    command = AlarmCommand("nowhere", "social", "opened", "clerk")
    refused("counter_unknown", embedded.write, lambda uow: answer_alarm(uow, command, embedded.now))
