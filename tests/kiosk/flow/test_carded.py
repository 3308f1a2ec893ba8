"""The identity card: what it tells is filled in and confirmed with a touch, and nobody leaves it there for a slip."""

from datetime import date

import pytest
from msgspec.structs import replace

from config.centers import Language
from hardware.id_card.lifting import Bed
from kiosk.page.asking import asked_together, rest
from kiosk.page.card import INVITES, card_words
from kiosk.page.choices import rows
from kiosk.page.headlines import headline
from kiosk.page.standing import standing
from kiosk.page.targets import targets
from kiosk.visit.session import Place, Session
from kiosk.visit.touches import CardLifted, CardRead, PrintPlan, SaveConsultation, TakeTicket
from kiosk.visit.world import ReaderSeen, World
from server.rules.guidance.judge.by_card import CardTold
from tests.kiosk.hall import HOME, MONTHS, WORLD, Visit

READER = WORLD.after(ReaderSeen("empty", card_lies=False))
LIES = WORLD.after(ReaderSeen("read", card_lies=True))
CARD = CardRead(CardTold("resident", date(1958, 3, 2)))


def visit_with(world: World = READER) -> Visit:
    visit = Visit(world)
    visit.to_question()
    return visit


def test_without_a_reader_nothing_is_said_of_cards_and_none_is_asked_for() -> None:
    visit = Visit()
    visit.to_question()
    assert visit.session.card.answers == {}
    assert headline(visit.session, visit.world)[1] == ""
    assert "next" not in targets(visit.session, visit.world)


@pytest.mark.parametrize("bed", [*INVITES, "away", "read"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_question_that_a_card_can_answer_invites_while_the_reader_works(bed: Bed, language: Language) -> None:
    world = WORLD.after(ReaderSeen(bed, card_lies=bed not in ("empty", "away")))
    visit = visit_with(world)
    told = card_words(replace(visit.session, language=language), world, "home")
    assert bool(told) == (bed in INVITES)
    assert told.isascii() == (language == "en") or "…" in told or not told
    assert card_words(visit.session, world, "permit") == ""


def test_an_empty_reader_that_is_not_yet_known_to_be_invites_nobody() -> None:
    visit = visit_with(WORLD.after(ReaderSeen("left", card_lies=False)))
    assert card_words(visit.session, visit.world, "home") == ""


def test_what_a_card_tells_is_chosen_already_and_one_touch_confirms_it() -> None:
    visit = visit_with()
    visit.happen(CARD)
    assert visit.session.inquiry.answers == {}
    assert [row.target for row in rows(visit.session, visit.world) if row.picked] == ["answer:own"]
    assert "Check" in headline(replace(visit.session, language="en"), visit.world)[1]
    visit.press("next")
    assert visit.session.inquiry.answers == {"home": "own"}
    assert (visit.session.place.question, visit.session.typing.digits) == ("months", "3")
    visit.press("next")
    assert visit.session.inquiry.answers == {"home": "own", "months": 3}
    assert visit.session.screen == "verdicts"


def test_what_a_card_tells_can_be_said_otherwise() -> None:
    visit = visit_with()
    visit.happen(CARD)
    visit.press("answer:rent", "answer:yes", "erase", "digit:9", "next")
    assert visit.session.inquiry.answers == {"home": "rent", "permit": True, "months": 9}


def test_a_card_that_comes_later_changes_no_answer() -> None:
    visit = visit_with()
    visit.press("answer:rent")
    visit.happen(CARD)
    assert visit.session.inquiry.answers == {"home": "rent"}
    visit.press("answer:no")
    assert visit.session.typing.digits == "3"


def test_the_keypad_is_filled_in_while_it_is_shown() -> None:
    visit = visit_with()
    visit.press("answer:own")
    visit.happen(CARD)
    assert visit.session.typing.digits == "3"
    assert "next" in targets(visit.session, visit.world)


def test_whoever_was_not_sure_is_asked_again_once_the_card_tells_it() -> None:
    visit = visit_with()
    visit.press("unclear")
    visit.happen(CARD)
    assert visit.session.inquiry.unclear == frozenset()
    visit.press("answer:yes")
    assert visit.session.place.question == "home"
    visit.press("next", "next")
    assert visit.session.inquiry.answers == {"home": "own", "permit": True, "months": 3}


def test_on_a_page_of_several_one_touch_confirms_what_is_filled_in() -> None:
    visit = visit_with()
    beside = Place("questions", "home", beside=("permit",))
    visit.session = visit.session.having(replace(visit.session.way, place=beside))
    visit.happen(CARD)
    first, other = asked_together(visit.session, visit.world)
    assert [each.text for each in first.buttons if each.picked] == ["own"]
    assert not any(each.picked for each in other.buttons)
    assert "next" not in targets(visit.session, visit.world)
    visit.press("of:permit:yes")
    assert visit.session.place == beside
    assert "next" in targets(visit.session, visit.world)
    visit.press("next")
    assert visit.session.inquiry.answers == {"home": "own", "permit": True}


def test_no_to_the_rest_says_nothing_of_what_is_filled_in() -> None:
    visit = visit_with()
    visit.session = visit.session.having(
        replace(visit.session.way, place=Place("questions", "permit", beside=("old",))),
        replace(
            visit.session.inquiry,
            seen={
                "permit": replace(HOME, id="permit", kind="yes_no"),
                "old": replace(MONTHS, id="old", kind="yes_no"),
                "far": replace(MONTHS, id="far", kind="yes_no"),
            },
        ),
    )
    assert rest(visit.session) == ("rest:yes", "rest:no")
    told = visit.session.having(replace(visit.session.card, answers={"permit": True}))
    assert rest(told) == ()


def test_in_large_type_the_page_is_turned_to_what_is_filled_in() -> None:
    answers = tuple(replace(HOME.choices[0], value=f"a{number}") for number in range(9))
    visit = visit_with()
    visit.press("large")
    visit.session = visit.session.having(
        replace(visit.session.inquiry, seen={"home": replace(HOME, choices=(*answers, HOME.choices[0]))})
    )
    assert visit.session.place.page == 0
    visit.happen(CARD)
    assert "answer:own" in targets(visit.session, visit.world)
    assert visit.session.place.page > 0


def test_what_a_card_says_belongs_to_the_visit_and_is_never_printed() -> None:
    visit = visit_with()
    visit.happen(CARD)
    assert "1958" not in repr(visit.session.card) + repr(CARD)
    visit.press("help", "restart")
    assert visit.session == Session()
    visit.happen(CARD)
    assert visit.session == Session()


def test_a_slip_waits_until_the_card_is_taken() -> None:
    visit = Visit(READER)
    visit.to_confirm()
    visit.world = LIES
    assert visit.press("take") == ()
    assert (visit.session.place.screen, visit.session.printing.slip) == ("take_card", "none")
    effects = visit.happen(CardLifted())
    assert [type(each) for each in effects] == [SaveConsultation]
    assert visit.session.place.screen == "working"
    assert "take_card" not in [each.screen for each in visit.session.way.past]


def test_whoever_says_that_they_have_it_is_not_kept_waiting_by_a_reader() -> None:
    visit = Visit(READER)
    visit.to_confirm()
    visit.world = LIES
    visit.press("take")
    assert "back" in targets(visit.session, visit.world)
    (effect,) = visit.press("next")
    assert isinstance(effect, SaveConsultation | TakeTicket)


def test_back_from_the_reminder_orders_nothing() -> None:
    visit = Visit(READER)
    visit.to_confirm()
    visit.world = LIES
    visit.press("take", "back")
    assert visit.session.place.screen == "confirm"
    assert visit.happen(CardLifted()) == ()
    assert visit.session.place.screen == "confirm"


def test_a_printed_plan_waits_too() -> None:
    visit = Visit(LIES)
    visit.to_plan()
    visit.press("print_plan")
    assert visit.session.place.screen == "take_card"
    assert visit.happen(CardLifted()) != ()
    assert visit.session.printing.plan == "printing"
    assert [each.screen for each in visit.session.way.past if each.screen == "take_card"] == []
    assert not any(isinstance(each, PrintPlan) for each in visit.effects)


@pytest.mark.parametrize("bed", ["empty", "left"])
def test_a_card_of_nobody_known_keeps_nobody_waiting(bed: Bed) -> None:
    visit = Visit(READER)
    visit.to_confirm()
    visit.world = WORLD.after(ReaderSeen(bed, card_lies=bed == "left"))
    assert visit.press("take") != ()


def test_a_card_that_was_left_is_named_on_the_first_screen() -> None:
    assert standing(READER) == standing(WORLD)
    assert "ID card" in standing(LIES)[0].text.en
