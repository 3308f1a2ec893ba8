"""Why not me yet: numbers and rules of those who went before, nothing about people, at a cost that does not grow."""

import msgspec
import pytest

from server.office import went_before as looking
from server.office.went_before import went_before
from server.wire.messages import TOLD_BEFORE, BeforeAnswer, Ticket, moment
from tests.server.conftest import Office, refused


def asked(office: Office, ticket: Ticket) -> BeforeAnswer:
    return office.store.read(lambda reading: went_before(reading, ticket.id))


def named(answer: BeforeAnswer) -> list[tuple[str, str]]:
    return [(each.number, each.rule) for each in answer.newest]


def test_every_rule_is_told_newest_first(office: Office) -> None:
    for counter in ("hall-1", "hall-2"):
        office.at(counter, "open")
    office.take("idcard")
    office.serve("hall-1")
    missed = office.take()
    earlier, mine = office.take(), office.take()
    assert asked(office, mine) == BeforeAnswer(0, mine.issued_at)
    first, booked = office.take(priority="priority"), office.take(priority="appointment")
    office.take("idcard")
    for each in (first, booked):
        assert office.serve("hall-2", until="finish").id == each.id
    office.miss("hall-2")
    office.come_back(missed.id)
    assert missed.number not in [number for number, _ in named(asked(office, mine))], "it stands there again"
    office.transfer("hall-1", "social")
    assert office.serve("hall-2", until="finish").number == "C001"
    assert office.serve("hall-2", until="finish").id == earlier.id
    assert named(asked(office, mine)) == [
        (earlier.number, "earlier"),
        ("C001", "transferred"),
        (booked.number, "appointment"),
        (first.number, "priority"),
    ]
    late = office.take()
    assert office.look(missed.id).ahead == 1
    office.postpone(mine.id)
    assert office.serve("hall-2", until="finish").id == missed.id
    answer = asked(office, mine)
    assert named(answer)[0] == (missed.number, "came_back")
    assert (answer.count, answer.since) == (5, mine.issued_at)
    assert named(asked(office, late)) == [(missed.number, "came_back")]
    told = msgspec.json.encode(answer).decode()
    assert not [each for each in (mine.id, missed.id, "hall-2", "clerk") if each in told]


def test_of_a_later_step_those_count_who_were_called_there(office: Office) -> None:
    for counter in ("hall-2", "hall-3"):
        office.at(counter, "open")
    mine, other = office.take("social", "school"), office.take("school")
    office.serve("hall-3", until="finish")
    office.serve("hall-2", until="finish")
    assert office.look(mine.id).service == "school"
    assert asked(office, mine).count == 0
    another = office.take("school", priority="priority")
    office.serve("hall-3", until="finish")
    assert named(asked(office, mine)) == [(another.number, "priority")]
    assert other.id != mine.id


def test_of_whoever_does_not_wait_nobody_is_told(office: Office) -> None:
    office.at("hall-2", "open")
    mine = office.take()
    office.take()
    office.serve("hall-2")
    assert asked(office, mine).count == 0
    refused("ticket_unknown", office.store.read, lambda reading: went_before(reading, "nobody"))


def test_the_newest_are_named_and_all_are_counted(embedded: Office) -> None:
    embedded.at("hall-2", "open")
    others = [embedded.take() for _ in range(TOLD_BEFORE + 3)]
    mine = embedded.take()
    for _ in others:
        embedded.serve("hall-2", until="finish")
    answer = asked(embedded, mine)
    assert (answer.count, len(answer.newest)) == (TOLD_BEFORE + 3, TOLD_BEFORE)
    assert answer.newest[0].number == others[-1].number


def test_only_so_much_is_looked_at_and_the_answer_says_since_when(
    embedded: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert looking.LOOKED_AT >= 1000
    embedded.at("hall-2", "open")
    others = [embedded.take() for _ in range(4)]
    mine = embedded.take()
    for _ in others:
        embedded.serve("hall-2", until="finish")
    few = 6
    monkeypatch.setattr(looking, "_OLDEST_LOOKED_AT", looking._OLDEST_LOOKED_AT.offset(few - 1))
    answer = asked(embedded, mine)
    assert answer.since > mine.issued_at
    assert answer.since == moment(embedded.now - (few - 1) * 1000)


def test_sent_to_a_counter_chosen_and_at_the_counter_are_said(office: Office) -> None:
    for counter in ("hall-1", "hall-2"):
        office.at(counter, "open")
    sent = office.take()
    office.serve("hall-1")
    office.transfer("hall-1", None, to="hall-2")
    mine = office.take()
    here = office.serve_at_once("hall-1", "social").ticket
    assert here is not None
    assert office.serve("hall-2").number == sent.number
    assert named(asked(office, mine)) == [(sent.number, "bound"), (here.number, "at_counter")]
