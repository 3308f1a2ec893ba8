"""The server goes away and comes back: the kiosk says so, keeps the order under its key, nobody gets two tickets."""

from collections.abc import Iterator

import pytest

from tests.kiosk.lobby import Lobby, Record, opened
from tests.kiosk.short_case import short_case

pytestmark = [pytest.mark.screen, pytest.mark.xdist_group("away")]


@pytest.fixture(scope="module")
def one_lobby() -> Iterator[Lobby]:
    with opened() as lobby:
        yield lobby


@pytest.fixture
def lobby(one_lobby: Lobby) -> Iterator[Lobby]:
    one_lobby.leave()
    yield one_lobby
    one_lobby.line.loses_tickets = False
    one_lobby.line.lost.clear()
    if not any(name == "server" for name, _ in one_lobby.parts.running):
        one_lobby.hall.start()
    assert one_lobby.alive()


def ticket_lost(lobby: Lobby) -> int:
    """Take a ticket whose answer never comes; return the journal's seq before it."""
    before = lobby.seq()
    lobby.to_confirm()
    lobby.line.loses_tickets = True
    lobby.finger.touch("take")
    assert lobby.line.lost.wait(10)
    return before


def test_a_server_killed_before_the_ticket_gives_it_when_it_is_back(lobby: Lobby) -> None:
    before = lobby.seq()
    lobby.to_confirm()
    lobby.stop("server")
    lobby.finger.touch("take")
    lobby.says("暂时连不上排队系统", "只会取一个号", "也可以到导办台取号", screen="away")
    lobby.hall.start()
    shown = lobby.finger.wait_until("a slip", lambda seen: seen["screen"] == "ticket" and seen["slip"] == "printed")
    assert lobby.story(before) == [("ticket.issued", shown["ticket"]["number"])]


def test_a_server_killed_after_the_ticket_and_before_its_answer_gives_no_second_one(lobby: Lobby) -> None:
    before = ticket_lost(lobby)
    lobby.stop("server")
    lobby.says("只会取一个号", screen="away")
    lobby.line.loses_tickets = False
    lobby.hall.start()
    shown = lobby.finger.wait_until("a slip", lambda seen: seen["screen"] == "ticket" and seen["slip"] == "printed")
    assert lobby.story(before) == [("ticket.issued", shown["ticket"]["number"])]


def test_who_taps_on_and_on_does_not_wipe_the_ticket_before_it_can_be_read(lobby: Lobby) -> None:
    before = ticket_lost(lobby)
    lobby.finger.wait_for("away")
    lobby.line.loses_tickets = False
    # On the ticket, what ends the visit is where "again" was.
    x, y = lobby.finger.place("again")
    lobby.finger.act("mousemove", x, y, "click", "--repeat", "60", "--delay", "40", "1")
    lobby.finger.wait_until("the end of it", lambda seen: seen["screen"] in ("ticket", "attract"))
    assert [kind for kind, _ in lobby.story(before)] == ["ticket.issued"]
    screen: Record = {}
    seen = set()
    for record in lobby.finger.records():
        if "screen" in record:
            screen = record
            seen.add(record["screen"])
        else:
            assert record["at"] >= screen["readable_at"], record
    assert {"away", "ticket"} <= seen


def test_who_leaves_while_the_server_is_away_has_no_ticket_in_the_line(lobby: Lobby) -> None:
    before = ticket_lost(lobby)
    lobby.finger.wait_for("away")
    lobby.finger.touch("leave")
    lobby.finger.wait_for("attract")
    lobby.line.loses_tickets = False
    # The next citizen's order waits behind what the last one left: when it is done, that is done too.
    lobby.to_confirm()
    lobby.finger.touch("take")
    shown = lobby.finger.wait_for("ticket", seconds=20)
    kinds = lobby.story(before)
    assert [kind for kind, _ in kinds] == ["ticket.issued", "ticket.cancelled", "ticket.issued"]
    assert kinds[0][1] == kinds[1][1] != kinds[2][1]
    assert kinds[2][1] == shown["ticket"]["number"]


def test_a_kiosk_that_lost_its_power_gives_back_what_nobody_saw(lobby: Lobby) -> None:
    before = ticket_lost(lobby)
    lobby.finger.wait_for("away")
    lobby.stop("kiosk")
    lobby.line.loses_tickets = False
    seen = len(lobby.finger.records())
    lobby.open_kiosk()
    lobby.finger.wait_until("the first screen", lambda _: len(lobby.finger.records()) > seen)
    lobby.to_confirm()
    lobby.finger.touch("take")
    lobby.finger.wait_for("ticket", seconds=20)
    assert [kind for kind, _ in lobby.story(before)] == ["ticket.issued", "ticket.cancelled", "ticket.issued"]


def test_guidance_goes_on_while_the_server_is_away(lobby: Lobby) -> None:
    lobby.finger.wait_until("a center", lambda shown: "东江市政务服务中心" in shown["words"])
    lobby.stop("server")
    case = short_case()
    before = lobby.finger.records()
    assert lobby.citizen().be_guided(case.checklists, case.answers)["screen"] == "away"
    seen = {record["screen"] for record in lobby.finger.records()[len(before) :] if "screen" in record}
    assert {"verdicts", "plan", "confirm", "away"} <= seen
    assert {"question", "questions"} & seen
    lobby.hall.start()
    lobby.finger.wait_until("a slip", lambda shown: shown["screen"] == "ticket" and shown["slip"] == "printed")
