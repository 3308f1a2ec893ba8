"""The plan as it is shown: dates, people, papers, what time does to papers and seasons, what would save a trip."""

from datetime import date
from itertools import product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from config.centers import Calendar, Holiday, MakeUpDay
from config.fact import Entity, Theme
from config.item import Document, Item, Need, Option, Same, Season
from config.pack import Checklist, Entry, Pack, Point
from config.rule import ALWAYS, Is, Not, Value
from server.rules.guidance.consultation import consult
from server.rules.guidance.judge.book import open_book
from server.rules.guidance.judge.verdict import Goal, Plan, Wish
from server.rules.guidance.judge.working_days import closing, in_season
from server.rules.guidance.plan.any_of import cheapest
from server.rules.guidance.plan.papers import Use, bundle, papers
from tests.dongjiang import city_book
from tests.server.rules.guidance.small_pack import choice, text
from tests.tries import tries

DAY = date(2026, 11, 24)
CITY = city_book()
ZHANG = max(CITY.pack.cases, key=lambda case: len(case.checklists))
NEVER = Not(ALWAYS)


def zhang(goal: Goal = "fewest", *leave_out: str) -> Plan:
    answer = consult(CITY, ZHANG.checklists, ZHANG.answers, date.fromisoformat(ZHANG.on), Wish(goal, leave_out))
    assert answer.plan is not None
    return answer.plan


def planned(*items: Item, wish: Wish | None = None, day: date = DAY, minute: int = 0, **more: Any) -> Plan:
    documents: tuple[Document, ...] = tuple(more.pop("documents", ()))
    two = (Point("hall", text("hall"), "c1", ("a", "b")), Point("town", text("town"), "c2", ("a",), minutes=20))
    points: tuple[Point, ...] = more.pop("points", two)
    entries = tuple(Entry(item.id, optional=item.id.startswith("maybe"), asked_for=True) for item in items)
    pack = Pack(
        "p",
        text("p"),
        1,
        entities=(Entity("applicant", text("you")), Entity("spouse", text("spouse"))),
        documents=documents,
        points=points,
        items=items,
        checklists=(Checklist("all", text("t"), text("all"), entries),),
        **more,
    )
    plan = consult(open_book(pack), ("all",), {}, day, wish or Wish(), minute).plan
    assert plan is not None
    return plan


def item(name: str, *options: Option, **more: object) -> Item:
    return Item(name, text(name), options, **more)  # type: ignore[arg-type]


def test_mr_zhang_goes_three_times_and_the_pension_transfer_decides() -> None:
    plan = zhang()
    assert (plan.visits, plan.working_days, plan.decided_by, plan.critical[-1]) == (3, 45, "D01", "D01")
    assert plan.proved
    assert [(saving.kind, saving.item, saving.visits) for saving in plan.savings] == [("leave_out", "A08", 1)]
    assert zhang("fewest", "A08").visits == 2
    assert zhang("counters").visits == 6
    assert {each.working_days for each in (zhang("soonest"), zhang("online"))} == {45}


def test_every_step_has_its_dates_over_working_days() -> None:
    plan = planned(
        item("a", Option("hall", 3, collect=True), service="a"),
        calendar=Calendar((Holiday("2026-11-26", "2026-11-26", text("holiday")),), (MakeUpDay("2026-11-28"),)),
    )
    first, second = plan.stops
    assert (first.on, second.on, plan.done_on) == ("2026-11-24", "2026-11-28", "2026-11-28")
    assert [(step.begins, step.ends, step.on, step.until) for step in first.steps] == [(0, 3, first.on, second.on)]
    assert planned(item("a", Option("hall", 1)), day=date(2026, 11, 28)).done_on == "2026-12-01"


def test_years_without_a_table_are_named_where_the_plan_gets_so_far() -> None:
    table = Calendar((Holiday("2026-10-01", "2026-10-07", text("holiday")),))
    assert planned(item("a", Option("hall", 5)), calendar=table).unknown_years == ()
    assert planned(item("a", Option("hall", 40)), calendar=table).unknown_years == (2027,)
    assert planned(item("a", Option("hall", 0))).unknown_years == (), "what is done today needs no table"


def test_who_must_come_and_what_a_relative_may_do() -> None:
    plan = planned(
        item("marry", Option("hall", 0), present=("applicant", "spouse")),
        item("fetch", Option("town", 0), proxy=text("with both identity cards")),
    )
    people = {stop.point: ([each.entity for each in stop.present], stop.proxy) for stop in plan.stops}
    assert people["hall"] == (["applicant", "spouse"], ())
    assert people["town"] == (["applicant"], (text("with both identity cards"),))
    assert (plan.visits, plan.person_visits, plan.places) == (2, 3, 2)


def test_a_paper_that_expires_is_got_later_where_that_costs_nothing_and_else_is_warned_of() -> None:
    receipt = Document("receipt", text("receipt"), held=NEVER, valid_days=10)
    photo = item("photo", Option(None, 0), outputs=("receipt",))
    wait = item("wait", Option(None, 20))
    card = item("card", Option("hall", 0), needs=(Need(("receipt",)),), after=("wait",))
    plan = planned(photo, wait, card, documents=(receipt,))
    begins = {step.item: step.begins for stop in plan.stops for step in stop.steps}
    assert 20 - begins["photo"] <= 10
    assert plan.cautions == ()
    slow = item("photo", Option("town", 0), outputs=("receipt",))
    plan = planned(slow, item("first", Option("town", 0)), wait, card, documents=(receipt,))
    assert plan.cautions == () or plan.cautions[0].kind == "expires"


def test_a_paper_to_bring_says_from_when_it_is_fresh() -> None:
    plan = planned(
        item("a", Option("hall", 0), needs=(Need(("photo",)),)),
        documents=(Document("photo", text("photo"), valid_days=90),),
    )
    assert [paper.fresh_from for paper in plan.papers] == ["2026-08-26"]
    short = planned(
        item("a", Option("hall", 0), needs=(Need(("photo",)),)),
        documents=(Document("photo", text("photo"), valid_days=2),),
        day=date(2026, 11, 30),
    )
    assert [paper.fresh_from for paper in short.papers] == ["2026-11-26"], "two days from Thursday end on Monday"


def test_a_season_that_closes_before_its_turn_is_warned_of_with_its_date() -> None:
    wait = item("wait", Option(None, 20))
    school = item("school", Option("hall", 0), after=("wait",), season=Season("11-01", "11-30", text("enrolment")))
    (caution,) = planned(wait, school).cautions
    assert (caution.kind, caution.item, caution.on) == ("season", "school", "2026-11-30")


def test_mail_and_leaving_out_are_told_with_what_they_save() -> None:
    plan = planned(
        item("card", Option("hall", 5, collect=True), Option("hall", 5, mail=True, cost=20)),
        item("maybe", Option("town", 0)),
    )
    assert {(each.kind, each.item, each.visits, each.cost) for each in plan.savings} == {
        ("mail", "card", 1, 20),
        ("leave_out", "maybe", 1, 0),
    }
    assert (plan.visits, plan.cost) == (2, 20)


def test_the_center_where_one_is_wins_among_equals() -> None:
    both = item("a", Option("hall", 0), Option("town", 0))
    assert planned(both).stops[0].point == "hall"
    assert planned(both, wish=Wish(here="c2")).stops[0].point == "town"


def use(document: str, stop: int = 1, **more: object) -> Use:
    return Use("i", Need((document,), **more), stop, DAY)  # type: ignore[arg-type]


def test_originals_are_shown_once_and_collected_ones_are_summed() -> None:
    documents = {"d": Document("d", text("d"))}

    def originals(*uses: Use) -> int:
        return papers(uses, documents)[0].originals

    assert originals(use("d", copies=1), use("d", copies=2)) == 1
    assert papers((use("d", copies=1), use("d", copies=2)), documents)[0].copies == 3
    assert originals(use("d", collected=True), use("d", collected=True)) == 2
    assert originals(use("d"), use("d", collected=True)) == 1
    assert originals(use("d", collected=True), use("d")) == 2


def test_papers_are_sorted_into_what_to_do_about_them() -> None:
    documents = {
        "card": Document("card", text("card")),
        "record": Document("record", text("record"), electronic=True),
        "list": Document("list", text("list"), retrievable=True),
        "proof": Document("proof", text("proof"), held=NEVER),
    }
    listed = papers(
        (
            use("card", copies=2, key=True),
            use("record"),
            use("list"),
            use("proof", key=True, deferred_days=5),
        ),
        documents,
        lacking={"proof"},
    )
    of = {paper.document: paper for paper in listed}
    assert (of["proof"].lacking, of["proof"].key, of["proof"].due) == (True, False, "2026-12-01")
    assert (of["record"].waived, of["list"].on_spot, of["card"].key) == (True, True, True)
    counted = bundle(listed)
    assert (counted.originals, counted.copies, counted.on_spot, counted.waived, counted.lacking) == (1, 2, 1, 1, 1)


NAMES = "abcdefg"
GROUPS = st.lists(st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True), max_size=6)


@settings(max_examples=tries(200))
@given(GROUPS, st.fixed_dictionaries({name: st.sampled_from((0, 1, 10, 1_000)) for name in NAMES}))
def test_no_other_choice_of_any_of_papers_weighs_less(groups: list[list[str]], weight: dict[str, int]) -> None:
    chosen = cheapest(groups, weight)
    assert all(chosen & set(group) for group in groups)
    least = min((sum(weight[each] for each in set(way)) for way in product(*groups)), default=0)
    assert sum(weight[each] for each in chosen) == least


def test_a_season_may_go_over_the_turn_of_the_year() -> None:
    season = Season("11-01", "01-31", text("winter"))
    assert in_season(season, date(2026, 12, 31))
    assert in_season(season, date(2027, 1, 31))
    assert not in_season(season, date(2027, 2, 1))
    assert closing(season, date(2026, 12, 1)) == date(2027, 1, 31)


HOME = Option(None, 3, channel="online")


def test_a_bundle_takes_the_place_of_what_it_stands_for_and_says_what_it_saves() -> None:
    singles = (
        item("birth", Option("hall", 4, collect=True), outputs=("page",), needs=(Need(("photo",), copies=2),)),
        item("card", Option("town", 5), needs=(Need(("page",)),)),
    )
    after = item("school", Option("hall", 1), after=("birth",), needs=(Need(("page",)),))
    whole = item("whole", HOME, bundles=("birth", "card", "gone"), needs=(Need(("own",)),))
    documents = (
        Document("page", text("page"), held=NEVER),
        Document("photo", text("photo")),
        Document("own", text("o")),
    )
    plan = planned(whole, *singles, after, documents=documents)
    steps = [(step.item, [each.en for each in step.covers]) for stop in plan.stops for step in stop.steps]
    assert steps == [("whole", ["birth", "card"]), ("school", [])]
    assert (plan.visits, plan.working_days) == (1, 4), "what needs its result waits for it"
    assert [(each.document, each.how) for each in plan.papers] == [("own", "upload")]
    assert [(made.document, made.item) for made in plan.made] == [("page", "whole")]
    (saving,) = [each for each in plan.savings if each.kind == "bundle"]
    assert (saving.item, saving.visits, saving.days) == ("whole", 2, 5)
    assert saving.text.en == "“whole” covers 2 matters and saves 1 application, 2 trips, 5 working days."
    single = planned(whole, *singles, after, documents=documents, wish=Wish(leave_out=("whole",)))
    assert (single.visits, single.working_days) == (plan.visits + saving.visits, plan.working_days + saving.days)
    assert [each for each in single.savings if each.kind == "bundle"] == []
    assert not any(step.covers for stop in single.stops for step in stop.steps)


def test_what_is_only_uploaded_takes_no_paper_along() -> None:
    sent = Option(None, 1, channel="mail", cost=12)
    called = Option(None, 1, channel="phone")
    need = Need(("deed",), originals=1, copies=2, collected=True)
    deed = (Document("deed", text("deed")),)

    def paper(*options: Option, need: Need = need) -> tuple[object, ...]:
        items = [item(f"i{number}", option, needs=(need,)) for number, option in enumerate(options)]
        (found,) = planned(*items, documents=deed).papers
        return found.how, found.originals, found.copies, found.collected

    assert paper(HOME) == ("upload", 0, 0, 0)
    assert paper(HOME, HOME, Option("hall", 0)) == ("bring", 1, 2, 1)
    assert paper(sent) == ("mail", 1, 2, 1)
    shown = Need(("deed",))
    assert paper(sent, need=shown) == ("mail", 0, 1, 0), "nobody sends away what is given back"
    assert paper(sent, Option("hall", 0), need=shown) == ("bring", 1, 1, 0)
    assert paper(called, HOME) == ("ready", 1, 2, 1)
    assert planned(item("i", HOME, needs=(need,)), documents=deed).bundle.originals == 0


def test_the_same_persons_paper_is_listed_once() -> None:
    whose = choice("whose", "me", "other")
    mine = Document("mine", text("mine"))
    theirs = Document("theirs", text("theirs"), same=(Same("mine", Is("whose", "me")),))
    items = (
        item("a", Option("hall", 0), needs=(Need(("mine",), copies=1),)),
        item("b", Option("hall", 0), needs=(Need(("theirs",), copies=1),)),
    )
    lists = tuple(Checklist(each.id, text(each.id), text(each.id), (Entry(each.id),)) for each in items)
    points = (Point("hall", text("hall"), "c1"),)
    pack = Pack("p", text("p"), 1, themes=(Theme("one", text("one")),), facts=(whose,), documents=(mine, theirs))
    book = open_book(replace(pack, points=points, items=items, checklists=lists))

    def papers_of(*names: str, **said: Value) -> dict[str, int]:
        plan = consult(book, names, said, DAY).plan
        return {paper.document: paper.copies for paper in plan.papers} if plan else {}

    assert papers_of("a", "b", whose="me") == {"mine": 2}
    assert papers_of("a", "b", whose="other") == {"mine": 1, "theirs": 1}
    assert [question.id for question in consult(book, ("a", "b"), {}, DAY).questions] == ["whose"]
    assert consult(book, ("b",), {}, DAY).questions == (), "where there is nothing to merge nobody is asked"
    assert papers_of("b", whose="me") == {"theirs": 1}
