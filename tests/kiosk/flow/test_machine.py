"""The citizen's way as a machine: nothing answered is lost, nothing personal stays, nobody gets two tickets."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from config.rule import Value
from hardware.printer.port import Printed, PrinterState
from kiosk.flow import machine as flow
from kiosk.page import wording
from kiosk.page.blocks import blocks
from kiosk.page.targets import targets
from kiosk.visit.session import SCREENS, Session
from kiosk.visit.touches import (
    Abandon,
    AskAgain,
    Away,
    Continued,
    Effect,
    Forget,
    GiveBack,
    KeepConsultation,
    Kept,
    LookAround,
    NotContinued,
    OpenConsultation,
    PlanDone,
    Pressed,
    PrintPlan,
    PrintTicket,
    Refused,
    SaveConsultation,
    Saved,
    SlipDone,
    Taken,
    TakeTicket,
    Ticked,
    Touch,
)
from server.rules.errors import CODES, Code
from server.rules.guidance.consultation_code import code_of
from server.rules.guidance.judge.verdict import Consultation, Question, Saving, Step, Stop, Wish
from tests.kiosk.hall import PLAN, PRINTED, STEP, WORLD, SmallGuide, SmallSearch, Visit, text, ticket, without


def test_a_guided_visit_ends_with_a_printed_ticket() -> None:
    visit = Visit()
    visit.to_confirm()
    assert visit.session.screen == "confirm"
    (save,) = visit.press("take")
    assert isinstance(save, SaveConsultation)
    assert save == SaveConsultation(save.key, ("move",), {"home": "own", "months": 12}, Wish(here="hall"))
    (order,) = visit.happen(Saved(save.key, "CODE"))
    assert isinstance(order, TakeTicket)
    assert order == TakeTicket(save.key, ("hukou",), "CODE", "zh")
    (slip,) = visit.happen(Taken(save.key, ticket("A001")))
    assert slip == PrintTicket(ticket("A001"), "zh", (), code="CODE")
    visit.happen(SlipDone("id-A001", Printed.PRINTED, PrinterState.READY))
    assert (visit.session.screen, visit.session.printing.slip) == ("ticket", "printed")
    assert visit.press("done") == (Forget(),)
    assert visit.session == Session()


def test_a_direct_visit_takes_a_ticket_without_guidance() -> None:
    visit = Visit()
    visit.press("start:en", "direct", "service:social")
    (order,) = visit.press("take")
    assert isinstance(order, TakeTicket)
    assert (order.services, order.plan, order.language) == (("social",), None, "en")


def test_the_printer_and_the_line_are_looked_at_before_a_ticket_is_offered() -> None:
    visit = Visit()
    assert visit.press("start:zh", "direct") == (LookAround(),)
    assert visit.press("service:social") == (LookAround(),)


def test_back_returns_exactly_and_forgets_no_answer() -> None:
    visit = Visit()
    visit.to_question()
    visit.press("answer:rent", "answer:yes", "digit:7", "next")
    assert visit.session.screen == "verdicts"
    visit.press("back")
    assert (visit.session.screen, visit.session.typing.digits) == ("question", "7")
    visit.press("back", "back")
    assert visit.session.place.question == "home"
    assert visit.session.inquiry.answers == {"home": "rent", "permit": True, "months": 7}
    visit.press("answer:rent")
    assert visit.session.place.question == "permit"
    visit.press("next")
    assert visit.session.place.question == "months"
    visit.press("next")
    assert visit.session.screen == "verdicts"


def test_a_changed_answer_leaves_out_questions_that_no_longer_count() -> None:
    visit = Visit()
    visit.to_question()
    visit.press("answer:rent", "answer:yes", "digit:7", "next", "back", "back", "back", "answer:own")
    assert visit.session.place.question == "months"


def test_not_sure_is_an_answer_that_can_be_taken_back() -> None:
    visit = Visit()
    visit.to_question()
    visit.press("unclear")
    assert visit.session.place.question == "permit"
    visit.press("unclear", "unclear")
    assert visit.session.screen == "verdicts"
    assert visit.session.plan is None
    visit.press("back", "back", "back", "answer:own", "digit:3", "next")
    assert visit.session.plan is not None


def test_a_number_out_of_range_is_said_and_not_taken() -> None:
    visit = Visit()
    visit.to_question()
    visit.press("answer:own", "digit:9", "digit:9", "digit:9", "next")
    assert visit.session.typing.out_of_range
    assert "months" not in visit.session.inquiry.answers
    visit.press("erase", "next")
    assert visit.session.inquiry.answers["months"] == 99


def test_a_missing_key_paper_is_said_and_the_line_stays_open() -> None:
    visit = Visit()
    visit.to_confirm()
    visit.press("back", "paper:card:lack", "next")
    assert visit.session.screen == "lacking"
    visit.press("queue")
    assert visit.session.screen == "confirm"
    visit.happen(Taken(visit.take().key, ticket("A001")))
    printed = [effect for effect in visit.effects if isinstance(effect, PrintTicket)]
    assert printed[-1].papers == (text("card"),)


def test_a_printer_that_fails_leaves_the_number_and_a_reprint_is_marked() -> None:
    visit = Visit()
    visit.to_ticket()
    visit.happen(SlipDone("id-A001", Printed.UNCONFIRMED, PrinterState.PAPER_OUT))
    assert visit.session.screen == "trouble"
    assert visit.session.taking.ticket == ticket("A001")
    (again,) = visit.press("again")
    assert isinstance(again, PrintTicket)
    assert again.again
    assert again.ticket == ticket("A001")
    visit.happen(SlipDone("id-A001", Printed.PRINTED, PrinterState.READY))
    assert visit.session.screen == "ticket"


def test_a_server_that_is_away_is_said_and_the_order_keeps_its_key() -> None:
    visit = Visit()
    visit.to_confirm()
    order = visit.take()
    visit.happen(Away(order.key))
    assert visit.session.screen == "away"
    assert visit.press("again") == (AskAgain(order.key),)
    visit.happen(Taken(order.key, ticket("A001")))
    assert visit.session.screen == "ticket"


def test_a_citizen_who_leaves_gets_no_ticket_left_in_the_line() -> None:
    visit = Visit()
    visit.to_confirm()
    order = visit.take()
    visit.happen(Away(order.key))
    assert visit.press("leave") == (Abandon(order.key), Forget())
    assert visit.happen(Taken(order.key, ticket("A001"))) == (GiveBack(ticket("A001")),)
    assert visit.session == Session()


def test_a_refusal_is_told_and_can_be_walked_back_from() -> None:
    visit = Visit()
    visit.to_confirm()
    visit.happen(Refused(visit.take().key, "center_closed", "closed", {}))
    assert visit.session.screen == "refusal"
    assert visit.session.taking.order is None
    visit.press("back")
    assert visit.session.screen != "working"


def test_a_plan_is_printed_without_a_ticket() -> None:
    visit = Visit()
    visit.to_question()
    visit.press("answer:own", "digit:1", "next", "next")
    (keep,) = visit.press("print_plan")
    assert isinstance(keep, KeepConsultation)
    assert keep == KeepConsultation(keep.key, ("move",), {"home": "own", "months": 1}, Wish(here="hall"))
    (job,) = visit.happen(Kept(keep.key, "CODE"))
    assert isinstance(job, PrintPlan)
    assert job.code == "CODE"
    assert "print_plan" not in targets(visit.session, visit.world)
    visit.happen(PlanDone(job.key, Printed.PRINTED, PrinterState.READY))
    assert visit.session.printing.plan == "printed"


def test_without_guidance_and_without_a_server_the_kiosk_says_what_it_can() -> None:
    visit = Visit(without(WORLD, guide=None))
    visit.press("start:zh", "guided")
    assert visit.session.screen == "service"
    cut_off = Visit(without(WORLD, center=None, services=()))
    cut_off.press("start:zh", "direct")
    assert cut_off.session.screen == "away"
    cut_off.world = WORLD
    cut_off.happen(Ticked(cut_off.now))
    assert cut_off.session.screen == "home"


@pytest.mark.parametrize("elder", [False, True])
def test_silence_is_asked_about_and_then_wiped(elder: bool) -> None:
    visit = Visit()
    visit.to_question()
    if elder:
        visit.press("large")
    waits = flow.patience(visit.session, visit.world)
    start = visit.session.presence.touched
    visit.happen(Ticked(start + waits.asks - 1))
    assert visit.session.screen == "question"
    visit.happen(Ticked(start + waits.asks))
    assert visit.session.screen == "idle"
    assert waits.wipes >= 20_000
    visit.happen(Ticked(start + waits.asks + waits.wipes - 1))
    assert visit.session.screen == "idle"
    assert visit.happen(Ticked(start + waits.asks + waits.wipes)) == (Forget(),)
    assert visit.session == Session()


def test_staying_goes_on_where_one_was() -> None:
    visit = Visit()
    visit.to_question()
    visit.press("answer:rent")
    before = visit.session.place
    visit.happen(Ticked(visit.now + 60_000))
    visit.now += 61_000
    visit.press("stay")
    assert visit.session.place == before
    assert visit.session.inquiry.answers == {"home": "rent"}


def test_a_trembling_finger_presses_once() -> None:
    visit = Visit()
    visit.press("start:zh")
    at = visit.now
    visit.happen(Pressed("direct", at + flow.BETWEEN_TOUCHES - 1, "k"))
    assert visit.session.screen == "home"
    visit.happen(Pressed("direct", at + flow.BETWEEN_TOUCHES, "k"))
    assert visit.session.screen == "service"


def test_language_and_large_type_change_words_and_lose_nothing() -> None:
    visit = Visit()
    visit.to_question()
    visit.press("answer:rent", "language", "large")
    assert (visit.session.language, visit.session.elder) == ("en", True)
    assert visit.session.inquiry.answers == {"home": "rent"}
    assert visit.session.place.question == "permit"


def test_help_keeps_everything() -> None:
    visit = Visit()
    visit.to_question()
    visit.press("answer:rent", "help", "back")
    assert visit.session.place.question == "permit"


RESULTS = (
    "saved",
    "unsaved",
    "taken",
    "refused",
    "away",
    "stranger",
    "slip",
    "no slip",
    "plan",
    "continued",
    "not continued",
    "tick",
    "late",
    "later",
)
MOVES = st.lists(st.one_of(st.integers(0, 60), st.sampled_from(RESULTS)), max_size=60)


def _result(visit: Visit, name: str) -> Touch:
    key = visit.session.taking.order.key if visit.session.taking.order else "nobody"
    held = visit.session.taking.ticket.id if visit.session.taking.ticket else "nobody"
    results: dict[str, Touch] = {
        "saved": Saved(key, "CODE"),
        "unsaved": Saved(key, None),
        "taken": Taken(key, ticket(f"A{visit.keys:03}")),
        "refused": Refused(key, "center_closed", "closed", {}),
        "away": Away(key),
        "stranger": Taken("stranger", ticket("Z999")),
        "slip": SlipDone(held, Printed.PRINTED, PrinterState.READY),
        "no slip": SlipDone(held, Printed.UNCONFIRMED, PrinterState.UNKNOWN),
        "plan": PlanDone(visit.session.printing.plan_key, Printed.PRINTED, PrinterState.READY),
        "continued": Continued(
            key=visit.session.keeping.opening,
            code="CODE",
            checklists=("move",),
            answers={"home": "own"},
            wish=Wish(),
            release="release",
        ),
        "not continued": NotContinued(visit.session.keeping.opening, "consultation_unknown", "no"),
        "tick": Ticked(visit.now),
        "late": Ticked(visit.now + 125_000),
        "later": Ticked(visit.now + 10_000_000),
    }
    return results[name]


@settings(max_examples=300, deadline=None)
@given(MOVES)
def test_whatever_is_touched_and_whatever_comes_back(moves: list[int | str]) -> None:
    visit = Visit()
    ordered: set[str] = set()
    for move in moves:
        before = visit.session
        effects: tuple[Effect, ...] = ()
        if isinstance(move, str):
            event = _result(visit, move)
            effects = visit.happen(event)
            if isinstance(event, Taken) and (before.taking.order is None or before.taking.order.key != event.key):
                assert effects == (GiveBack(event.ticket),)
            if isinstance(event, Ticked):
                visit.now = max(visit.now, event.at)
        else:
            open_now = targets(visit.session, visit.world)
            assert len(set(open_now)) == len(open_now)
            if open_now:
                effects = visit.press(open_now[move % len(open_now)])
        _holds(before, visit.session, effects, ordered)


def _holds(before: Session, after: Session, effects: tuple[Effect, ...], ordered: set[str]) -> None:
    assert after.place.screen in SCREENS
    for effect in effects:
        if isinstance(effect, SaveConsultation) or (isinstance(effect, TakeTicket) and effect.plan is None):
            assert before.taking.order is None or before.taking.order.key == effect.key
            ordered.add(effect.key)
        if isinstance(effect, Forget):
            assert after == Session()
            left = [
                key for key in (before.taking.order.key if before.taking.order else "", before.keeping.opening) if key
            ]
            assert effects == (*map(Abandon, left), Forget())
    if after.place.screen == "opening":
        assert after.keeping.opening
    if after.place.screen == "working":
        assert after.taking.order is not None
    if after.taking.order is not None:
        assert after.taking.order.key in ordered
    if after.place.screen in ("ticket", "trouble"):
        assert after.taking.ticket is not None
        assert after.taking.order is None
    if before.taking.ticket is not None and after != Session():
        assert after.taking.ticket is not None
    if after != Session() and after.place.screen not in ("working", "attract"):
        assert {"language", "large"} < set(targets(after, WORLD)) or after.presence.warned is not None


@settings(max_examples=200, deadline=None)
@given(MOVES, st.integers(0, 60))
def test_a_step_forward_and_back_is_no_step(moves: list[int | str], last: int) -> None:
    visit = Visit()
    for move in moves:
        if isinstance(move, int) and (open_now := targets(visit.session, visit.world)):
            visit.press(open_now[move % len(open_now)])
    open_now = targets(visit.session, visit.world)
    target = open_now[last % len(open_now)] if open_now else "help"
    before = visit.session
    visit.press(target)
    if visit.session.way.past != (*before.way.past, before.place) or "back" not in targets(visit.session, visit.world):
        return
    visit.press("back")
    assert visit.session.place == before.place
    assert visit.session.way.past == before.way.past
    lost = {question for question in before.inquiry.answers if question not in visit.session.inquiry.answers}
    assert lost <= ({before.place.question} if target == "unclear" else set())


@given(st.text(max_size=20))
def test_what_is_not_on_the_screen_cannot_be_touched(target: str) -> None:
    visit = Visit()
    visit.to_question()
    if target not in targets(visit.session, visit.world):
        before = visit.session
        assert visit.press(target) == ()
        assert visit.session == replace(before)


def to_plan(visit: Visit) -> None:
    visit.to_question()
    visit.press("answer:own", "digit:1", "next", "next")


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
    to_plan(visit)
    answers = visit.session.inquiry.answers
    visit.press("goals")
    assert visit.session.screen == "goals"
    visit.press("goal:soonest")
    assert (visit.session.screen, visit.session.inquiry.wish.goal) == ("plan", "soonest")
    assert visit.session.inquiry.answers == answers


def test_a_plan_is_printed_without_a_code_while_the_server_is_away() -> None:
    visit = Visit()
    to_plan(visit)
    (keep,) = visit.press("print_plan")
    assert isinstance(keep, KeepConsultation)
    assert visit.happen(Kept("somebody else's", "CODE")) == ()
    (job,) = visit.happen(Kept(keep.key, None))
    assert isinstance(job, PrintPlan)
    assert job.code is None


def test_a_consultation_that_is_kept_already_is_kept_once() -> None:
    visit = Visit()
    to_plan(visit)
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
        def consult(self, checklists: tuple[str, ...], answers: Mapping[str, Value], wish: Wish) -> Consultation:
            answer = super().consult(checklists, answers, wish)
            return replace(answer, plan=answer.plan and replace(answer.plan, stops=(stop,)))

    visit = Visit(replace(WORLD, guide=TwoLines()))
    visit.to_confirm()
    assert visit.take().services == ("hukou", "social")


BORN = Question("born", "date", text("born?"))


class DateGuide(SmallGuide):
    """Asks for one date."""

    def consult(self, checklists: tuple[str, ...], answers: Mapping[str, Value], wish: Wish) -> Consultation:
        answer = super().consult(checklists, {"home": "own", "months": 1, **answers}, wish)
        return answer if "born" in answers else replace(answer, questions=(BORN,), plan=None)


def digits(text: str) -> list[str]:
    return [f"digit:{digit}" for digit in text]


@pytest.mark.parametrize("wrong", ["2020", "20201301", "20200230", "18991231"])
def test_a_date_that_is_none_is_said_and_not_taken(wrong: str) -> None:
    visit = Visit(replace(WORLD, guide=DateGuide()))
    visit.to_question()
    visit.press(*digits(wrong), "next")
    assert visit.session.typing.out_of_range
    assert "born" not in visit.session.inquiry.answers


def test_a_date_is_typed_digit_by_digit_and_stands_there_again_on_the_way_back() -> None:
    visit = Visit(replace(WORLD, guide=DateGuide()))
    visit.to_question()
    visit.press(*digits("202005019"), "next")
    assert visit.session.inquiry.answers["born"] == "2020-05-01"
    visit.press("back")
    assert visit.session.typing.digits == "20200501"


def test_advice_is_followed_from_the_plan_and_taken_back() -> None:
    class Advises(SmallGuide):
        def consult(self, checklists: tuple[str, ...], answers: Mapping[str, Value], wish: Wish) -> Consultation:
            answer = super().consult(checklists, answers, wish)
            out = "move" in wish.leave_out
            savings = () if out else (Saving("leave_out", "move", text("one trip less"), visits=1),)
            verdicts = tuple(replace(each, left_out=out) for each in answer.verdicts)
            return replace(answer, plan=answer.plan and replace(answer.plan, savings=savings), verdicts=verdicts)

    visit = Visit(replace(WORLD, guide=Advises()))
    to_plan(visit)
    visit.press("leave:move")
    assert (visit.session.screen, visit.session.inquiry.wish.leave_out) == ("plan", ("move",))
    visit.press("leave:move")
    assert visit.session.inquiry.wish.leave_out == ()


class Waits(SmallGuide):
    """Has a plan whose stops are `stops`."""

    def __init__(self, *stops: Stop) -> None:
        self.stops = stops

    def consult(self, checklists: tuple[str, ...], answers: Mapping[str, Value], wish: Wish) -> Consultation:
        answer = super().consult(checklists, answers, wish)
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
    to_plan(visit)
    assert "next" not in targets(visit.session, visit.world)
    first = blocks(visit.session)[0]
    assert [each.text for each in first.said] == ["12 月 1 日起可来这里取号，今天还办不了", "先在家网上办：apply"]
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
    to_plan(visit)
    visit.press("queue", "paper:card:have", "next")
    assert visit.session.screen == "confirm"
    assert visit.take().services == ("hukou",)


def test_a_ticket_taken_all_the_same_is_not_for_papers_of_another_stop() -> None:
    visit = Visit(replace(WORLD, guide=Waits(ONLINE, replace(LATER, steps=(replace(STEP, item="other"),)))))
    to_plan(visit)
    visit.press("queue")
    assert visit.session.screen == "confirm"


def test_the_ticket_is_for_the_stop_that_is_possible_today() -> None:
    today = replace(PLAN.stops[0], services=("social",), steps=(replace(STEP, item="card"),))
    visit = Visit(replace(WORLD, guide=Waits(ONLINE, today, LATER)))
    to_plan(visit)
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
    to_plan(visit)
    assert blocks(visit.session)[0].said[0].text == said
    visit.press("queue")
    assert visit.session.screen == "service"


def test_trips_are_numbered_and_what_is_done_from_home_is_not() -> None:
    visit = Visit(replace(WORLD, guide=Waits(ONLINE, LATER, ONLINE, replace(LATER, day=9))))
    to_plan(visit)
    stops = [each for each in blocks(visit.session) if each.number or each.icon == "home"]
    assert [(each.number, each.icon) for each in stops] == [(0, "home"), (1, ""), (0, "home"), (2, "")]


def letters(text: str) -> list[str]:
    return [f"letter:{letter}" for letter in text]


def found(visit: Visit) -> list[str]:
    return [each for each in targets(visit.session, visit.world) if each.startswith("found:")]


def test_a_matter_is_found_by_its_name_and_guidance_begins_on_it() -> None:
    visit = Visit()
    visit.press("start:zh", "guided", "search", *letters("mo"))
    assert found(visit) == ["found:checklist:move", "found:item:move"]
    visit.press("erase", "erase")
    assert found(visit) == []
    visit.press(*letters("m"), "found:checklist:move")
    assert (visit.session.screen, visit.session.place.question) == ("question", "home")
    assert (visit.session.inquiry.chosen, visit.session.inquiry.guided, visit.session.inquiry.wish) == (
        ("move",),
        True,
        Wish(here="hall"),
    )
    visit.press("back")
    assert (visit.session.screen, visit.session.typing.query) == ("search", "m")


def test_what_was_found_is_read_with_its_source_and_leads_on_to_guidance() -> None:
    visit = Visit()
    visit.press("start:en", "search", *letters("fee"), "found:knowledge:fee")
    assert visit.session.screen == "leaf"
    assert "next" not in targets(visit.session, visit.world)
    (point,) = blocks(visit.session)
    assert [each.text for each in point.said] == ["It is free.", "“law”; for reference only"]
    visit.press("back", "erase", "erase", "erase", *letters("card"), "found:item:card")
    visit.press("next")
    assert visit.session.place.question == "home"


def test_an_item_that_was_judged_already_is_explained() -> None:
    visit = Visit()
    to_plan(visit)
    visit.press("back", "back", "back", "back", "back", "search", *letters("move"), "found:item:move")
    assert (visit.session.screen, visit.session.place.item) == ("why", "move")


def test_letters_may_come_fast_and_end_somewhere() -> None:
    visit = Visit()
    visit.press("start:zh", "search")
    for at in range(40):
        visit.happen(Pressed("letter:m" if at % 2 else "letter:o", visit.now + 1000 + at * flow.BETWEEN_DIGITS, ""))
    assert visit.session.typing.query == "om" * 12


def test_what_is_gone_from_guidance_meanwhile_leads_nowhere() -> None:
    class Gone(SmallSearch):
        def leaf(self, kind: str, name: str) -> None:
            return None

    visit = Visit(replace(WORLD, search=Gone()))
    visit.press("start:zh", "search", *letters("card"), "found:item:card")
    assert visit.session.screen == "search"


def test_nothing_can_be_searched_before_there_is_an_index() -> None:
    visit = Visit(replace(WORLD, search=None))
    visit.press("start:zh", "search")
    assert visit.session.screen == "home"
    visit.press("guided", "search")
    assert visit.session.screen == "checklists"


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
    assert "move" in blocks(visit.session)[0].said[1].text
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
