"""What every verb of a counter answers and refuses names the counter by its name, and counts its own lines."""

from config.centers import Text
from config.words import both
from server.office.at_counter import center_of
from server.office.views import counter_view
from tests.server.conftest import Office, refused

FIRST = Text("1 号窗口", "Counter 1")


def test_refusals_name_the_counter_as_people_know_it(embedded: Office) -> None:
    assert refused("counter_closed", embedded.at, "hall-1", "call_next").values == {"counter": FIRST}
    assert refused("counter_closed", embedded.at, "hall-1", "pause").values == {"counter": FIRST}
    embedded.at("hall-1", "open")
    assert refused("counter_idle", embedded.at, "hall-1", "recall").values == {"counter": FIRST}
    assert refused("line_empty", embedded.at, "hall-1", "call_next").values == {"counter": FIRST}
    embedded.at("hall-1", "pause")
    assert refused("counter_paused", embedded.at, "hall-1", "call_next").values == {"counter": FIRST}
    embedded.at("hall-1", "open")
    embedded.take()
    embedded.at("hall-1", "call_next")
    busy = {"counter": FIRST, "number": "D001", "state": both("called")}
    assert refused("counter_busy", embedded.at, "hall-1", "call_next").values == busy
    assert refused("counter_busy", embedded.at, "hall-1", "close").values == busy
    for work in (lambda: embedded.at("hall-9", "open"), lambda: embedded.store.read(lambda r: center_of(r, "hall-9"))):
        assert refused("counter_unknown", work).values == {"counter": "hall-9"}


def test_a_counter_counts_the_lines_that_it_serves_and_no_others(embedded: Office) -> None:
    for service in ("social", "idcard", "idcard", "school"):
        embedded.take(service)
    waiting = {each: embedded.at(each, "open").waiting for each in ("hall-1", "hall-2", "hall-3")}
    assert waiting == {"hall-1": 3, "hall-2": 1, "hall-3": 1}
    seen = embedded.store.read(lambda reading: counter_view(reading, "hall-3"))
    assert seen.next is not None
    assert (seen.counter, seen.state, seen.next.number, seen.next.service) == ("hall-3", "open", "G001", "school")
    embedded.at("hall-3", "call_next")
    seen = embedded.store.read(lambda reading: counter_view(reading, "hall-3"))
    assert seen.ticket is not None
    assert (seen.waiting, seen.next, seen.ticket.number, seen.ticket.ahead) == (0, None, "G001", 0)


def test_what_a_counter_does_is_told_of_it_alone_with_who_did_it(embedded: Office) -> None:
    for verb in ("open", "pause", "close"):
        embedded.at("hall-2", verb)
    told = embedded.journal()
    assert [(fact.kind, fact.counter.id if fact.counter else "") for fact in told] == [
        ("counter.opened", "hall-2"),
        ("counter.paused", "hall-2"),
        ("counter.closed", "hall-2"),
    ]
    states = [embedded.store.read(lambda r, each=each: counter_view(r, each)).state for each in ("hall-1", "hall-2")]  # type: ignore[misc]
    assert states == ["closed", "closed"]
