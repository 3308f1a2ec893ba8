"""What stands aside is found in lists, and anybody by their number."""

from server.office.aside import aside_at
from server.wire.messages import AsideAnswer, TicketAside
from tests.server.conftest import Office, refused


def lists(office: Office, number: str | None = None) -> AsideAnswer:
    return office.store.read(lambda reading: aside_at(reading, "hall-1", number))


def names(listed: tuple[TicketAside, ...]) -> list[str]:
    return [each.number for each in listed]


def test_each_list_has_its_own(office: Office) -> None:
    assert lists(office) == AsideAnswer()
    office.at("hall-2", "open")
    held, missed, late, done, waiting = (office.take() for _ in range(5))
    office.serve("hall-2")
    office.at("hall-2", "hold")
    office.miss("hall-2")
    office.miss("hall-2")
    office.serve("hall-2", until="finish")
    seen = lists(office)
    assert (names(seen.held), names(seen.missed), names(seen.finished)) == (
        [held.number],
        [missed.number, late.number],
        [done.number],
    )
    assert (seen.held[0].counter, seen.held[0].service, seen.held[0].state, seen.held[0].id) == (
        "hall-2",
        "social",
        "held",
        held.id,
    )
    assert [each.misses for each in seen.missed] == [1, 1]
    assert seen.missed[0].since < seen.missed[1].since
    assert waiting.number not in [*names(seen.held), *names(seen.missed), *names(seen.finished)]
    # The same at every counter of the center, and nothing of it in another.
    assert office.store.read(lambda reading: aside_at(reading, "village-1")) == AsideAnswer()
    refused("counter_unknown", office.store.read, lambda reading: aside_at(reading, "nowhere-1"))


def test_who_comes_back_leaves_the_list_and_who_is_finished_again_is_there_once(office: Office) -> None:
    office.at("hall-2", "open")
    ticket = office.take()
    for _ in range(2):
        office.serve("hall-2", until="finish")
        assert names(lists(office).finished) == [ticket.number]
        office.about("hall-2", "back_in_line", ticket.id)
        assert lists(office).finished == ()


def test_who_asked_for_time_is_listed_with_the_moment_until_they_are_back(office: Office) -> None:
    later, sooner = office.take(), office.take()
    office.postpone(later.id)
    office.postpone(sooner.id)
    seen = lists(office)
    assert names(seen.postponed) == [later.number, sooner.number]
    assert [each.back_at for each in seen.postponed] == [office.look(each.id).back_at for each in (later, sooner)]
    assert (seen.held, seen.missed, seen.finished) == ((), (), ())
    office.come_back(later.id)
    assert names(lists(office).postponed) == [sooner.number]


def test_what_goes_on_to_another_line_is_not_finished(office: Office) -> None:
    office.at("hall-2", "open")
    office.take("social", "school")
    office.serve("hall-2", until="finish")
    assert lists(office).finished == ()


def test_the_finished_are_the_newest_thirty_newest_first(office: Office) -> None:
    office.at("hall-2", "open")
    for _ in range(32):
        office.take()
        office.serve("hall-2", until="finish")
    assert names(lists(office).finished) == [f"D{number:03}" for number in range(32, 2, -1)]


def test_yesterday_is_in_no_list(office: Office) -> None:
    office.at("hall-2", "open")
    office.take()
    office.take()
    office.serve("hall-2", until="finish")
    office.miss("hall-2")
    office.now += 24 * 3600 * 1000
    office.at("hall-2", "open")
    assert lists(office) == AsideAnswer()
    assert lists(office, "D001").found == ()


def test_anybody_is_found_by_their_number(office: Office) -> None:
    office.at("hall-2", "open")
    ticket = office.take()
    found = lists(office, " d001 ").found
    assert [(each.id, each.state, each.since) for each in found] == [(ticket.id, "waiting", ticket.issued_at)]
    office.at("hall-2", "call_next")
    assert lists(office, "D001").found[0].state == "called"
    for nothing in ("D002", "C001", "001", "D1", "号", "D00001"):
        assert lists(office, nothing) == AsideAnswer()
