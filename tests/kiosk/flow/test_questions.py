"""Several questions on one page: each has its touch, the last one goes on, Back loses none of them."""

from collections.abc import Mapping

from msgspec.structs import replace

from config.rule import Value
from kiosk.page.targets import targets
from kiosk.visit.world import BookedStop
from server.rules.guidance.judge.verdict import Consultation, Question, Wish
from tests.kiosk.hall import WORLD, SmallGuide, Visit, text

ASKED = tuple(Question(each, "yes_no", text(f"{each}?"), help=text("see the card")) for each in ("a", "b", "c", "d"))


class Together(SmallGuide):
    """Asks four things at once, then the months."""

    def consult(
        self, checklists: tuple[str, ...], answers: Mapping[str, Value], wish: Wish, booked: BookedStop | None = None
    ) -> Consultation:
        answer = super().consult(checklists, {"home": "own", **answers}, wish, booked)
        left = tuple(each for each in ASKED if each.id not in answers)
        return replace(
            answer,
            questions=(*left, *answer.questions),
            asked=tuple(each for each in ("a", "b", "c", "d", "months") if each in answers),
            plan=None if left else answer.plan,
        )

    def together(
        self, checklists: tuple[str, ...], answers: Mapping[str, Value], wish: Wish, left: tuple[Question, ...]
    ) -> tuple[str, ...]:
        return tuple(each.id for each in left if each in ASKED) or (left[0].id,)


def asked() -> Visit:
    visit = Visit(replace(WORLD, guide=Together()))
    visit.to_question()
    return visit


def test_as_many_as_fit_stand_on_one_page_and_the_last_answer_goes_on() -> None:
    visit = asked()
    group = [each.id for each in visit.session.group]
    assert visit.session.screen == "questions"
    assert 2 <= len(group) < 4
    visit.press(*(f"of:{each}:yes" for each in group[:-1]))
    assert visit.session.screen == "questions"
    visit.press(f"of:{group[-1]}:no")
    assert visit.session.place.question not in group
    assert visit.session.inquiry.answers == {**dict.fromkeys(group[:-1], True), group[-1]: False}


def test_one_touch_answers_all_that_is_left() -> None:
    visit = asked()
    group = [each.id for each in visit.session.group]
    assert {"rest:yes", "rest:no"} <= set(targets(visit.session, visit.world))
    visit.press(f"of:{group[0]}:yes", "rest:no")
    given = visit.session.inquiry.answers
    assert given == {group[0]: True, **dict.fromkeys(group[1:], False)}
    assert visit.session.place.question not in group


def test_there_is_no_way_on_that_does_nothing() -> None:
    visit = asked()
    assert "next" not in targets(visit.session, visit.world)
    visit.press("rest:yes", "back")
    assert visit.session.screen == "questions"
    assert "next" in targets(visit.session, visit.world)
    assert "rest:yes" not in targets(visit.session, visit.world)


def test_back_loses_none_of_them_and_a_changed_one_goes_on_at_once() -> None:
    visit = asked()
    group = [each.id for each in visit.session.group]
    visit.press("rest:no")
    after = visit.session.place
    visit.press("back", f"of:{group[0]}:yes")
    assert visit.session.place == after
    assert visit.session.inquiry.answers == {group[0]: True, **dict.fromkeys(group[1:], False)}


def test_what_is_not_known_is_said_for_each_of_them() -> None:
    visit = asked()
    group = [each.id for each in visit.session.group]
    visit.press(f"of:{group[0]}:")
    assert visit.session.inquiry.unclear == {group[0]}
    assert visit.session.screen == "questions"
    visit.press(f"of:{group[0]}:yes")
    assert not visit.session.inquiry.unclear


def test_how_one_finds_out_stands_there_when_it_is_asked_for() -> None:
    visit = asked()
    group = [each.id for each in visit.session.group]
    visit.press(f"how:{group[1]}")
    assert (visit.session.screen, visit.session.place.item) == ("questions", group[1])
    assert f"how:{group[1]}" not in targets(visit.session, visit.world)


def test_all_papers_are_said_to_be_here_with_one_touch() -> None:
    visit = Visit()
    visit.to_plan()
    visit.press("next")
    assert visit.session.screen == "papers"
    assert "next" not in targets(visit.session, visit.world)
    visit.press("all_here")
    assert visit.session.screen == "confirm"
    assert visit.session.inquiry.papers == {"card": "have", "book": "have"}


def test_whoever_lacks_a_paper_says_so_and_goes_on() -> None:
    visit = Visit()
    visit.to_plan()
    visit.press("next", "paper:card:lack")
    assert "all_here" not in targets(visit.session, visit.world)
    visit.press("next")
    assert visit.session.screen == "lacking"
