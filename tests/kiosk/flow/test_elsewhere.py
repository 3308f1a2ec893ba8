"""Other centers are offered where that helps, and a number of one of them is one order like any other."""

import pytest
from msgspec.structs import replace

from config.centers import Text
from hardware.printer.port import Printed, PrinterState
from kiosk.page import choices, elsewhere
from kiosk.page.targets import targets
from kiosk.visit.session import Session
from kiosk.visit.touches import (
    Abandon,
    AskPlaces,
    Away,
    Effect,
    Forget,
    GiveBack,
    PlacesTold,
    PrintTicket,
    Refused,
    SlipDone,
    Taken,
    TakeTicket,
)
from kiosk.visit.world import World
from server.wire.messages import LateAnswer, Wait
from server.wire.places import PlaceAnswer
from tests.kiosk.hall import WORLD, Visit, ticket

LONG = replace(WORLD, waits={"hukou": Wait(20, 45)}, waiting={"hukou": 20})
TOWN = PlaceAnswer(
    center="town",
    name=Text("镇中心", "Town"),
    level="town",
    address=Text("镇路 1 号", "1 Town Road"),
    way_min=30,
    state="open",
    opens_at=None,
    closes_at=None,
    waiting=2,
    at_once=False,
    wait=Wait(4, 9),
    why=None,
    said_seconds=1,
    called_min=None,
    late=False,
    heard_at=None,
    remote=True,
)
HERE = replace(TOWN, center="hall", name=Text("本中心", "Here"))
REMOTE = replace(
    ticket("D007"), center="town", state="remote", arrive_by="2026-11-24T03:40:00.000Z", digits="123456", secret="s"
)


def only(effects: tuple[Effect, ...]) -> Effect:
    (effect,) = effects
    return effect


def asked(world: World = LONG) -> tuple[Visit, AskPlaces]:
    visit = Visit(world)
    visit.press("start:zh", "direct", "service:hukou")
    asks = only(visit.press("elsewhere"))
    assert isinstance(asks, AskPlaces)
    return visit, asks


def at_places(*places: PlaceAnswer) -> Visit:
    visit, asks = asked()
    visit.happen(PlacesTold(asks.key, (HERE, *(places or (TOWN,)))))
    return visit


@pytest.mark.parametrize(
    ("world", "offered"),
    [
        (WORLD, False),
        (replace(WORLD, waits={"hukou": Wait(5, 30)}), False),
        (LONG, True),
        (replace(WORLD, served_now=frozenset({"social"})), True),
        (replace(WORLD, late={"hukou": LateAnswer("2026-11-24T09:00:00.000Z", stops=True)}), True),
        (replace(LONG, link="away"), False),
    ],
)
def test_other_centers_are_offered_where_it_takes_long_or_leads_nowhere(world: World, offered: bool) -> None:
    visit = Visit(world)
    visit.press("start:zh", "direct", "service:hukou")
    assert visit.session.screen == "confirm"
    assert ("elsewhere" in targets(visit.session, world)) is offered


def test_a_number_of_another_center_is_four_touches_from_the_line_here() -> None:
    visit, asks = asked()
    assert (asks.services, visit.session.screen) == (("hukou",), "finding")
    visit.happen(PlacesTold(asks.key, (HERE, TOWN)))
    # Nobody is sent to where they are.
    assert [row.target for row in choices.rows(visit.session, LONG)] == ["place:town"]
    visit.press("place:town")
    takes = only(visit.press("take"))
    assert isinstance(takes, TakeTicket)
    assert (takes.services, takes.there, takes.plan) == (("hukou",), "town", None)
    prints = only(visit.happen(Taken(takes.key, REMOTE)))
    assert isinstance(prints, PrintTicket)
    assert (prints.there, visit.session.screen) == (TOWN, "ticket")
    assert prints.ticket.wait is None
    assert elsewhere.by_words("zh", LONG, REMOTE) == "请在 11:40 前到那里报到"
    visit.happen(SlipDone(REMOTE.id, Printed.UNCONFIRMED, PrinterState.PAPER_OUT))
    assert visit.session.screen == "trouble"
    again = only(visit.press("again"))
    assert isinstance(again, PrintTicket)
    assert (again.there, again.again) == (TOWN, True)


@pytest.mark.parametrize(
    "place", [replace(TOWN, remote=False), replace(TOWN, late=True), replace(TOWN, state="silent", waiting=0)]
)
def test_where_no_number_is_given_none_is_offered(place: PlaceAnswer) -> None:
    visit = at_places(place)
    visit.press("place:town")
    assert visit.session.screen == "place"
    assert "take" not in targets(visit.session, visit.world)
    visit.press("back", "back")
    assert visit.session.screen == "confirm"


def test_nowhere_else_is_said_and_leads_back() -> None:
    visit, asks = asked()
    visit.happen(PlacesTold(asks.key, (HERE,)))
    assert (visit.session.screen, choices.rows(visit.session, LONG)) == ("places", ())
    visit.press("back")
    assert visit.session.screen == "confirm"
    assert isinstance(only(visit.press("take")), TakeTicket)


def test_a_server_that_is_away_is_said_asked_again_and_left() -> None:
    visit, asks = asked()
    visit.happen(Refused(asks.key, "unreachable", "The server does not answer."))
    assert visit.session.screen == "no_answer"
    again = only(visit.press("again"))
    assert isinstance(again, AskPlaces)
    assert visit.press("back") == (Abandon(again.key),)
    assert visit.session.screen == "confirm"
    before = visit.session
    visit.happen(PlacesTold(again.key, (TOWN,)))
    assert visit.session == before


def test_the_other_centers_no_is_said_and_leads_back_to_it() -> None:
    visit = at_places()
    visit.press("place:town")
    takes = only(visit.press("take"))
    assert isinstance(takes, TakeTicket)
    visit.happen(Refused(takes.key, "remote_full", "Enough people are on their way."))
    assert visit.session.screen == "refusal"
    assert "elsewhere" not in targets(visit.session, visit.world)
    visit.press("back")
    assert visit.session.screen == "place"


@pytest.mark.parametrize("code", elsewhere.SENT_AWAY)
def test_whoever_gets_no_number_here_is_offered_the_others(code: str) -> None:
    visit = Visit()
    visit.press("start:zh", "direct", "service:hukou")
    visit.happen(Refused(visit.take().key, code, "Not now."))
    asks = only(visit.press("elsewhere"))
    assert isinstance(asks, AskPlaces)
    assert asks.services == ("hukou",)


def test_a_closed_hall_offers_others_for_what_somebody_came_for() -> None:
    closed = replace(WORLD, open=False)
    visit = Visit(closed)
    visit.press("start:zh", "direct")
    assert visit.session.screen == "away"
    visit.press("elsewhere")
    assert visit.session.screen == "service"
    asks = only(visit.press("service:social"))
    assert isinstance(asks, AskPlaces)
    visit.happen(PlacesTold(asks.key, (TOWN,)))
    visit.press("place:town")
    takes = only(visit.press("take"))
    assert isinstance(takes, TakeTicket)
    assert (takes.services, takes.there) == (("social",), "town")
    visit.happen(Away(takes.key))
    assert visit.press("leave") == (Abandon(takes.key), Forget())
    assert visit.happen(Taken(takes.key, REMOTE)) == (GiveBack(REMOTE),)
    assert visit.session == Session()
    # The next one chooses a line of this hall.
    visit.world = WORLD
    visit.press("start:zh", "direct", "service:social")
    assert visit.session.screen == "confirm"


def test_the_plan_goes_along_to_the_other_center() -> None:
    visit = Visit(LONG)
    visit.to_confirm()
    asks = only(visit.press("elsewhere"))
    assert isinstance(asks, AskPlaces)
    visit.happen(PlacesTold(asks.key, (TOWN,)))
    visit.press("place:town")
    takes = visit.take()
    assert (takes.plan, takes.there) == ("CODE", "town")
