"""What is said of a number before it is taken goes with its order, once, and is gone with whoever said it."""

import pytest
from msgspec.structs import replace

from kiosk.page import claims
from kiosk.page.targets import targets
from kiosk.visit.session import Session
from kiosk.visit.touches import Effect, Refused, TakeTicket
from kiosk.visit.world import World
from tests.kiosk.hall import WORLD, Visit

ASKS = replace(WORLD, cases_at_most=4, kiosk_priority=True, one_per_person=True)
LETS = replace(ASKS, one_per_person=False)
CARD = ("letter:1", "letter:2", "letter:3", "letter:4", "letter:5", "letter:X")


def at_confirm(world: World) -> Visit:
    visit = Visit(world)
    visit.press("start:zh", "direct", "service:hukou")
    assert visit.session.screen == "confirm"
    return visit


def taken(effects: tuple[Effect, ...]) -> TakeTicket:
    (effect,) = effects
    assert isinstance(effect, TakeTicket)
    return effect


def test_a_hall_that_lets_nobody_claim_anything_shows_nothing_of_it() -> None:
    visit = at_confirm(WORLD)
    assert {"cases", "claim"}.isdisjoint(targets(visit.session, WORLD))
    order = taken(visit.press("take"))
    assert (order.cases, order.ground, order.person) == (1, None, None)


def test_cases_are_counted_between_one_and_what_the_hall_allows() -> None:
    visit = at_confirm(LETS)
    visit.press("cases")
    assert "fewer" not in targets(visit.session, LETS)
    visit.press("further", "further", "further")
    assert visit.session.taking.cases == 4
    assert "further" not in targets(visit.session, LETS)
    visit.press("fewer", "next")
    assert (visit.session.screen, claims.told(visit.session)) == ("confirm", ("共 3 件",))
    assert taken(visit.press("take")).cases == 3


def test_a_ground_is_chosen_said_with_its_proof_and_taken_back() -> None:
    visit = at_confirm(LETS)
    visit.press("claim")
    assert "ground:none" not in targets(visit.session, LETS)
    visit.press("ground:pregnant")
    assert claims.told(visit.session) == ("优先：孕妇", "窗口会查看证明材料。")
    assert taken(visit.press("take")).ground == "pregnant"
    other = at_confirm(LETS)
    other.press("claim", "ground:elderly", "claim", "page:next", "ground:none")
    assert claims.told(other.session) == ()
    assert taken(other.press("take")).ground is None


def test_the_words_know_every_ground_that_the_hall_may_hear() -> None:
    assert [*claims.GROUNDS] == [*claims.NAMED]


def test_a_hall_of_one_number_a_person_asks_who_takes_it_once() -> None:
    visit = at_confirm(ASKS)
    assert visit.press("take") == ()
    assert visit.session.screen == "person"
    visit.press(*CARD[:5])
    assert "next" not in targets(visit.session, ASKS)
    visit.press("erase", *CARD[4:])
    assert "next" in targets(visit.session, ASKS)
    order = taken(visit.press("next"))
    assert order.person == claims.known_as("hall", "12345X")
    # What was typed stands nowhere any more, only what the server compares.
    assert visit.session.typing.letters == ""
    assert "12345X" not in repr(visit.session)


def test_the_same_card_is_known_by_the_same_and_in_another_hall_by_another() -> None:
    one = claims.known_as("hall", "12345X")
    assert one == claims.known_as("hall", "12345X")
    assert one not in (claims.known_as("hall", "123456"), claims.known_as("town", "12345X"))
    assert len(one) <= 64


def test_whoever_has_a_number_already_is_led_to_it() -> None:
    visit = at_confirm(ASKS)
    visit.press("take", *CARD)
    order = taken(visit.press("next"))
    visit.happen(Refused(order.key, "person_has_ticket", "You have number A007 for hukou already."))
    assert visit.session.screen == "refusal"
    visit.press("number")
    assert (visit.session.screen, visit.session.typing.letters) == ("number", "")


def test_whoever_mistyped_goes_back_and_types_again() -> None:
    visit = at_confirm(ASKS)
    visit.press("take", *CARD)
    order = taken(visit.press("next"))
    visit.happen(Refused(order.key, "person_has_ticket", "You have number A007 for hukou already."))
    visit.press("back")
    assert visit.session.screen == "person"
    visit.press("letter:9", *CARD[1:])
    assert taken(visit.press("next")).person == claims.known_as("hall", "92345X")


@pytest.mark.parametrize("way", [("cases", "further", "next"), ("claim", "ground:urgent"), ("take", *CARD)])
def test_nothing_of_it_is_left_for_the_next_citizen(way: tuple[str, ...]) -> None:
    visit = at_confirm(ASKS)
    visit.press(*way, "help", "restart")
    assert visit.session == Session()
