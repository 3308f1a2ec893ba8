"""Several questions on one page: each has its touch, the last one goes on, Back loses none of them."""

from collections.abc import Mapping

from msgspec.structs import replace

from config.rule import Value
from kiosk.page.targets import targets
from kiosk.visit.world import BookedStop
from server.rules.guidance.judge.span import numbers_of
from server.rules.guidance.judge.verdict import Choice, Consultation, Question, Wish
from tests.kiosk.hall import WORLD, SmallGuide, Visit, text

ASKED = tuple(Question(each, "yes_no", text(f"{each}?"), help=text("see the card")) for each in "abcdef")


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
            asked=tuple(each for each in (*"abcdef", "months") if each in answers),
            plan=None if left else answer.plan,
        )

    def together(
        self, checklists: tuple[str, ...], answers: Mapping[str, Value], wish: Wish, left: tuple[Question, ...]
    ) -> tuple[str, ...]:
        names = {each.id for each in ASKED}
        return tuple(each.id for each in left if each.id in names) or (left[0].id,)


def asked() -> Visit:
    visit = Visit(replace(WORLD, guide=Together()))
    visit.to_question()
    return visit


def test_as_many_as_fit_stand_on_one_page_and_the_last_answer_goes_on() -> None:
    visit = asked()
    group = [each.id for each in visit.session.group]
    assert visit.session.screen == "questions"
    assert 2 <= len(group) < len(ASKED)
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


SUBJECT = text("moving")
WHERE = Question(
    "where",
    "choice",
    text("where?"),
    choices=tuple(Choice(each, text(each)) for each in ("here", "away")),
    theme=SUBJECT,
)
GROUND = Question("ground", "choice", text("why?"), choices=(Choice("work", text("work")),), theme=SUBJECT)
CHILD = Question("child", "yes_no", text("child?"), theme=SUBJECT)
ILL = Question("ill", "yes_no", text("ill?"), theme=text("health"))


class Following(SmallGuide):
    """Asks where, then why of those from away, whether with a child, and about health."""

    def consult(
        self, checklists: tuple[str, ...], answers: Mapping[str, Value], wish: Wish, booked: BookedStop | None = None
    ) -> Consultation:
        answer = super().consult(checklists, {"home": "own", "months": 1}, wish, booked)
        wanted = [WHERE, *([GROUND] if answers.get("where") == "away" else []), CHILD, ILL]
        left = tuple(each for each in wanted if each.id not in answers)
        said = tuple(each.id for each in wanted if each.id in answers)
        return replace(answer, questions=left, asked=said, plan=None if left else answer.plan)


def following() -> Visit:
    visit = Visit(replace(WORLD, guide=Following()))
    visit.to_question()
    return visit


def test_what_comes_of_an_answer_stands_under_it() -> None:
    visit = following()
    assert (visit.session.screen, visit.session.place.beside) == ("questions", ())
    steps = len(visit.session.way.past)
    visit.press("of:where:away")
    assert visit.session.place.beside == ("ground",)
    visit.press("of:ground:work")
    assert len(visit.session.group) == 3
    assert len(visit.session.way.past) == steps
    visit.press("of:child:yes")
    assert visit.session.place.question == "ill"


def test_an_answer_said_otherwise_takes_away_what_came_of_it() -> None:
    visit = following()
    visit.press("of:where:away", "of:where:here")
    assert visit.session.place.beside == ("child",)
    visit.press("of:child:no", "back")
    assert visit.session.place.beside == ("child",)


def test_in_large_type_one_question_alone_has_a_page() -> None:
    visit = Visit(replace(WORLD, guide=Following()))
    visit.press("large")
    visit.to_question()
    assert visit.session.screen == "question"


class Nobody(Together):
    """One of the four things can be several, or a plain no."""

    def consult(
        self, checklists: tuple[str, ...], answers: Mapping[str, Value], wish: Wish, booked: BookedStop | None = None
    ) -> Consultation:
        answer = super().consult(checklists, answers, wish, booked)
        joins = (Choice("nobody", text("nobody"), no=True), Choice("me", text("me")))
        changed = (replace(each, kind="choice", choices=joins) if each.id == "a" else each for each in answer.questions)
        return replace(answer, questions=tuple(changed))


def test_a_plain_no_among_several_answers_is_said_with_the_rest() -> None:
    visit = Visit(replace(WORLD, guide=Nobody()))
    visit.to_question()
    group = [each.id for each in visit.session.group]
    assert group[0] == "a"
    assert "rest:yes" not in targets(visit.session, visit.world)
    visit.press("rest:no")
    assert visit.session.inquiry.answers == {"a": "nobody", **dict.fromkeys(group[1:], False)}


STAY = Question("stay", "number", text("stay?"), choices=(Choice("12..600", text("a year")),), theme=SUBJECT)
BORN = Question(
    "born",
    "date",
    text("born?"),
    first="1926-01-01",
    last="2026-11-24",
    rough=(("1926-01-01", "1985-06-30"), ("1986-01-01", "2026-11-24")),
)


class Roughly(SmallGuide):
    """Asks for how long somebody has stayed, and when they were born; `least` months were enough."""

    def __init__(self, *questions: Question, least: int = 12) -> None:
        self._asked = questions
        self._least = least

    def consult(
        self, checklists: tuple[str, ...], answers: Mapping[str, Value], wish: Wish, booked: BookedStop | None = None
    ) -> Consultation:
        answer = super().consult(checklists, {"home": "own", "months": 1}, wish, booked)
        enough = {each for each, given in answers.items() if (numbers_of(given) or (999,))[0] >= self._least}
        left = tuple(each for each in self._asked if each.id not in enough)
        said = tuple(each.id for each in self._asked if each.id in enough)
        return replace(answer, questions=left, asked=said, plan=None if left else answer.plan)


def roughly(*questions: Question, least: int = 12) -> Visit:
    visit = Visit(replace(WORLD, guide=Roughly(*questions, least=least)))
    visit.to_question()
    return visit


def test_one_touch_says_a_number_as_exactly_as_it_is_needed() -> None:
    visit = roughly(STAY, ILL)
    visit.press("of:stay:12..600")
    assert visit.session.inquiry.answers == {"stay": "12..600"}
    assert visit.session.place.question == "ill"


def test_whoever_is_in_no_band_types_the_number() -> None:
    visit = roughly(STAY, ILL, least=0)
    visit.press("type:stay", "digit:7", "next")
    assert visit.session.inquiry.answers == {"stay": 7}
    assert visit.session.place.question == "ill"
    visit.press("back", "back")
    assert visit.session.screen == "questions"


def test_what_was_said_too_roughly_is_open_again() -> None:
    visit = roughly(STAY, least=24)
    visit.press("of:stay:12..600")
    assert visit.session.place.question == "stay"
    assert [each.id for each in visit.session.open_in_group] == ["stay"]


def test_a_date_ends_with_the_part_that_is_exact_enough() -> None:
    visit = roughly(BORN)
    visit.press("part:197")
    assert visit.session.inquiry.answers == {"born": "1970-01-01..1979-12-31"}
    visit = roughly(BORN)
    visit.press("part:198", "part:1985", "part:198507", "part:19850702")
    assert visit.session.inquiry.answers == {"born": "1985-07-02"}
    visit = roughly(BORN)
    visit.press("part:198", "part:1985", "part:198506")
    assert visit.session.inquiry.answers == {"born": "1985-06-01..1985-06-30"}


def test_a_date_that_was_said_too_roughly_stands_there_as_far_as_it_goes() -> None:
    class Later(SmallGuide):
        """Needs the year at first, and the day once that is known."""

        def consult(
            self,
            checklists: tuple[str, ...],
            answers: Mapping[str, Value],
            wish: Wish,
            booked: BookedStop | None = None,
        ) -> Consultation:
            answer = super().consult(checklists, {"home": "own", "months": 1}, wish, booked)
            asked = BORN if "born" not in answers else replace(BORN, rough=())
            return replace(answer, questions=(asked,), about_left=1, plan=None)

    visit = Visit(replace(WORLD, guide=Later()))
    visit.to_question()
    visit.press("part:197")
    assert visit.session.place.question == "born"
    assert visit.session.typing.digits == "197"
    assert "next" not in targets(visit.session, visit.world)
    visit.press("part:1975")
    assert visit.session.inquiry.answers == {}
    assert "part:197503" in targets(visit.session, visit.world)


def test_back_shows_the_part_that_was_said() -> None:
    visit = roughly(BORN, ILL)
    visit.press("part:198", "part:1986", "back")
    assert visit.session.typing.digits == "1986"
    assert "next" in targets(visit.session, visit.world)
    visit.press("erase")
    assert "part:1985" in targets(visit.session, visit.world)
