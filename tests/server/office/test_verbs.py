"""Each verb: what it changes, what it tells, and what it refuses."""

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from config.edition import Guidance
from config.words import both
from server.office.guidance.consultations import start_consultation
from server.office.releases.shipped import publish_shipped
from server.office.requests import TakeTicketCommand
from server.office.take_ticket import take_ticket
from server.office.views import center_view, centers_view, counter_view, journal_page, ticket_view
from server.rules.hall.calling import STATE_NAMES
from server.rules.hall.fact import Place
from server.rules.hall.numbering import LAST
from server.store import tables
from server.wire.messages import moment
from tests.server.conftest import refused
from tests.server.rules.guidance.small_pack import SMALL


def test_a_ticket_is_issued_with_number_secret_and_people_ahead(office):
    first, second = office.take("social"), office.take("social")
    assert (first.number, first.state, first.ahead) == ("D001", "waiting", 0)
    assert (second.number, second.ahead) == ("D002", 1)
    assert first.secret
    assert first.secret != second.secret
    assert office.take("idcard").number == "C001"
    seen = office.store.read(lambda reading: ticket_view(reading, second.id))
    assert seen == msgspec.structs.replace(
        second, secret=None, digits=None, counters_open=0, returning=0, postpone_min=10
    )
    assert [(fact.seq, fact.kind) for fact in office.journal()] == [(n, "ticket.issued") for n in (1, 2, 3)]


def test_a_priority_ticket_goes_before_those_who_came_within_its_credit(office):
    office.take()
    later = office.take(priority="priority")
    assert later.ahead == 0
    assert office.take(priority="appointment").ahead == 1


def test_numbers_start_anew_each_day_and_in_each_center(office):
    assert office.take().number == "D001"
    office.now += 24 * 3600 * 1000
    assert office.take().number == "D001"
    office.center = "village"
    assert office.take().number == "D001"


@pytest.mark.parametrize(
    ("code", "services", "more"),
    [
        ("bad_request", (), {}),
        ("service_unknown", ("tax",), {}),
        ("service_unserved", ("rare",), {}),
        ("bad_request", ("social",), {"priority": "vip"}),
        ("consultation_unknown", ("social",), {"plan": "x" * 65}),
    ],
)
def test_a_ticket_is_refused(office, code, services, more):
    command = TakeTicketCommand(services, "kiosk", **more)
    refused(code, office.write, lambda uow: take_ticket(uow, command, office.now))
    assert office.journal() == []
    assert office.take().number == "D001"


def test_a_closed_center_issues_nothing(office):
    office.now += 8 * 3600 * 1000
    refused("center_closed", office.take)
    office.center = "village"
    office.take()


def test_a_closed_counter_does_not_stop_people_from_queueing(office):
    assert office.take("school").number == "G001"


def test_an_unknown_center_is_refused(office):
    office.center = "nowhere"
    refused("center_unknown", office.take)
    refused("center_unknown", office.journal)


def test_numbers_end_at_the_last(office):
    office.take()
    office.write(lambda uow: uow.run(tables.numbers.update().values(last=LAST)))
    refused("numbers_used_up", office.take)
    refused("numbers_used_up", office.take)


def test_the_whole_way_at_a_counter(office):
    guidance, key = Guidance(SMALL), Ed25519PrivateKey.generate()
    release = office.write(lambda uow: publish_shipped(uow, guidance, key, office.now))
    plan = office.write(lambda uow: start_consultation(uow, release, ("settle",), office.now)).code
    ticket = office.take(plan=plan.lower())
    opened = office.at("hall-1", "open")
    assert (opened.state, opened.ticket, opened.waiting) == ("open", None, 1)
    called = office.at("hall-1", "call_next")
    assert called.ticket.number == ticket.number
    assert (called.ticket.state, called.ticket.counter, called.ticket.calls) == ("called", "hall-1", 1)
    assert (called.waiting, called.ticket.plan, called.ticket.secret) == (0, plan, None)
    assert office.at("hall-1", "recall").ticket.calls == 2
    assert office.at("hall-1", "start").ticket.state == "serving"
    assert office.at("hall-1", "finish").ticket.state == "finished"
    facts = office.journal()
    assert [fact.kind for fact in facts] == [
        "ticket.issued",
        "counter.opened",
        "ticket.called",
        "ticket.recalled",
        "ticket.started",
        "ticket.finished",
    ]
    assert [fact.calls for fact in facts] == [0, 0, 1, 2, 2, 2]
    assert facts[2].counter.name.zh == "1 号窗口"
    assert facts[2].service.name.en == "Social insurance"
    assert office.store.read(lambda reading: counter_view(reading, "hall-1")).ticket is None


def test_every_interval_of_a_ticket_is_kept(office):
    ticket = office.take()
    office.at("hall-1", "open")
    for verb in ("call_next", "recall", "start", "finish"):
        office.at("hall-1", verb)
    columns = tables.intervals.c
    rows = office.store.read(
        lambda reading: reading.rows(
            select(columns.state, columns.seq, columns.began_at, columns.ended_at).order_by(columns.seq)
        )
    )
    at = {fact.kind: fact.at for fact in office.journal()}
    assert [tuple(row) for row in rows] == [
        ("waiting", 1, at["ticket.issued"], at["ticket.called"]),
        ("called", 3, at["ticket.called"], at["ticket.started"]),
        ("serving", 5, at["ticket.started"], at["ticket.finished"]),
    ]
    assert ticket.issued_at == moment(at["ticket.issued"])


def test_a_clock_that_is_set_back_stops_nothing(office):
    office.take()
    office.at("hall-1", "open")
    office.now -= 60_000
    office.at("hall-1", "call_next")
    office.at("hall-1", "start")
    assert office.at("hall-1", "finish").ticket.state == "finished"


def test_calling_is_refused(office):
    refused("counter_unknown", office.at, "hall-9", "call_next")
    refused("counter_unknown", office.at, "village-1", "open")
    refused("counter_closed", office.at, "hall-1", "call_next")
    office.at("hall-1", "open")
    refused("line_empty", office.at, "hall-1", "call_next")
    office.take()
    office.take()
    office.at("hall-1", "call_next")
    assert refused("counter_busy", office.at, "hall-1", "call_next").values["number"] == "D001"
    office.at("hall-1", "start")
    office.at("hall-1", "finish")
    office.at("hall-1", "pause")
    refused("counter_paused", office.at, "hall-1", "call_next")
    assert office.kinds().count("ticket.called") == 1


@pytest.mark.parametrize("verb", ["recall", "start", "finish", "miss"])
def test_a_counter_without_a_ticket_has_nothing_to_do(office, verb):
    office.at("hall-1", "open")
    refused("counter_idle", office.at, "hall-1", verb)
    refused("counter_unknown", office.at, "hall-9", verb)


def test_wrong_states_are_refused_by_number(office):
    office.take()
    office.at("hall-1", "open")
    office.at("hall-1", "call_next")
    refusal = refused("ticket_state", office.at, "hall-1", "finish")
    assert refusal.values == {"number": "D001", "state": both(STATE_NAMES["called"])}
    office.at("hall-1", "start")
    for verb in ("recall", "start", "miss"):
        refused("ticket_state", office.at, "hall-1", verb)


def test_a_counter_opens_pauses_and_closes_once(office):
    for verb in ("open", "open", "pause", "pause", "open", "close", "close"):
        office.at("hall-1", verb)
    refused("counter_closed", office.at, "hall-1", "pause")
    assert office.kinds() == ["counter.opened", "counter.paused", "counter.opened", "counter.closed"]


def test_a_counter_with_somebody_in_hand_does_not_close(office):
    office.take()
    office.at("hall-1", "open")
    office.at("hall-1", "call_next")
    refused("counter_busy", office.at, "hall-1", "close")
    assert office.at("hall-1", "pause").ticket.number == "D001"
    assert office.at("hall-1", "start").state == "paused"
    office.at("hall-1", "finish")
    assert office.at("hall-1", "close").state == "closed"


def test_missing_needs_the_calls_and_the_seconds_of_the_center(office):
    office.take()
    office.at("hall-1", "open")
    office.at("hall-1", "call_next")
    office.now += 60_000
    refused("miss_needs_call", office.at, "hall-1", "miss")
    office.at("hall-1", "recall")
    assert refused("miss_too_early", office.at, "hall-1", "miss").values["seconds"] == 29
    office.now += 30_000
    missed = office.at("hall-1", "miss").ticket
    assert (missed.state, missed.counter) == ("missed", "hall-1")
    assert office.cancel(missed.id).state == "cancelled"
    refused("line_empty", office.at, "hall-1", "call_next")


def test_a_ticket_is_given_back_once(office):
    ticket = office.take()
    refused("ticket_unknown", office.cancel, "nothing")
    assert office.cancel(ticket.id).state == "cancelled"
    refused("ticket_state", office.cancel, ticket.id)
    assert office.take().ahead == 0


def test_a_center_cancels_only_its_own_tickets(office):
    ticket = office.take()
    office.center = "village"
    refused("ticket_unknown", office.cancel, ticket.id)


def test_several_matters_need_one_number_and_keep_their_age(office):
    several = office.take("social", "school", "social")
    assert several.services == ("social", "school")
    for _ in range(3):
        office.take("school")
    office.at("hall-1", "open")
    office.at("hall-3", "open")
    office.at("hall-1", "call_next")
    office.at("hall-1", "start")
    onward = office.at("hall-1", "finish").ticket
    assert (onward.number, onward.state, onward.step, onward.service) == ("D001", "waiting", 1, "school")
    assert (onward.counter, onward.calls) == (None, 0)
    called = office.at("hall-3", "call_next").ticket
    assert (called.number, called.service) == ("D001", "school")
    office.at("hall-3", "start")
    assert office.at("hall-3", "finish").ticket.state == "finished"
    facts = [fact for fact in office.journal() if fact.ticket and fact.ticket.id == several.id]
    assert (facts[3].came_from, facts[3].went_to) == (Place("serving", "social"), Place("waiting", "school"))
    own = [(fact.kind, fact.service.id) for fact in facts]
    assert own == [
        ("ticket.issued", "social"),
        ("ticket.called", "social"),
        ("ticket.started", "social"),
        ("ticket.finished", "social"),
        ("ticket.called", "school"),
        ("ticket.started", "school"),
        ("ticket.finished", "school"),
    ]


def test_centers_are_told_as_clients_may_know_them(office):
    office.take()
    office.at("hall-1", "open")
    hall, village = office.store.read(lambda reading: centers_view(reading, office.now))
    assert (hall.id, hall.level, hall.parent, hall.open) == ("hall", "city", None, True)
    assert village.parent == "hall"
    assert [(each.id, each.served, each.waiting) for each in hall.services] == [
        ("social", True, 1),
        ("idcard", True, 0),
        ("school", True, 0),
        ("rare", False, 0),
    ]
    assert [(each.id, each.state) for each in hall.counters] == [
        ("hall-1", "open"),
        ("hall-2", "closed"),
        ("hall-3", "closed"),
    ]
    night = office.now + 12 * 3600 * 1000
    assert not office.store.read(lambda reading: center_view(reading, "hall", night)).open


def test_the_journal_is_paged(office):
    for _ in range(5):
        office.take()
    page = office.store.read(lambda reading: journal_page(reading, "hall", 2, 2))
    assert [fact.seq for fact in page] == [3, 4]
    for after, limit in ((0, 0), (0, 1001), (-1, 5)):
        refused("bad_request", office.store.read, lambda reading, a=after, m=limit: journal_page(reading, "hall", a, m))


def test_unknown_tickets_and_counters_are_refused_when_read(office):
    refused("ticket_unknown", office.store.read, lambda reading: ticket_view(reading, "nothing"))
    refused("counter_unknown", office.store.read, lambda reading: counter_view(reading, "nothing"))


def test_a_counter_is_told_who_is_next_and_how_long_the_longest_waits(office):
    first = office.take("social")
    urgent = office.take("social", priority="priority")
    office.take("school")
    opened = office.at("hall-1", "open")
    assert opened.waiting == 2
    assert (opened.next.number, opened.next.service) == (urgent.number, "social")
    assert (opened.next.since, opened.next.longest_since) == (urgent.issued_at, first.issued_at)
    assert office.at("hall-1", "call_next").ticket.number == urgent.number
    assert office.store.read(lambda reading: counter_view(reading, "hall-1")).next.number == first.number
    assert office.at("hall-2", "open").next.number == first.number
    assert office.at("hall-2", "call_next").next is None
