"""Many questions are answered sitting: a code is shown, and the kiosk goes on with what was answered on the phone."""

from collections.abc import Mapping

from msgspec.structs import replace

from config.rule import Value
from kiosk.page.targets import targets
from kiosk.visit.touches import Continued, KeepConsultation, Kept, NotContinued, OpenConsultation
from kiosk.visit.world import BookedStop, World
from server.rules.guidance.judge.verdict import Consultation, Wish
from tests.kiosk.hall import WORLD, SmallGuide, Visit


class Long(SmallGuide):
    """Says that many questions are left."""

    def consult(
        self, checklists: tuple[str, ...], answers: Mapping[str, Value], wish: Wish, booked: BookedStop | None = None
    ) -> Consultation:
        answer = super().consult(checklists, answers, wish, booked)
        return replace(answer, about_left=12 if answer.questions else 0)


def asked(world: World | None = None) -> Visit:
    visit = Visit(world or replace(WORLD, guide=Long()))
    visit.to_question()
    return visit


def handed() -> Visit:
    visit = asked()
    (keep,) = visit.press("phone")
    assert isinstance(keep, KeepConsultation)
    visit.happen(Kept(keep.key, "CODE"))
    return visit


def test_it_is_offered_from_twelve_questions_on_where_there_are_pages_for_phones() -> None:
    assert "phone" in targets(asked().session, WORLD)
    few = Visit()
    few.to_question()
    assert "phone" not in targets(few.session, few.world)
    without = asked(replace(WORLD, guide=Long(), phone_url=""))
    assert "phone" not in targets(without.session, without.world)


def test_a_code_comes_and_what_is_answered_on_the_phone_is_taken_over() -> None:
    visit = handed()
    assert (visit.session.screen, visit.session.keeping.code) == ("on_phone", "CODE")
    (opens,) = visit.press("fetch")
    assert isinstance(opens, OpenConsultation)
    assert opens.code == "CODE"
    visit.happen(Continued(opens.key, "CODE", ("move",), {"home": "own", "months": 3}, Wish(), "release"))
    assert visit.session.screen == "verdicts"
    assert visit.session.inquiry.answers == {"home": "own", "months": 3}
    assert [each.screen for each in visit.session.way.past] == ["attract", "home"]


def test_whoever_goes_on_here_after_all_changes_what_is_kept_under_the_same_code() -> None:
    visit = handed()
    visit.press("back", "answer:own")
    assert visit.session.inquiry.answers == {"home": "own"}
    visit.press("phone")
    keep = visit.effects[-1]
    assert isinstance(keep, KeepConsultation)
    assert (keep.continues, keep.answers) == ("CODE", {"home": "own"})


def test_a_server_that_keeps_nothing_is_said_and_asked_again() -> None:
    visit = asked()
    (keep,) = visit.press("phone")
    assert isinstance(keep, KeepConsultation)
    assert not {"leave", "fetch"} & set(targets(visit.session, visit.world))
    visit.happen(Kept(keep.key, None))
    assert "fetch" in targets(visit.session, visit.world)
    (again,) = visit.press("fetch")
    assert isinstance(again, KeepConsultation)
    assert again.key != keep.key
    visit.press("back")
    assert visit.session.screen == "question"


def test_a_code_that_leads_nowhere_any_more_is_said() -> None:
    visit = handed()
    (opens,) = visit.press("fetch")
    assert isinstance(opens, OpenConsultation)
    visit.happen(NotContinued(opens.key, "consultation_expired", "It is too old."))
    assert visit.session.screen == "code"
    assert visit.session.keeping.not_continued is not None


def test_who_goes_to_sit_down_leaves_nothing_behind() -> None:
    visit = handed()
    visit.press("leave")
    assert visit.session.screen == "attract"
    assert not visit.session.inquiry.answers
