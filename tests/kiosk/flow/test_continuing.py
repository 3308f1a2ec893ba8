"""Going on with a consultation that was begun elsewhere."""

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from config.rule import Value
from kiosk.flow import machine as flow
from kiosk.page import wording
from kiosk.page.blocks import blocks
from kiosk.visit.session import Session
from kiosk.visit.touches import (
    Abandon,
    Continued,
    Forget,
    KeepConsultation,
    NotContinued,
    OpenConsultation,
    SaveConsultation,
    TakeTicket,
    Ticked,
)
from kiosk.work.local_guide import LocalGuide
from server.rules.errors import CODES, Code
from server.rules.guidance.consultation_code import code_of
from server.rules.guidance.judge.verdict import Wish
from tests.dongjiang import city_guidance
from tests.kiosk.hall import WORLD, Visit, without

CODE = code_of(20261126)


def typed(code: str) -> list[str]:
    return [f"letter:{letter}" for letter in code if letter != "-"]


def asked(visit: Visit, code: str = CODE) -> OpenConsultation:
    """Type `code` and go on; return what the server is asked."""
    visit.press("start:zh", "code", *typed(code))
    (effect,) = visit.press("next")
    assert isinstance(effect, OpenConsultation)
    return effect


def kept(key: str, **more: object) -> Continued:
    answers: dict[str, Value] = {"home": "own", "months": 12}
    return replace(
        Continued(
            key=key,
            code=CODE,
            checklists=("move",),
            answers=answers,
            wish=Wish("soonest", here="hall"),
            release="release",
            states={"move": "can"},
        ),
        **more,
    )


def test_what_was_begun_elsewhere_goes_on_with_all_that_was_said() -> None:
    visit = Visit()
    effect = asked(visit)
    assert (effect.code, visit.session.screen) == (CODE, "opening")
    visit.happen(kept(effect.key))
    session = visit.session
    assert session.screen == "verdicts"
    assert (session.inquiry.chosen, session.inquiry.answers) == (("move",), {"home": "own", "months": 12})
    assert session.inquiry.wish == Wish("soonest", here="hall")
    assert session.inquiry.consultation is not None
    assert session.inquiry.consultation.release == "release"
    assert session.otherwise_now == ()
    visit.press("next", "next", "paper:card:have", "next")
    (order,) = visit.press("take")
    assert isinstance(order, TakeTicket)
    assert order == TakeTicket(order.key, ("hukou",), CODE, "zh"), "it stays under its code"


def test_an_unfinished_one_goes_on_at_its_first_open_question() -> None:
    visit = Visit()
    visit.happen(kept(asked(visit).key, answers={"home": "rent"}, states={"move": "unknown"}))
    assert visit.session.place.question == "permit"
    visit.press("answer:yes", "digit:3", "next")
    assert visit.session.otherwise_now == ()
    visit.press("next")
    (keep,) = visit.press("print_plan")
    assert isinstance(keep, KeepConsultation)
    assert (keep.continues, keep.answers) == (CODE, {"home": "rent", "permit": True, "months": 3})


def test_a_wish_that_did_not_say_where_is_changed_under_the_same_code() -> None:
    visit = Visit()
    visit.happen(kept(asked(visit).key, wish=Wish("nearest", ("x",))))
    assert visit.session.inquiry.wish == Wish("nearest", ("x",), here="hall")
    visit.press("next", "next", "paper:card:have", "next")
    (save,) = visit.press("take")
    assert isinstance(save, SaveConsultation)
    assert (save.continues, save.wish) == (CODE, visit.session.inquiry.wish)


def test_verdicts_that_are_others_now_are_named_and_a_new_code_is_given() -> None:
    visit = Visit()
    visit.happen(kept(asked(visit).key, release="older", states={"move": "not_yet"}))
    assert visit.session.screen == "verdicts"
    assert "move" in blocks(visit.session, visit.world)[0].said[1].text
    assert (visit.session.keeping.code, visit.session.keeping.continues) == (None, None)
    visit.press("back")
    assert visit.session.screen == "home"


def test_another_release_with_the_same_verdicts_is_nothing_to_talk_about_but_a_new_consultation() -> None:
    visit = Visit()
    visit.happen(kept(asked(visit).key, release="older"))
    assert visit.session.otherwise_now == ()
    assert visit.session.keeping.continues is None


def test_what_a_citizen_changes_is_no_change_of_the_guidance() -> None:
    visit = Visit()
    visit.happen(kept(asked(visit).key, answers={"home": "own"}, states={"move": "can"}))
    assert visit.session.keeping.states == {"move": "can"}
    visit.press("digit:3", "next", "back", "digit:4", "next")
    assert visit.session.keeping.states == {}


def test_a_mistyped_letter_is_said_without_asking_the_server() -> None:
    visit = Visit()
    wrong = CODE[:-1] + ("A" if CODE[-1] != "A" else "C")
    visit.press("start:zh", "code", *typed(wrong))
    assert visit.press("next") == ()
    assert visit.session.keeping.not_continued is not None
    assert visit.session.keeping.not_continued.code == "code_mistyped"
    visit.press("erase", *typed(CODE[-1]))
    assert visit.session.keeping.not_continued is None
    assert isinstance(visit.press("next")[0], OpenConsultation)


@pytest.mark.parametrize("code", ["consultation_unknown", "consultation_expired", "consultation_tries", "unreachable"])
def test_a_code_that_leads_nowhere_stays_typed_and_says_why(code: Code) -> None:
    visit = Visit()
    key = asked(visit).key
    visit.happen(NotContinued("somebody else's", code, "no"))
    assert visit.session.screen == "opening"
    visit.happen(NotContinued(key, code, CODES[code][1]))
    assert (visit.session.screen, visit.session.typing.letters) == ("code", CODE.replace("-", ""))
    assert wording.not_continued(visit.session)
    visit.press("back")
    assert visit.session.screen == "home"
    visit.press("code")
    assert (visit.session.typing.letters, visit.session.keeping.not_continued) == ("", None)


def test_matters_that_are_gone_from_guidance_are_said_to_be() -> None:
    visit = Visit()
    visit.happen(kept(asked(visit).key, checklists=("gone",)))
    assert visit.session.screen == "code"
    assert wording.not_continued(visit.session) == ("这次咨询的事情已不在现行指南里，请重新开始。",)


def test_whoever_does_not_wait_for_the_answer_gets_none() -> None:
    visit = Visit()
    key = asked(visit).key
    assert visit.press("back") == (Abandon(key),)
    assert visit.session.screen == "code"
    visit.happen(kept(key))
    assert (visit.session.screen, visit.session.inquiry.answers) == ("code", {})
    (effect,) = visit.press("next")
    assert isinstance(effect, OpenConsultation)
    visit.press("help")
    visit.happen(kept(effect.key))
    assert visit.session.screen == "verdicts"


def test_silence_forgets_the_code_and_what_is_asked() -> None:
    visit = Visit()
    key = asked(visit).key
    waits = flow.patience(visit.session, visit.world)
    visit.happen(Ticked(visit.now + waits.asks))
    assert visit.happen(Ticked(visit.now + waits.asks + waits.wipes)) == (Abandon(key), Forget())
    assert visit.session == Session()
    assert visit.happen(kept(key)) == ()
    assert visit.session == Session()


def test_no_code_is_taken_without_guidance() -> None:
    for world in (without(WORLD, guide=None), without(WORLD, center=None)):
        visit = Visit(world)
        visit.press("start:zh", "code")
        assert visit.session.screen == "home"


def test_an_answer_that_this_guidance_does_not_know_is_asked_again() -> None:
    """It was kept by an older release, in which there was one more kind of household register."""
    guide = LocalGuide(city_guidance(), "hall", lambda: datetime(2026, 11, 24, tzinfo=UTC))
    visit = Visit(replace(WORLD, guide=guide))
    answers: dict[str, Value] = {"child_hukou": "city", "grade": "evening", "gone": True}
    visit.happen(kept(asked(visit).key, checklists=("school",), answers=answers))
    assert visit.session.inquiry.answers == {"child_hukou": "city", "gone": True}
    assert "grade" in {each.id for each in visit.session.group}
    assert "grade" in {each.id for each in visit.session.open_in_group}
