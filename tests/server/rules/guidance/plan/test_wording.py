"""What every surface says of a plan: numbers of trips, dates, who must come, what to do who lacks a paper."""

import pytest
from msgspec.structs import replace

from server.rules.guidance.judge.verdict import Made, Paper, Plan, Present, Step, Stop
from server.rules.guidance.plan.wording import (
    carried,
    carried_words,
    copies,
    numbered,
    paper_groups,
    paper_words,
    places_words,
    plan_days,
    plan_facts,
    spared_papers,
    step_dates,
    step_terms,
    step_words,
    stop_words,
)
from tests.server.rules.guidance.small_pack import text


def step(item: str, begins: int = 0, days: int = 5, channel: str = "window") -> Step:
    return Step(item, text(item), "submit", channel, days, begins=begins, on="2026-11-24", until="2027-01-05")


def stop(point: str | None, *steps: Step, day: int = 0) -> Stop:
    return Stop(point, text(point or "home"), None, (), None, steps, day, "2026-12-01")


HOME, FIRST, LATER, SECOND = (
    stop(None, step("a"), step("b", begins=3)),
    stop("city", step("c"), day=5),
    stop(None, step("d"), day=6),
    stop("town", step("e"), day=9),
)
PLAN = Plan(2, (HOME, FIRST, LATER, SECOND), (), 30, "e", done_on="2027-01-05", fees=20, cost=12)
PAPER = Paper("proof", text("proof"), 1, 2, waived=False, key=True, items=("a",))


def test_only_trips_are_numbered() -> None:
    assert [number for number, _ in numbered(PLAN)] == [0, 1, 0, 2]
    assert places_words("en", PLAN, (1, 2, 4)) == "needed: at home, trips 1, 2"
    assert places_words("en", PLAN, (4,)) == "needed: trip 2"
    assert places_words("zh", PLAN, (3,)) == "用于在家办"
    assert places_words("en", replace(PLAN, stops=(FIRST,)), (1,)) == "", "one trip needs no number"


def test_a_stop_says_from_when_and_who_must_come() -> None:
    people = (Present("applicant", text("you")), Present("spouse", text("your spouse")))
    said = stop_words("en", replace(FIRST, present=people, proxy=(text("with a power of attorney"),)))
    assert said == (
        "Go there from 1 Dec",
        "It is about: your spouse",
        "A relative may come instead: with a power of attorney",
    )
    assert stop_words("en", replace(FIRST, present=people))[1:] == ("Must come too: your spouse",)
    alone = replace(FIRST, present=people[1:], deputies=(text("“a”: with both cards"),))
    assert stop_words("en", alone)[1:] == ("Must come: your spouse", "A relative may come for “a”: with both cards")
    assert stop_words("en", replace(FIRST, begins="10:10"))[1] == "Be there at about 10 am"
    assert stop_words("en", HOME) == (), "what can begin today needs no date"
    assert stop_words("zh", LATER) == ("12 月 1 日起可办",)


def test_a_step_says_when_its_result_comes_and_what_it_costs() -> None:
    first, second = HOME.steps
    assert step_dates("en", HOME, first) == "result about 5 Jan"
    assert step_dates("en", HOME, second) == "can begin on 24 Nov, result about 5 Jan"
    assert step_dates("en", HOME, replace(first, mail=True)) == "sent to you about 5 Jan"
    assert step_dates("en", FIRST, replace(first, task="collect")) == ""
    assert step_dates("en", FIRST, replace(first, days=0)) == ""
    assert step_terms("en", replace(first, channel="mail", fee=20, cost=12)) == (
        "5 working days, by post, 20 yuan, postage 12 yuan"
    )
    assert plan_facts("en", PLAN) == ("Done by about 5 January 2027.", "Costs in all: 32 yuan.")
    assert plan_facts("en", replace(PLAN, working_days=0, fees=0, cost=0)) == ()
    assert plan_days("en", replace(PLAN, unknown_years=(2027, 2028))).endswith(
        " Holidays of 2027, 2028 are not known: it may be later."
    )


def test_what_nobody_has_confirmed_makes_the_sum_at_least() -> None:
    first, _ = HOME.steps
    assert step_terms("en", replace(first, fee=None)) == "5 working days, the fee is not confirmed yet"
    assert plan_facts("en", replace(PLAN, fees_at_least=True, days_at_least=True)) == (
        "Done on 5 January 2027 at the earliest.",
        "Costs at least 32 yuan; not every fee is confirmed.",
    )
    assert plan_days("en", replace(PLAN, working_days=0, days_at_least=True)) == (
        "How long it takes in all is not confirmed yet."
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, ()),
        ({"lacking": True}, ("You lack it: get it first",)),
        ({"lacking": True, "due": "2026-12-01"}, ("You lack it: hand it in by 1 December 2026",)),
        ({"due": "2026-12-01"}, ("If you lack it, hand it in by 1 December 2026",)),
        ({"lacking": True, "declaration": True}, ("You lack it: a signed promise stands in for it",)),
        ({"declaration": True, "due": "2026-12-01"}, ("If you lack it, a signed promise stands in for it",)),
        ({"fresh_from": "2026-08-27", "note": text("both sides")}, ("both sides", "Got on 27 August 2026 or later")),
        ({"on_spot": True}, ("Printed for you at the counter",)),
    ],
)
def test_a_paper_says_what_to_do_who_lacks_it(changes: dict[str, object], said: tuple[str, ...]) -> None:
    assert paper_words("en", replace(PAPER, **changes)) == said


def test_a_paper_is_counted() -> None:
    assert copies("en", PAPER) == "original, 2 copies"
    assert copies("en", replace(PAPER, collected=1, declaration=True)) == (
        "original, 2 copies (stays at the counter); If you lack it, a signed promise stands in for it"
    )
    assert copies("en", replace(PAPER, on_spot=True)) == "Printed for you at the counter"
    assert copies("en", replace(PAPER, waived=True)) == "", "its headline says it"


def test_papers_are_grouped_by_what_to_do_about_them() -> None:
    lacking, sent = replace(PAPER, lacking=True, how="upload"), replace(PAPER, how="mail")
    shown, printed = replace(PAPER, how="upload"), replace(PAPER, on_spot=True)
    electronic = replace(PAPER, waived=True)
    plan = replace(PLAN, papers=(shown, electronic, PAPER, sent, printed, lacking))
    assert paper_groups("en", plan) == (
        ("Papers you lack", (lacking,)),
        ("Papers to bring", (PAPER,)),
        ("Papers to send by post", (sent,)),
        ("Photos or scans to upload", (shown,)),
    )
    assert [listed for _, listed in spared_papers("en", plan)] == [(printed,), (electronic,)]


def test_what_the_plan_brings_for_a_later_stop_is_to_be_kept() -> None:
    kept = Made("approval", text("approval"), "a", 1, (2, 4))
    used_at_once = Made("record", text("record"), "a", 1, (1,))
    plan = replace(PLAN, made=(kept, used_at_once))
    assert carried(plan) == (kept,)
    assert carried_words("en", plan, kept) == ("You get it with “a”", "needed: trips 1, 2")


def test_a_paper_says_that_it_is_only_uploaded_or_sent() -> None:
    assert copies("en", replace(PAPER, originals=0, copies=0, how="upload")) == "photo or scan to upload"
    assert copies("zh", replace(PAPER, how="mail")) == "原件、复印件 2 份（随信寄出）"
    form = replace(PAPER, on_spot=True)
    assert copies("en", form) == "Printed for you at the counter"
    assert copies("en", replace(form, how="upload")) == "Filled in or fetched online"
    assert copies("en", replace(PAPER, how="ready")) == copies("en", PAPER) == "original, 2 copies"


def test_a_bundle_names_what_it_stands_for() -> None:
    one_thing = replace(step("birth"), covers=(text("register"), text("insure")))
    assert step_words("en", one_thing) == "Apply: birth (for register, insure)"
    assert step_words("zh", one_thing).endswith("（含register、insure）")
