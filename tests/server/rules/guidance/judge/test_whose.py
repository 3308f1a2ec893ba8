"""One person is one and has one paper of a kind, whatever the household calls them; that is asked where it decides."""

from datetime import date

import pytest
from msgspec.structs import replace

from config.fact import Entity, SameEntity
from config.item import Document, Item, Need, Option, Same
from config.pack import Checklist, Entry, Pack
from config.rule import All, Is, Not, Rule, Value
from server.rules.guidance.consultation import AS_USUAL, consult
from server.rules.guidance.judge.book import open_book
from server.rules.guidance.judge.verdict import Consultation, Wish
from tests.dongjiang import city_book
from tests.server.rules.guidance.small_pack import SMALL, choice, text

DAY = date(2026, 3, 2)
CITY = city_book()
TENANT: dict[str, Value] = {"permit": False, "living": "rent", "months": 8, "card": False}


def answer(pack: Pack, lists: tuple[str, ...], said: dict[str, Value], wish: Wish = AS_USUAL) -> Consultation:
    return consult(open_book(pack), lists, said, DAY, wish)


def lists_of(pack: Pack) -> tuple[str, ...]:
    return tuple(each.id for each in pack.checklists)


def listed(said: Consultation) -> list[str]:
    """Return the papers of the plan that is made when nothing is left to ask."""
    assert not said.questions
    assert said.plan is not None
    return [paper.document for paper in said.plan.papers]


def test_one_person_under_two_names_comes_once() -> None:
    entities = (
        Entity("applicant", text("you")),
        Entity("insured", text("who is insured"), same=(SameEntity("applicant", Is("card", True)),)),
    )
    items = tuple(
        replace(item, present=("insured",)) if item.id == "school" else replace(item, options=(Option("hall", 0),))
        for item in SMALL.items
    )
    pack = replace(SMALL, entities=entities, items=items)
    for mine, people in ((True, ["applicant"]), (False, ["applicant", "insured"])):
        plan = answer(pack, lists_of(pack), {**TENANT, "permit": False, "card": mine}).plan
        assert plan is not None
        assert sorted({each.entity for stop in plan.stops for each in stop.present}) == people


@pytest.mark.parametrize("who", ["me", "spouse", "other"])
def test_in_the_sample_a_new_card_is_fetched_by_its_holder(who: str) -> None:
    said: dict[str, Value] = {"paper_wish": "idcard", "card_case": "expired", "card_urgent": True, "holder_who": who}
    plan = consult(CITY, ("cards-marriage",), said, DAY).plan
    assert plan is not None
    present = [{each.entity for each in stop.present} for stop in plan.stops]
    assert present == [{{"me": "applicant", "spouse": "spouse", "other": "holder"}[who]}] * len(plan.stops)


def cards(**same: tuple[tuple[str, Rule], ...]) -> Pack:
    """Return the small pack in which the clinic, the school and the card each ask for a card of their own name."""
    named = {name: tuple(Same(*each) for each in pairs) for name, pairs in same.items()}
    documents = (Document("mine", text("mine")), *(Document(name, text(name), same=named[name]) for name in same))
    facts = (*SMALL.facts, choice("one", "me", "other", theme="two"), choice("two", "me", "other", theme="two"))
    items = tuple(Item(name, text(name), (Option("hall", 0),), needs=(Need((name,)),)) for name in same)
    lists = (Checklist("all", text("one"), text("all"), tuple(Entry(name) for name in same)),)
    return replace(SMALL, documents=documents, facts=facts, items=items, checklists=lists, points=SMALL.points)


ONE, TWO = ("mine", Is("one", "me")), ("mine", Is("two", "me"))


def test_two_papers_of_one_person_are_one_although_nobody_asks_for_that_persons_own() -> None:
    pack = cards(a=(ONE,), b=(TWO,))
    asked = answer(pack, ("all",), {})
    assert {question.id for question in asked.questions} == {"one", "two"}
    for said, papers in (
        ({"one": "me", "two": "me"}, ["a"]),
        ({"one": "me", "two": "other"}, ["a", "b"]),
        ({"one": "other", "two": "other"}, ["a", "b"]),
    ):
        plan = answer(pack, ("all",), dict(said)).plan
        assert plan is not None
        assert [paper.document for paper in plan.papers] == papers


def test_whose_a_paper_is_is_asked_only_where_that_can_make_two_of_them_one() -> None:
    never = cards(a=(ONE,), b=(("mine", Is("one", "other")),))
    assert not answer(never, ("all",), {}).questions, "one of them is never the other"
    alone = cards(a=(ONE,))
    assert not answer(alone, ("all",), {}).questions
    decided = cards(a=(ONE,), b=(("a", Is("permit", True)), TWO))
    assert not answer(decided, ("all",), {"permit": True}).questions, "they are one already"
    assert {question.id for question in answer(decided, ("all",), {"permit": False}).questions} == {"one", "two"}


def household(*names: str, apart: bool = False) -> Pack:
    """Return a pack in which each of `names`, who may be the citizen or the spouse, shows a card of their own.

    The last of them is nobody of whom it is said before, where they are `apart`.
    """
    me, spouse = Entity("applicant", text("you")), Entity("spouse", text("spouse"))
    entities = [me, spouse]
    for name in names:
        rules: list[tuple[str, Rule]] = [("applicant", Is(name, "me")), ("spouse", Is(name, "spouse"))]
        if apart and name == names[-1]:
            rules = [
                (who, All((rule, Not(Is(names[0], str(rule.value)))))) for who, rule in rules if isinstance(rule, Is)
            ]
        entities.append(Entity(name, text(name), same=tuple(SameEntity(*each) for each in rules)))
    documents = (
        Document("own", text("own"), kind="card"),
        *(Document(f"{name}-card", text(name), entity=name, kind="card") for name in names),
    )
    facts = tuple(choice(name, "me", "spouse", "other", theme="two") for name in names)
    items = tuple(Item(name, text(name), (Option("hall", 0),), needs=(Need((f"{name}-card",)),)) for name in names)
    lists = (Checklist("all", text("one"), text("all"), tuple(Entry(name) for name in names)),)
    return replace(
        SMALL,
        entities=tuple(entities),
        documents=documents,
        facts=(*SMALL.facts, *facts),
        items=items,
        checklists=lists,
    )


@pytest.mark.parametrize(
    ("said", "papers"),
    [
        ({"insured": "me", "guardian": "me"}, ["insured-card"]),
        ({"insured": "spouse", "guardian": "spouse"}, ["insured-card"]),
        ({"insured": "me", "guardian": "spouse"}, ["insured-card", "guardian-card"]),
        ({"insured": "other", "guardian": "other"}, ["insured-card", "guardian-card"]),
    ],
)
def test_of_a_kind_one_person_has_one_whatever_they_are_called(said: dict[str, Value], papers: list[str]) -> None:
    pack = household("insured", "guardian")
    assert {each.id for each in answer(pack, ("all",), {}).questions} == {"insured", "guardian"}
    assert listed(answer(pack, ("all",), said)) == papers


def test_papers_of_two_kinds_stay_two_and_nobody_is_asked_whose_they_are() -> None:
    pack = household("insured", "guardian")
    documents = tuple(replace(each, kind="book") if each.id == "guardian-card" else each for each in pack.documents)
    assert listed(answer(replace(pack, documents=documents), ("all",), {})) == ["insured-card", "guardian-card"]


def test_two_of_whom_one_is_never_the_other_are_not_asked_about() -> None:
    assert listed(answer(household("ward", "guardian", apart=True), ("all",), {})) == ["ward-card", "guardian-card"]


SAMPLE: dict[str, dict[str, Value]] = {
    "hukou-in": {
        "hukou": "province", "basis": "work", "insured_months": 60, "home": "own", "spouse_moves": True,
        "child_hukou": "none", "renew_card": False,
    },
    "insurance-flexible": {
        "employed": "flexible", "insured_hukou": "city", "wants": "both", "insured_elsewhere": False,
        "pension_drawn": False, "spouse_age": 38, "graduate": False, "hard_to_place": True, "print_record": False,
    },
    "medical": {
        "med_kind": "employee", "care_place": "city", "bill": "self", "insured_then": "here", "bill_months": 2,
        "injury": "none", "care_kind": "inpatient", "chronic": False, "needy": False, "resident_joins": "nobody",
    },
    "newborn": {
        "newborn_stage": "nothing", "birth_place": "hospital", "newborn_age": "month", "newborn_follows": "family",
        "parents_married": True, "parents_home": "one", "newborn_card": False,
    },
    "retirement-care": {
        "care_wish": "disability", "disability_case": "lost", "disabled_here": True, "needs_guardian": True,
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("lists", "who", "cards", "registers"),
    [
        (("newborn", "retirement-care"), {"parent_who": "mother", "guardian_who": "me", "holder_who": "child"}, 3, 3),
        (
            ("newborn", "retirement-care"),
            {"parent_who": "mother", "guardian_who": "spouse", "holder_who": "child"},
            3,
            3,
        ),
        (
            ("newborn", "retirement-care"),
            {"parent_who": "father", "guardian_who": "other", "holder_who": "child"},
            4,
            3,
        ),
        (("newborn", "retirement-care"), {"parent_who": "father", "guardian_who": "me", "holder_who": "spouse"}, 2, 2),
        (("hukou-in", "newborn"), {"parent_who": "mother"}, 2, 2),
        (("hukou-in", "newborn"), {"parent_who": "other"}, 4, 4),
        (("insurance-flexible", "medical"), {"insured_who": "mother", "patient_who": "mother"}, 1, 0),
        (("insurance-flexible", "medical"), {"insured_who": "mother", "patient_who": "father"}, 2, 0),
        (
            ("insurance-flexible", "retirement-care"),
            {"insured_who": "father", "guardian_who": "father", "holder_who": "child"},
            2,
            1,
        ),
    ],
)
def test_in_the_sample_nobody_brings_one_card_or_register_twice(
    lists: tuple[str, ...], who: dict[str, Value], cards: int, registers: int
) -> None:
    said = {**{name: value for each in lists for name, value in SAMPLE[each].items()}, **who}
    kinds = [CITY.documents[paper].kind for paper in listed(consult(CITY, lists, said, date(2026, 11, 24)))]
    assert (kinds.count("identity-card"), kinds.count("household-register")) == (cards, registers)
