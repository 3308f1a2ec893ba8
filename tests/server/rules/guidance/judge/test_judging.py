"""Verdicts stay what they are once they are sure; exclusions, seasons, what does not apply, what is left out."""

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from config.fact import Fact
from config.item import Fee, Need, Option, Requirement, Season
from config.knowledge import Citation as Cited
from config.knowledge import Conflict, Knowledge, Side, Source
from config.pack import Entry, Exclusion, Pack
from config.rule import AgeAtLeast, AtLeast, Is, Value
from server.rules.guidance.consultation import consult, look_up
from server.rules.guidance.judge.asking import counted
from server.rules.guidance.judge.book import Book, open_book
from server.rules.guidance.judge.condition import known, missing
from server.rules.guidance.judge.judging import judge
from server.rules.guidance.judge.verdict import Consultation, Inapplicable, Plan, Verdict, Wish
from server.rules.guidance.plan.wording import plan_days, step_terms
from tests.dongjiang import city_book
from tests.server.rules.guidance.small_pack import BOOK, SMALL, text
from tests.tries import tries

DAY = date(2026, 11, 24)
CITY = city_book()
ALL = tuple(CITY.checklists)
TENANT: dict[str, Value] = {"permit": False, "living": "rent", "months": 8, "card": True}


def states(answer: Consultation) -> dict[str, str]:
    return {verdict.item: verdict.state for verdict in answer.verdicts}


def with_item(name: str, **changes: object) -> Pack:
    items = tuple(replace(item, **changes) if item.id == name else item for item in SMALL.items)
    return replace(SMALL, items=items)


def values_of(fact: Fact) -> list[Value]:
    if fact.kind == "yes_no":
        return [True, False]
    if fact.kind == "number":
        return sorted({fact.low, fact.high, *(each for each in (1, 6, 12, 50) if fact.low <= each <= fact.high)})
    if fact.kind == "date":
        return ["1960-01-01", "1990-06-15", "2020-05-01", "2026-11-01"]
    return [answer.value for answer in fact.answers]


def answers_to(book: Book) -> st.SearchStrategy[dict[str, Value]]:
    return st.fixed_dictionaries({}, optional={f.id: st.sampled_from(values_of(f)) for f in book.pack.facts})


@pytest.mark.city
@pytest.mark.parametrize(("book", "lists"), [(BOOK, ("settle", "money")), (CITY, ALL)], ids=["small", "city"])
@settings(max_examples=tries(40), deadline=None)
@given(data=st.data())
def test_another_answer_never_turns_a_sure_verdict(book: Book, lists: tuple[str, ...], data: st.DataObject) -> None:
    everything = data.draw(answers_to(book))
    kept = data.draw(st.sets(st.sampled_from(sorted(everything))) if everything else st.just(set()))
    less = consult(book, lists, {name: value for name, value in everything.items() if name in kept}, DAY)
    # Only answers that count are more than before: one that hides another question takes that answer back.
    more = consult(book, lists, everything, DAY)
    if not set(less.asked) <= set(more.asked):
        return
    later = states(more)
    for verdict in less.verdicts:
        if verdict.state != "unknown":
            assert later.get(verdict.item) == verdict.state, (verdict.item, everything, sorted(kept))
    for each in less.inapplicable:
        assert each.item not in later


AGE_SAID_TWICE: dict[str, Value] = {
    "age": 6,
    "insured_who": "me",
    "employed": "flexible",
    "spouse_age": 50,
    "print_record": False,
    "old_fund": True,
}
"""Whoever is to be insured has said their age already; what was answered while another was meant does not count."""


@pytest.mark.city
@settings(max_examples=tries(8), deadline=None)
@example(AGE_SAID_TWICE)
@given(answers_to(CITY))
def test_every_sure_verdict_rests_on_answers_that_alone_bring_it(answers: dict[str, Value]) -> None:
    answer = consult(CITY, ALL, answers, DAY)
    for each in answer.inapplicable:
        alone = {because.fact: answers[because.fact] for because in each.because}
        assert alone.keys() <= set(answer.asked), "a reason names what was answered, not what was said already"
        gates = {fact: answers[fact] for fact in answer.asked if fact in _gates(set(alone))}
        again = consult(CITY, ALL, gates | alone, DAY)
        assert each.item in {other.item for other in again.inapplicable}
    for verdict in answer.verdicts:
        if verdict.state == "unknown":
            assert verdict.asks or verdict.reasons
        if verdict.state == "cannot":
            assert verdict.reasons[0].because


def _gates(facts: set[str]) -> set[str]:
    """Return the facts that decide whether `facts` are asked at all."""
    from server.rules.guidance.judge.condition import facts_of

    found = set(facts)
    for fact in reversed(CITY.pack.facts):
        if fact.id in found:
            found |= facts_of(fact.when, CITY.situations)
    return found


def test_a_paper_that_an_open_item_may_bring_keeps_its_verdict_open() -> None:
    answer = consult(BOOK, ("settle",), {"permit": False, "living": "rent"}, DAY)
    assert states(answer)["school"] == "unknown"
    assert [question.id for question in answer.questions][:1] == ["months"]


def test_what_does_not_apply_is_told_with_the_answer_that_says_so() -> None:
    answer = consult(BOOK, ("settle",), {"permit": True, "card": False}, DAY)
    told = {each.item: [because.fact for because in each.because] for each in answer.inapplicable}
    assert told == {"permit": ["permit"], "new-card": ["card"]}


def test_any_item_can_be_looked_up() -> None:
    found = look_up(BOOK, "permit", TENANT, DAY)
    assert isinstance(found, Verdict)
    assert found.state == "can"
    assert isinstance(look_up(BOOK, "permit", {"permit": True}, DAY), Inapplicable)
    with pytest.raises(KeyError):
        look_up(BOOK, "nothing", {}, DAY)


def test_what_is_left_out_keeps_its_verdict_and_leaves_the_plan() -> None:
    whole = consult(BOOK, ("settle",), TENANT, DAY)
    less = consult(BOOK, ("settle",), TENANT, DAY, Wish("fewest", ("new-card",)))
    assert states(less) == states(whole)
    assert [verdict.item for verdict in less.verdicts if verdict.left_out] == ["new-card"]
    assert whole.plan is not None
    assert less.plan is not None
    assert less.plan.visits < whole.plan.visits
    assert "new-card" not in {step.item for stop in less.plan.stops for step in stop.steps}


def test_what_needs_a_result_that_is_left_out_waits() -> None:
    less = consult(BOOK, ("settle",), TENANT, DAY, Wish("fewest", ("permit",)))
    assert states(less)["school"] == "not_yet"


def test_of_things_that_exclude_each_other_the_first_stays_until_it_is_left_out() -> None:
    never_both = Exclusion("e", ("permit", "new-card"), text("not both"), "§9")
    book = open_book(replace(SMALL, exclusions=(never_both,)))
    answer = consult(book, ("settle",), TENANT, DAY)
    assert (states(answer)["permit"], states(answer)["new-card"]) == ("can", "not_yet")
    (card,) = [verdict for verdict in answer.verdicts if verdict.item == "new-card"]
    assert card.reasons[0].clause == "§9"
    assert card.reasons[0].action is not None
    other = consult(book, ("settle",), TENANT, DAY, Wish("fewest", ("permit",)))
    assert states(other)["new-card"] == "can"


def test_while_the_first_of_two_rivals_is_open_the_second_is_open_too() -> None:
    book = open_book(replace(SMALL, exclusions=(Exclusion("e", ("permit", "new-card"), text("not both")),)))
    answer = consult(book, ("settle",), {"permit": False, "living": "rent", "card": True}, DAY)
    assert states(answer)["new-card"] == "unknown"


@pytest.mark.parametrize(
    ("season", "today", "state", "opens"),
    [
        (("11-01", "11-30"), "2026-11-24", "can", None),
        (("11-24", "11-24"), "2026-11-24", "can", None),
        (("05-06", "05-20"), "2026-11-24", "not_yet", "2027-05-06"),
        (("05-06", "05-20"), "2026-03-01", "not_yet", "2026-05-06"),
        (("11-15", "02-28"), "2027-01-05", "can", None),
        (("11-15", "02-28"), "2027-03-01", "not_yet", "2027-11-15"),
    ],
)
def test_a_season_that_is_not_now_says_when_it_opens(
    season: tuple[str, str], today: str, state: str, opens: str | None
) -> None:
    book = open_book(with_item("new-card", season=Season(*season, text("enrolment"))))
    answer = consult(book, ("settle",), TENANT, date.fromisoformat(today))
    (card,) = [verdict for verdict in answer.verdicts if verdict.item == "new-card"]
    assert card.state == state
    assert (card.reasons[0].enough_on if card.reasons else None) == opens


def test_of_two_seasons_the_next_one_counts_and_both_are_said() -> None:
    seasons = (Season("07-08", "07-22", text("summer")),)
    book = open_book(with_item("new-card", season=Season("01-20", "02-05", text("winter")), seasons=seasons))

    def card(today: str) -> Verdict:
        answer = consult(book, ("settle",), TENANT, date.fromisoformat(today))
        return next(verdict for verdict in answer.verdicts if verdict.item == "new-card")

    assert [card(day).state for day in ("2027-01-20", "2027-02-06", "2027-07-22")] == ["can", "not_yet", "can"]
    (reason,) = card("2027-02-06").reasons
    assert reason.enough_on == "2027-07-08"
    assert reason.text.en == "summer: 20 January to 5 February, 8 July to 22 July every year"
    assert card("2027-07-23").reasons[0].enough_on == "2028-01-20"


def test_a_requirement_is_only_of_those_for_whom_it_is_meant() -> None:
    must = Requirement(Is("card", True), "cannot", text("no card"), when=Is("living", "rent"))
    book = open_book(with_item("school", requirements=(must,), needs=()))

    def school(**said: Value) -> Verdict:
        answer = consult(book, ("settle",), {"permit": True, **said}, DAY)
        return next(verdict for verdict in answer.verdicts if verdict.item == "school")

    assert school(living="own", card=False).state == "can"
    refused = school(living="rent", card=False)
    assert (refused.state, [each.fact for each in refused.reasons[0].because]) == ("cannot", ["living", "card"])
    assert school(card=True).state == "can"
    assert school(card=False).state == "unknown"


def test_a_paper_may_be_asked_by_one_checklist_only() -> None:
    needs = (Need(("id",)), Need(("deed",), checklists=("money",)))
    pack = with_item("new-card", needs=needs)
    money = replace(pack.checklists[1], entries=(Entry("new-card", Is("permit", True)),))
    book = open_book(replace(pack, checklists=(pack.checklists[0], money)))

    def papers(lists: tuple[str, ...], *, permit: bool) -> set[str]:
        plan = consult(book, lists, {"permit": permit, "living": "none", "card": True}, DAY).plan
        return {paper.document for paper in plan.papers} if plan else set()

    assert papers(("settle",), permit=False) == {"id"}
    assert papers(("money",), permit=True) == {"id", "deed"}
    assert papers(("settle", "money"), permit=True) >= {"id", "deed"}
    assert papers(("settle", "money"), permit=False) == {"id"}


def test_a_way_and_a_fee_may_be_for_some_only_and_are_asked_about() -> None:
    ways = (Option("hall", 0), Option(None, 0, channel="online", when=Is("living", "own")))
    fees = (Fee(40, Is("living", "rent")), Fee(20, Is("living", "own")))
    book = open_book(with_item("new-card", options=ways, fee=5, fees=fees))
    said: dict[str, Value] = {"permit": True, "card": True}

    def asked(**more: Value) -> Consultation:
        answer = consult(book, ("settle",), {**said, **more}, DAY, Wish(leave_out=("school",)))
        assert states(answer)["new-card"] == "can"
        return answer

    assert [each.id for each in asked().questions] == ["living"]
    assert asked().plan is None
    plans = [asked(living=each).plan for each in ("own", "rent", "none")]
    assert [(plan.visits, plan.fees) for plan in plans if plan] == [(0, 20), (1, 40), (1, 5)]
    left_out = consult(book, ("settle",), said, DAY, Wish(leave_out=("new-card",)))
    assert left_out.questions == ()
    assert left_out.plan is not None


def test_papers_that_hang_on_an_answer_are_asked_about() -> None:
    needs = (Need(("id",)), Need(("deed",), when=Is("living", "own")))
    book = open_book(with_item("new-card", needs=needs))
    said: dict[str, Value] = {"permit": True, "card": True}
    answer = consult(book, ("settle",), said, DAY)
    assert states(answer)["new-card"] == "can"
    assert [each.id for each in answer.questions] == ["living"]
    assert answer.plan is None
    plans = [consult(book, ("settle",), {**said, "living": each}, DAY).plan for each in ("own", "rent")]
    assert [{paper.document for paper in plan.papers} >= {"deed"} for plan in plans if plan] == [True, False]


def test_whether_somebody_has_what_may_follow_later_is_asked() -> None:
    needs = (Need(("id",)), Need(("paper",), deferred_days=5))
    book = open_book(with_item("subsidy", needs=needs, requirements=()))
    answer = consult(book, ("money",), {}, DAY)
    assert "permit" in {each.id for each in answer.questions}


@pytest.mark.slow
@settings(max_examples=tries(150), deadline=None)
@given(answers_to(CITY), st.sampled_from(ALL), st.sampled_from(ALL))
def test_no_paper_of_a_plan_hangs_on_a_question_nobody_asked(said: dict[str, Value], one: str, other: str) -> None:
    checklists = tuple(dict.fromkeys((one, other)))
    if consult(CITY, checklists, said, DAY).plan is None:
        return
    at = known(CITY, counted(CITY, said, known(CITY, {}, DAY)), DAY)
    judged, _ = judge(CITY, checklists, at)
    rules = [need.when for each in judged if each.wanted for need in each.item.needs]
    assert [rule for rule in rules if missing(rule, at)] == []


def test_a_fee_that_hangs_on_what_nobody_has_confirmed_is_open() -> None:
    said: dict[str, Value] = {"permit": False, "living": "own", "months": 8, "card": True}

    def plan(**changes: object) -> Plan:
        found = consult(open_book(with_item("new-card", **changes)), ("settle",), said, DAY).plan
        assert found is not None
        return found

    unconfirmed = plan(fee=5, fees=(Fee(40, AtLeast("months", "open")),))
    assert (unconfirmed.fees, unconfirmed.fees_at_least) == (0, True), "the five yuan may be wrong"
    assert next(each.fee for stop in unconfirmed.stops for each in stop.steps if each.item == "new-card") is None
    first = plan(fee=5, fees=(Fee(7, Is("living", "own")), Fee(40, AtLeast("months", "open"))))
    assert (first.fees, first.fees_at_least) == (7, False), "what comes first is sure"
    assert plan(fee=None).fees_at_least
    assert plan(fees=(Fee(None, Is("living", "own")),)).fees_at_least
    assert not plan(fees=(Fee(None, Is("living", "rent")),)).fees_at_least


def test_days_that_nobody_has_confirmed_make_the_sum_at_least() -> None:
    said: dict[str, Value] = {"permit": False, "living": "own", "months": 8, "card": True}
    book = open_book(with_item("new-card", options=(Option("police", None, collect=True),)))
    plan = consult(book, ("settle",), said, DAY).plan
    assert plan is not None
    assert (plan.days_at_least, plan.working_days) == (True, 5)
    (step,) = [each for stop in plan.stops for each in stop.steps if each.item == "new-card" and each.task == "submit"]
    assert (step.days, step.until) == (None, None)
    said_of_days = "At least 5 working days; some times are not confirmed."
    assert plan_days("en", plan) == f"{said_of_days} Holidays of 2026 are not known: it may be later."
    assert step_terms("en", step).startswith("how long is not confirmed yet")
    assert plan.visits == 3, "what has to be fetched is not there on the same day"


def test_a_day_beyond_all_reach_does_not_count() -> None:
    fact = Fact("born", "one", "date", text("born?"))
    needs = (Need(("id",), when=AgeAtLeast("born", 18)),)
    pack = replace(with_item("new-card", needs=needs), facts=(*SMALL.facts, fact))
    for day in ("9999-12-31", "0001-01-01", "2201-01-01"):
        answer = consult(open_book(pack), ("settle",), {"permit": True, "card": True, "born": day}, DAY)
        assert "born" in {each.id for each in answer.questions}


def test_sources_that_disagree_are_shown_with_what_they_speak_of() -> None:
    pack = replace(
        SMALL,
        sources=(Source("a", "The old page"), Source("b", "The new law")),
        knowledge=(
            Knowledge("K1", text("seven days"), (Cited("b"),), ("permit",), expires="2026-12-31", reviewed_by="x"),
        ),
        conflicts=(
            Conflict("c1", text("days"), (Side(text("15"), "a"), Side(text("7"), "b")), ("permit",), in_force=1),
            Conflict("c2", text("fee"), (Side(text("20"), "a"), Side(text("0"), "b")), ("subsidy",)),
        ),
    )
    answer = consult(open_book(pack), ("settle",), TENANT, DAY)
    (shown,) = answer.disagreements
    assert (shown.id, shown.in_force, shown.sources) == ("c1", 1, ("The old page", "The new law"))
    (point,) = answer.knowledge
    assert (point.source, point.reviewed) == ("The new law", True)
    later = consult(open_book(pack), ("settle",), TENANT, date(2027, 1, 1))
    assert not later.knowledge[0].reviewed
