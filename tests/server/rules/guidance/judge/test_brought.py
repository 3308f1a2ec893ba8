"""What the plan itself brings is waited for and refuses nobody; one person comes once, whatever they are called."""

from datetime import date

import pytest
from msgspec.structs import replace

from config.item import Brought, Item, Option, Requirement
from config.pack import Checklist, Entry, Pack
from config.rule import AtLeast, Is, Value
from server.rules.guidance.consultation import AS_USUAL, consult
from server.rules.guidance.judge.book import open_book
from server.rules.guidance.judge.verdict import Consultation, Wish
from server.rules.guidance.prove.references import check_order, check_references
from tests.dongjiang import city_book
from tests.server.rules.guidance.small_pack import SMALL, text, yes_no

DAY = date(2026, 3, 2)
CITY = city_book()
NEWCOMER: dict[str, Value] = {
    "hukou": "elsewhere",
    "has_permit": False,
    "old_permit": "none",
    "registered_months": 8,
    "stay_ground": "work",
    "insured_hukou": "elsewhere",
    "insured_permit": False,
    "employed": "flexible",
    "wants": "both",
    "pension_drawn": False,
    "insured_elsewhere": False,
    "spouse_age": 30,
    "graduate": False,
    "age": 30,
    "hard_to_place": False,
    "print_record": False,
    "pension_here": False,
    "medical_here": False,
}


def pack_with(requirement: Requirement, *, whose: bool = False) -> Pack:
    """Return the small pack with a clinic that wants the permit held already, or brought by the plan."""
    clinic = Item("clinic", text("clinic"), (Option("hall", 0),), requirements=(requirement,))
    lists = (*SMALL.checklists, Checklist("health", text("one"), text("health"), (Entry("clinic"),)))
    facts = (*SMALL.facts, yes_no("mine", theme="two")) if whose else SMALL.facts
    return replace(SMALL, items=(*SMALL.items, clinic), checklists=lists, facts=facts)


PERMITTED = Requirement(Is("permit", True), "not_yet", text("no permit yet"), brought=(Brought("paper"),))
OF_MINE = replace(PERMITTED, brought=(Brought("paper", Is("mine", True)),))
TENANT: dict[str, Value] = {"permit": False, "living": "rent", "months": 8, "card": False}


def answer(pack: Pack, lists: tuple[str, ...], said: dict[str, Value], wish: Wish = AS_USUAL) -> Consultation:
    return consult(open_book(pack), lists, said, DAY, wish)


def states(said: Consultation) -> dict[str, str]:
    return {verdict.item: verdict.state for verdict in said.verdicts}


def lists_of(pack: Pack) -> tuple[str, ...]:
    return tuple(each.id for each in pack.checklists)


def test_what_the_plan_brings_is_waited_for_and_no_refusal() -> None:
    pack = pack_with(PERMITTED)
    alone = answer(pack, ("health",), TENANT)
    assert states(alone) == {"clinic": "not_yet"}
    assert [reason.text.en for reason in alone.verdicts[0].reasons] == ["no permit yet"]
    both = answer(pack, lists_of(pack), TENANT)
    assert states(both)["clinic"] == "can"
    assert both.plan is not None
    begun = {step.item: (step.begins, step.ends) for stop in both.plan.stops for step in stop.steps}
    assert begun["clinic"][0] >= begun["permit"][1] > 0, "not before the permit is there"
    assert [(made.document, made.item) for made in both.plan.made if made.document == "paper"] == [("paper", "permit")]


def test_what_the_plan_does_not_bring_after_all_fails_as_before() -> None:
    pack = pack_with(PERMITTED)
    assert states(answer(pack, lists_of(pack), {**TENANT, "living": "none"}))["clinic"] == "not_yet"
    assert states(answer(pack, lists_of(pack), TENANT, Wish(leave_out=("permit",))))["clinic"] == "not_yet"
    never = pack_with(replace(PERMITTED, otherwise="cannot"))
    refused = answer(never, lists_of(never), {**TENANT, "living": "none"})
    assert states(refused)["clinic"] == "cannot"
    assert states(answer(never, lists_of(never), TENANT))["clinic"] == "can"


def test_while_it_is_open_whether_it_is_brought_nothing_is_refused() -> None:
    pack = pack_with(PERMITTED)
    said = {name: value for name, value in TENANT.items() if name != "months"}
    open_still = answer(pack, lists_of(pack), said)
    assert states(open_still)["clinic"] == "unknown"
    assert "months" in {question.id for question in open_still.questions}


def test_whose_it_is_is_asked_where_the_plan_might_bring_it_and_nowhere_else() -> None:
    pack = pack_with(OF_MINE, whose=True)
    alone = answer(pack, ("health",), TENANT)
    assert states(alone) == {"clinic": "not_yet"}
    assert not alone.questions
    both = answer(pack, lists_of(pack), TENANT)
    assert [question.id for question in both.questions] == ["mine"]
    assert states(answer(pack, lists_of(pack), {**TENANT, "mine": True}))["clinic"] == "can"
    assert states(answer(pack, lists_of(pack), {**TENANT, "mine": False}))["clinic"] == "not_yet"


def test_other_things_that_fail_are_said_beside_what_nobody_brings() -> None:
    late = Requirement(Is("card", True), "not_yet", text("no card"))
    pack = pack_with(PERMITTED)
    clinic = replace(pack.items[-1], requirements=(PERMITTED, late))
    pack = replace(pack, items=(*pack.items[:-1], clinic))
    alone = answer(pack, ("health",), TENANT)
    assert {reason.text.en for reason in alone.verdicts[0].reasons} == {"no permit yet", "no card"}
    both = {each.item: each for each in answer(pack, lists_of(pack), TENANT).verdicts}["clinic"]
    assert (both.state, [reason.text.en for reason in both.reasons]) == ("not_yet", ["no card"])


NOBODY_SAYS = Requirement(AtLeast("months", "open"), "cannot", text("too short"), brought=(Brought("paper"),))


def test_what_nobody_has_confirmed_is_mended_too_where_the_plan_brings_it() -> None:
    pack = pack_with(NOBODY_SAYS)
    alone = answer(pack, ("health",), TENANT)
    assert states(alone) == {"clinic": "unknown"}
    assert [reason.text.en for reason in alone.verdicts[0].reasons] == ["open: to be confirmed by x"]
    both = answer(pack, lists_of(pack), TENANT)
    assert states(both)["clinic"] == "can"
    assert both.plan is not None
    begun = {step.item: (step.begins, step.ends) for stop in both.plan.stops for step in stop.steps}
    assert begun["clinic"][0] >= begun["permit"][1] > 0, "not before the permit is there"
    without = answer(pack, lists_of(pack), TENANT, Wish(leave_out=("permit",)))
    assert states(without)["clinic"] == "unknown"


def test_what_nobody_has_confirmed_stays_open_beside_what_fails() -> None:
    late = Requirement(Is("card", True), "not_yet", text("no card"))
    pack = pack_with(NOBODY_SAYS)
    pack = replace(pack, items=(*pack.items[:-1], replace(pack.items[-1], requirements=(NOBODY_SAYS, late))))
    assert states(answer(pack, lists_of(pack), TENANT))["clinic"] == "unknown"


def test_in_the_sample_a_recognition_of_the_plan_opens_the_subsidy() -> None:
    said: dict[str, Value] = {"insured_who": "spouse", "jobless_registered": True, "job_student": False}
    said |= {**NEWCOMER, "insured_hukou": "city", "hard_reason": "long", "spouse_age": 52, "insured_sex": "male"}
    said |= {"job_born": 52, "retire_due": False, "left_job": "dismissed"}
    alone = states(consult(CITY, ("insurance-flexible",), said, DAY))
    assert alone["C05"] == "unknown", "nobody has confirmed from which age on"
    both = states(consult(CITY, ("insurance-flexible", "job-card"), said, DAY))
    assert (both["T02"], both["C05"]) == ("can", "can")


def test_the_proof_knows_what_is_brought() -> None:
    unknown = pack_with(replace(PERMITTED, brought=(Brought("nothing"),)))
    assert {finding.code for finding in check_references(unknown)} == {"document_unknown"}
    pack = pack_with(PERMITTED)
    permit = pack.items[0]
    waits = replace(permit, after=("clinic",))
    assert {finding.code for finding in check_order(replace(pack, items=(waits, *pack.items[1:])))} == {
        "prerequisite_cycle"
    }


@pytest.mark.parametrize(
    ("lists", "said", "wanted"),
    [
        (("residence", "insurance-flexible"), {"insured_who": "me"}, {"C02": "can", "C03": "can", "C04": "can"}),
        (("residence", "insurance-flexible"), {"insured_who": "spouse"}, {"C02": "not_yet", "C03": "not_yet"}),
        (("insurance-flexible",), {"insured_who": "me"}, {"C02": "not_yet", "C03": "not_yet"}),
    ],
)
def test_in_the_sample_a_permit_of_the_plan_opens_the_insurance(
    lists: tuple[str, ...], said: dict[str, Value], wanted: dict[str, str]
) -> None:
    got = consult(CITY, lists, {**NEWCOMER, **said}, DAY)
    assert not got.questions
    assert {item: state for item, state in states(got).items() if item in wanted} == wanted
