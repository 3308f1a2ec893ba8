"""Several matters on one ticket: chosen one by one, or those of a plan's stop, in the best order."""

import pytest
from msgspec.structs import replace

from config.centers import Counter
from kiosk.page import way
from kiosk.page.targets import targets
from kiosk.visit.session import Session
from kiosk.visit.touches import LookAround, Taken, TakeTicket
from kiosk.visit.world import Service
from server.rules.guidance.plan.queueing import lines_first
from server.wire.messages import TicketStep, Wait
from tests.kiosk.hall import PLAN, WORLD, Visit, text, ticket

BUSY = replace(
    WORLD,
    waiting={"hukou": 9, "social": 2},
    waits={"hukou": Wait(30, 50), "social": Wait(5, 10)},
    counters=(
        Counter("w1", text("Counter 1"), ("hukou",), text("Zone A")),
        Counter("w2", text("Counter 2"), ("social", "general"), text("Zone B")),
    ),
)


def chosen(*services: str, world: object = BUSY) -> Visit:
    visit = Visit(world)  # type: ignore[arg-type]
    visit.press("start:zh", "direct", f"service:{services[0]}")
    for service in services[1:]:
        visit.press("more", f"service:{service}")
    return visit


def test_a_second_matter_joins_the_ticket_and_the_short_line_comes_first() -> None:
    visit = chosen("hukou")
    assert visit.press("more") == (LookAround(),)
    assert "service:hukou" not in targets(visit.session, visit.world)
    visit.press("service:social")
    assert (visit.session.screen, visit.session.taking.services) == ("confirm", ("social", "hukou"))
    (order,) = visit.press("take")
    assert isinstance(order, TakeTicket)
    assert order.services == ("social", "hukou")


def test_one_matter_takes_as_many_touches_as_ever() -> None:
    visit = chosen("hukou")
    visit.press("take")
    assert visit.keys == 4


def test_no_more_than_three_are_chosen_and_each_once() -> None:
    visit = chosen("hukou", "social", "general")
    assert "more" not in targets(visit.session, visit.world)
    assert sorted(visit.session.taking.services) == ["general", "hukou", "social"]


def test_a_chosen_matter_is_left_out_again_but_never_the_last() -> None:
    visit = chosen("hukou", "social")
    visit.press("without:social")
    assert visit.session.taking.services == ("hukou",)
    assert not [each for each in targets(visit.session, visit.world) if each.startswith("without:")]
    assert "more" in targets(visit.session, visit.world)


def test_back_from_one_more_matter_changes_nothing() -> None:
    visit = chosen("hukou", "social")
    before = visit.session.taking
    visit.press("more", "back")
    assert (visit.session.screen, visit.session.taking) == ("confirm", before)
    visit.press("back")
    assert visit.session.screen == "service"
    visit.press("service:general")
    assert visit.session.taking.services == ("general",)


def guided(world: object = BUSY) -> Session:
    first = next(stop for stop in PLAN.stops if stop.services)
    step = first.steps[0]
    steps = (
        replace(step, item="card", service="social", before=("move",)),
        replace(step, item="move", service="hukou"),
        replace(step, item="other", service="rare", name=text("A rare thing")),
    )
    stop = replace(first, services=("social", "hukou", "rare"), steps=steps, day=0, after=(), center="hall")
    assert lines_first(stop) == {"social": ("hukou",)}
    plan = replace(PLAN, stops=(stop,))
    visit = Visit(world)  # type: ignore[arg-type]
    visit.to_question()
    visit.press("answer:own")
    visit.press("digit:1", "digit:2", "next")
    consultation = visit.session.inquiry.consultation
    assert consultation is not None
    inquiry = replace(visit.session.inquiry, consultation=replace(consultation, plan=plan))
    visit.session = visit.session.having(inquiry)
    visit.press("next", "next")
    while visit.session.screen == "papers":
        visit.press(*(each for each in targets(visit.session, visit.world) if each.endswith(":have")), "next")
    assert visit.session.screen == "confirm"
    return visit.session


def test_the_steps_of_a_plan_come_in_its_order_whatever_the_lines_are() -> None:
    session = guided()
    assert session.taking.services == ("hukou", "social")
    assert "more" not in targets(session, BUSY)


def test_what_nobody_does_here_is_left_out_with_a_sentence() -> None:
    session = guided()
    assert session.taking.left_out == ("rare",)
    (sentence,) = way.left_out_words(replace(session, language="en"), BUSY)
    assert sentence.startswith("“A rare thing” is done at no counter here today")


def test_where_nothing_is_known_to_be_served_the_server_has_the_word() -> None:
    assert guided(replace(BUSY, services=(Service("x", text("x")),))).taking.services == ("social", "hukou", "rare")


def test_a_ticket_with_steps_says_where_it_is_and_where_it_goes() -> None:
    held = replace(ticket("A001"), services=("hukou", "social", "general"))
    assert way.told("zh", BUSY, held) == ("第 1 步 / 共 3 步", "接着：social，Zone B Counter 2，约 5-10 分钟")
    assert way.told("en", BUSY, replace(held, step=2, service="general")) == ("Step 3 of 3",)
    assert way.told("en", BUSY, replace(held, state="finished")) == ()
    assert way.told("en", BUSY, ticket("A001")) == ()


@pytest.mark.parametrize(
    ("counters", "says"), [(("w2",), "No counter for that is open now."), ((), "Nobody does that here now.")]
)
def test_a_next_step_that_nobody_does_is_told_in_time(counters: tuple[str, ...], says: str) -> None:
    steps = (TicketStep("hukou", "here", ("w1",), 1), TicketStep("social", "later", counters))
    held = replace(ticket("A001"), services=("hukou", "social"), way=steps)
    assert way.told("en", BUSY, held)[-1].startswith(says)


def test_the_ticket_of_several_steps_is_printed() -> None:
    visit = chosen("hukou", "social")
    (order,) = visit.press("take")
    assert isinstance(order, TakeTicket)
    (slip,) = visit.happen(Taken(order.key, replace(ticket("D001", "social"), services=order.services)))
    assert slip.ticket.services == ("social", "hukou")  # type: ignore[union-attr]
