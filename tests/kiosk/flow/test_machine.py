"""The citizen's way as a machine: nothing answered is lost, nothing personal stays, nobody gets two tickets."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from hardware.printer.port import Printed, PrinterState
from kiosk.flow import machine as flow
from kiosk.page.targets import targets
from kiosk.page.wording import late_words
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
    NumberTold,
    NumberUntold,
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
from kiosk.visit.world import LinkSeen, WaitsSeen
from server.rules.guidance.judge.verdict import Wish
from server.wire.messages import LateAnswer, Wait
from tests.kiosk.hall import WORLD, Visit, by_number, text, ticket, without
from tests.tries import tries


@pytest.mark.parametrize(("stops", "way"), [(False, "take"), (True, "leave")])
def test_a_number_too_late_for_today_is_taken_all_the_same_or_not_at_all(stops: bool, way: str) -> None:
    late = LateAnswer("2025-11-25T09:00:00.000Z", stops, "2025-11-26T01:00:00.000Z", "2025-11-26T01:00:00.000Z")
    visit = Visit(replace(WORLD, late={"social": late}))
    visit.press("start:zh", "direct", "service:social")
    open_now = targets(visit.session, visit.world)
    assert (way in open_now, {"take", "leave"} - set(open_now)) == (True, {"take", "leave"} - {way})
    assert (visit.press(way) == (Forget(),)) is stops
    assert late_words("en", late, visit.world)[1] == "Book a time: 26 Nov, 09:00 is free."
    assert late_words("en", replace(late, slot_at=None), visit.world)[1] == "Come back 26 Nov, 09:00."
    other = replace(WORLD, late={"hukou": late})
    assert visit.world.after(WaitsSeen({}, {"hukou": late})) == other
    assert other.after(LinkSeen("away")).late == {}


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


@pytest.mark.parametrize(("ahead", "wait"), [(2, Wait(10, 25)), (0, None)])
def test_what_was_said_of_a_wait_stands_on_the_ticket_unless_nobody_is_ahead(ahead: int, wait: Wait | None) -> None:
    visit = Visit(replace(WORLD, waits={"social": Wait(10, 25), "hukou": Wait(1, 2)}))
    visit.press("start:zh", "direct", "service:social")
    (order,) = visit.press("take")
    assert isinstance(order, TakeTicket)
    taken = replace(ticket("B001", "social"), ahead=ahead)
    (slip,) = visit.happen(Taken(order.key, taken))
    assert isinstance(slip, PrintTicket)
    assert visit.session.taking.ticket == slip.ticket == replace(taken, wait=wait)


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
    "told",
    "told alone",
    "untold",
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
        "told": NumberTold(visit.session.holding.asking, by_number("A001")),
        "told alone": NumberTold(visit.session.holding.asking, by_number("A001", own=False)),
        "untold": NumberUntold(visit.session.holding.asking, "ticket_unknown", "no"),
        "tick": Ticked(visit.now),
        "late": Ticked(visit.now + 125_000),
        "later": Ticked(visit.now + 10_000_000),
    }
    return results[name]


@settings(max_examples=tries(300), deadline=None)
@given(MOVES)
@example([1, 5, 4, 44, 2, "refused", 8])
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
            order = before.taking.order.key if before.taking.order else ""
            left = [key for key in (order, before.keeping.opening, before.holding.asking) if key]
            assert effects == (*map(Abandon, left), Forget())
    if after.place.screen == "opening":
        assert after.keeping.opening
    if after.place.screen == "looking":
        assert after.holding.asking
    if after.place.screen == "mine":
        assert after.holding.told is not None
    if after.place.screen == "giving_back":
        assert after.holding.told is not None or after.holding.untold is not None
    if after.place.screen == "not_in_time":
        assert after.holding.untold is not None
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


@settings(max_examples=tries(200), deadline=None)
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


@pytest.mark.parametrize("link", ["barred", "closed"])
def test_who_cannot_get_a_number_is_told_before_they_choose(link: str) -> None:
    world = replace(WORLD, open=False) if link == "closed" else replace(WORLD, link="barred")
    visit = Visit(world)
    visit.press("start:zh", "direct")
    assert visit.session.screen == "away"
    visit.happen(Ticked(visit.now))
    assert visit.session.screen == "away", "it does not go back while nothing has changed"
    visit.world = WORLD
    visit.happen(Ticked(visit.now + 1000))
    assert visit.session.screen == "home"
    guided = Visit(world)
    guided.press("start:zh", "guided")
    assert guided.session.screen == "checklists", "guidance stays open"


def test_guidance_that_is_held_here_works_before_the_server_has_answered() -> None:
    visit = Visit(replace(WORLD, center=None, services=()))
    visit.press("start:zh", "guided")
    assert visit.session.screen == "checklists"
