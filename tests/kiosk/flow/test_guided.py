"""Verdicts, why, the plan and its papers: what is left out, printed, queued for, and typed."""

from collections.abc import Mapping

import pytest
from msgspec.structs import replace

from config.rule import Value
from kiosk.page.blocks import blocks
from kiosk.page.headlines import headline
from kiosk.page.targets import targets
from kiosk.visit.session import Session
from kiosk.visit.touches import (
    Forget,
    KeepConsultation,
    Kept,
    PlanDone,
    PrintPlan,
    TakeTicket,
)
from kiosk.visit.world import BookedStop
from server.rules.guidance.judge.verdict import Consultation, Offer, Question, Saving, Step, Stop, Verdict, Wish
from tests.kiosk.hall import PLAN, PRINTED, STEP, WORLD, SmallGuide, Visit, text


def test_a_verdict_leads_to_why_and_back() -> None:
    visit = Visit()
    visit.to_question()
    visit.press("answer:own", "digit:1", "next")
    assert visit.session.screen == "verdicts"
    visit.press("why:move")
    assert (visit.session.screen, visit.session.place.item) == ("why", "move")
    visit.press("back")
    assert visit.session.screen == "verdicts"
    visit.press("why:nothing")
    assert visit.session.screen == "verdicts"


def test_what_cannot_be_done_comes_first_and_much_that_can_be_stands_behind_one_touch() -> None:
    class Judges(SmallGuide):
        def __init__(self, able: int) -> None:
            self._able = able

        def consult(
            self,
            checklists: tuple[str, ...],
            answers: Mapping[str, Value],
            wish: Wish,
            booked: BookedStop | None = None,
        ) -> Consultation:
            answer = super().consult(checklists, answers, wish, booked)
            able = tuple(Verdict(f"can{each}", text(f"can{each}"), "c", "can") for each in range(self._able))
            return replace(answer, verdicts=(*able, Verdict("late", text("late"), "c", "not_yet")))

    few, visit = (Visit(replace(WORLD, guide=Judges(able))) for able in (3, 4))
    for each in (few, visit):
        each.to_question()
        each.press("answer:own", "digit:1", "next")
    assert [each.target for each in blocks(few.session, few.world)] == ["why:late", "why:can0", "why:can1", "why:can2"]
    assert [each.target for each in blocks(visit.session, visit.world)] == ["why:late", "able"]
    visit.press("able")
    assert headline(visit.session, visit.world)[0] == "可以办 4 项"
    assert [each.target for each in blocks(visit.session, visit.world)] == [f"why:can{each}" for each in range(4)]
    visit.press("why:can3")
    assert (visit.session.screen, visit.session.place.item) == ("why", "can3")
    visit.press("back", "back")
    assert visit.session.screen == "verdicts"


def test_an_item_is_left_out_of_the_plan_and_taken_in_again() -> None:
    visit = Visit()
    visit.to_question()
    visit.press("answer:own", "digit:1", "next", "why:move", "leave_out")
    assert visit.session.screen == "why"
    assert visit.session.inquiry.wish.leave_out == ("move",)
    visit.press("leave_out")
    assert not visit.session.inquiry.wish.leave_out


def test_another_goal_makes_another_plan_and_forgets_no_answer() -> None:
    visit = Visit()
    visit.to_plan()
    answers = visit.session.inquiry.answers
    visit.press("goals")
    assert visit.session.screen == "goals"
    visit.press("goal:soonest")
    assert (visit.session.screen, visit.session.inquiry.wish.goal) == ("plan", "soonest")
    assert visit.session.inquiry.answers == answers


def test_a_plan_is_printed_without_a_code_while_the_server_is_away() -> None:
    visit = Visit()
    visit.to_plan()
    (keep,) = visit.press("print_plan")
    assert isinstance(keep, KeepConsultation)
    assert visit.happen(Kept("somebody else's", "CODE")) == ()
    (job,) = visit.happen(Kept(keep.key, None))
    assert isinstance(job, PrintPlan)
    assert job.code is None


def test_a_consultation_that_is_kept_already_is_kept_once() -> None:
    visit = Visit()
    visit.to_plan()
    (keep,) = visit.press("print_plan")
    assert isinstance(keep, KeepConsultation)
    (job,) = visit.happen(Kept(keep.key, "CODE"))
    assert isinstance(job, PrintPlan)
    visit.happen(PlanDone(job.key, *PRINTED))
    visit.press("next", "paper:card:have", "next")
    (order,) = visit.press("take")
    assert isinstance(order, TakeTicket)
    assert order == TakeTicket(order.key, ("hukou",), "CODE", "zh")


def test_one_ticket_for_all_lines_of_the_place() -> None:
    stop = replace(PLAN.stops[0], services=("hukou", "social"))

    class TwoLines(SmallGuide):
        def consult(
            self,
            checklists: tuple[str, ...],
            answers: Mapping[str, Value],
            wish: Wish,
            booked: BookedStop | None = None,
        ) -> Consultation:
            answer = super().consult(checklists, answers, wish, booked)
            return replace(answer, plan=answer.plan and replace(answer.plan, stops=(stop,)))

    visit = Visit(replace(WORLD, guide=TwoLines()))
    visit.to_confirm()
    assert visit.take().services == ("hukou", "social")


BORN = Question("born", "date", text("born?"), first="1900-01-01", last="2076-11-24")


class DateGuide(SmallGuide):
    """Asks for one date."""

    def consult(
        self, checklists: tuple[str, ...], answers: Mapping[str, Value], wish: Wish, booked: BookedStop | None = None
    ) -> Consultation:
        answer = super().consult(checklists, {"home": "own", "months": 1, **answers}, wish, booked)
        return answer if "born" in answers else replace(answer, questions=(BORN,), plan=None)


def test_a_date_is_said_part_by_part_and_stands_there_again_on_the_way_back() -> None:
    visit = Visit(replace(WORLD, guide=DateGuide()))
    visit.to_question()
    visit.press("part:202", "part:2020", "part:202005")
    assert "born" not in visit.session.inquiry.answers
    visit.press("erase", "part:202004", "erase", "part:202005", "part:20200501")
    assert visit.session.inquiry.answers["born"] == "2020-05-01"
    assert visit.session.screen != "question"
    visit.press("back")
    assert visit.session.typing.digits == "20200501"
    visit.press("next")
    assert visit.session.screen != "question"


def test_no_day_that_there_is_not_can_be_said() -> None:
    visit = Visit(replace(WORLD, guide=DateGuide()))
    visit.to_question()
    visit.press("part:202", "part:2026", "part:202602", "part:20260230", "digit:1")
    assert visit.session.typing.digits == "202602"
    assert "next" not in targets(visit.session, visit.world)


def test_advice_is_followed_from_the_plan_and_taken_back() -> None:
    class Advises(SmallGuide):
        def consult(
            self,
            checklists: tuple[str, ...],
            answers: Mapping[str, Value],
            wish: Wish,
            booked: BookedStop | None = None,
        ) -> Consultation:
            answer = super().consult(checklists, answers, wish, booked)
            out = "move" in wish.leave_out
            savings = () if out else (Saving("leave_out", "move", text("one trip less"), visits=1),)
            verdicts = tuple(replace(each, left_out=out) for each in answer.verdicts)
            return replace(answer, plan=answer.plan and replace(answer.plan, savings=savings), verdicts=verdicts)

    visit = Visit(replace(WORLD, guide=Advises()))
    visit.to_plan()
    visit.press("leave:move")
    assert (visit.session.screen, visit.session.inquiry.wish.leave_out) == ("plan", ("move",))
    visit.press("leave:move")
    assert visit.session.inquiry.wish.leave_out == ()


class Waits(SmallGuide):
    """Has a plan whose stops are `stops`."""

    def __init__(self, *stops: Stop) -> None:
        self.stops = stops

    def consult(
        self, checklists: tuple[str, ...], answers: Mapping[str, Value], wish: Wish, booked: BookedStop | None = None
    ) -> Consultation:
        answer = super().consult(checklists, answers, wish, booked)
        visits = sum(stop.point is not None for stop in self.stops)
        return replace(answer, plan=answer.plan and replace(answer.plan, stops=self.stops, visits=visits))


ONLINE = Stop(
    point=None,
    name=text("from home"),
    center=None,
    services=(),
    hours=None,
    steps=(Step(item="apply", name=text("apply"), task="submit", channel="online", days=5),),
)
LATER = replace(PLAN.stops[0], day=5, on="2026-12-01", after=("apply",))


def test_nobody_is_offered_a_ticket_today_for_what_an_approval_must_come_before() -> None:
    visit = Visit(replace(WORLD, guide=Waits(ONLINE, LATER)))
    visit.to_plan()
    assert "next" not in targets(visit.session, visit.world)
    first = blocks(visit.session, visit.world)[0]
    assert [each.text for each in first.said] == ["今天办不了，12 月 1 日起可来取号", "先网上办：apply"]
    assert first.state == "not_yet"
    (keep,) = visit.press("print_plan")
    assert isinstance(keep, KeepConsultation)
    (job,) = visit.happen(Kept(keep.key, "CODE"))
    assert isinstance(job, PrintPlan)
    visit.happen(PlanDone(job.key, *PRINTED))
    assert {"done", "queue", "print_plan"} <= set(targets(visit.session, visit.world))
    assert visit.press("done") == (Forget(),)
    assert visit.session == Session()


def test_the_line_stays_open_to_whoever_wants_to_queue_all_the_same() -> None:
    visit = Visit(replace(WORLD, guide=Waits(ONLINE, LATER)))
    visit.to_plan()
    visit.press("queue", "paper:card:have", "next")
    assert visit.session.screen == "confirm"
    assert visit.take().services == ("hukou",)


def test_a_ticket_taken_all_the_same_is_not_for_papers_of_another_stop() -> None:
    visit = Visit(replace(WORLD, guide=Waits(ONLINE, replace(LATER, steps=(replace(STEP, item="other"),)))))
    visit.to_plan()
    visit.press("queue")
    assert visit.session.screen == "confirm"


def test_the_ticket_is_for_the_stop_that_is_possible_today() -> None:
    today = replace(PLAN.stops[0], services=("social",), steps=(replace(STEP, item="card"),))
    visit = Visit(replace(WORLD, guide=Waits(ONLINE, today, LATER)))
    visit.to_plan()
    visit.press("next")
    assert visit.session.taking.services == ("social",)


@pytest.mark.parametrize(
    ("stops", "said"),
    [
        ((ONLINE,), "在家网上就能办完，不用取号"),
        ((replace(PLAN.stops[0], center="town"),), "这些事项不在本中心办理，请按路线前往"),
    ],
)
def test_a_plan_with_nothing_here_says_so_and_any_line_can_still_be_chosen(stops: tuple[Stop, ...], said: str) -> None:
    visit = Visit(replace(WORLD, guide=Waits(*stops)))
    visit.to_plan()
    assert blocks(visit.session, visit.world)[0].said[0].text == said
    visit.press("queue")
    assert visit.session.screen == "service"


def test_trips_are_numbered_and_what_is_done_from_home_is_not() -> None:
    visit = Visit(replace(WORLD, guide=Waits(ONLINE, LATER, ONLINE, replace(LATER, day=9))))
    visit.to_plan()
    stops = [each for each in blocks(visit.session, visit.world) if each.number or each.icon == "home"]
    assert [(each.number, each.icon) for each in stops] == [(0, "home"), (1, ""), (0, "home"), (2, "")]


def test_what_is_offered_is_added_with_one_touch() -> None:
    class Offering(SmallGuide):
        def consult(
            self,
            checklists: tuple[str, ...],
            answers: Mapping[str, Value],
            wish: Wish,
            booked: BookedStop | None = None,
        ) -> Consultation:
            answer = super().consult(checklists, answers, wish, booked)
            out = "bonus" not in wish.take_in
            bonus = Verdict("bonus", text("bonus"), "c", "can", optional=True, left_out=out, offered=out)
            offers = (Offer("bonus", text("bonus"), text("one trip"), text("money")),) if out else ()
            plan = answer.plan and replace(answer.plan, offers=offers)
            return replace(answer, plan=plan, verdicts=(*answer.verdicts, bonus))

    visit = Visit(replace(WORLD, guide=Offering()))
    visit.to_plan()
    first, second = (" ".join(said.text for said in block.said) for block in blocks(visit.session, visit.world)[:2])
    assert "money" in first + second
    visit.press("take:bonus")
    assert visit.session.inquiry.wish.take_in == ("bonus",)
    assert not [each for each in targets(visit.session, visit.world) if each.startswith("take:")]
    visit.press("back", "why:bonus", "leave_out")
    assert visit.session.inquiry.wish.leave_out == ("bonus",)
    visit.press("leave_out")
    wish = visit.session.inquiry.wish
    assert wish == Wish(here=wish.here, take_in=("bonus",))
