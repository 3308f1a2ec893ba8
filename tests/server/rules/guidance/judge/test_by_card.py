"""What the citizen's card tells of the answers: of them alone, today, and only what is an answer."""

from datetime import date
from typing import Literal

import pytest
from msgspec.structs import replace

from config.fact import ByCard, ByDate, Entity, Fact, SameEntity
from config.household import Household, Member
from config.rule import ALWAYS, Is, Value
from config.words import both
from server.rules.guidance.judge.book import Book, for_household, open_book
from server.rules.guidance.judge.by_card import CardTold, by_card
from tests.dongjiang import city_book
from tests.server.rules.guidance.small_pack import SMALL, choice

TODAY = date(2026, 11, 24)
CARD = CardTold("resident", date(1958, 3, 2), "female", date(2030, 1, 1))


def book_of(*facts: Fact, entities: tuple[Entity, ...] = ()) -> Book:
    return open_book(replace(SMALL, facts=(*SMALL.facts, *facts), entities=(*SMALL.entities, *entities)))


def fact(name: str, by: ByCard, kind: str = "date", **more: object) -> Fact:
    return replace(Fact(name, SMALL.themes[0].id, "date", both(name)), kind=kind, by_card=by, **more)


BORN = fact("born", ByCard("birth"))
AGE = fact("age", ByCard("birth"), "number", by_date=ByDate(), high=120, grows="year")
UNTIL = fact("until", ByCard("expiry"))
USABLE = fact("usable", ByCard("state", (("valid", True), ("expired", False))), "yes_no")
GROUP = replace(choice("group", "man", "staff", "worker"), by_card=ByCard("sex", (("male", "man"),)))
SEX = replace(choice("sex", "male", "female"), by_card=ByCard("sex"))
FROM = replace(
    choice("from", "city", "hkm", "foreign"),
    by_card=ByCard("kind", (("hong_kong", "hkm"), ("macao", "hkm"), ("foreigner", "foreign"))),
)
EVERY = book_of(BORN, AGE, UNTIL, USABLE, GROUP, SEX, FROM)


def test_a_card_tells_dates_sex_kind_and_state() -> None:
    assert by_card(EVERY, {}, CARD, TODAY) == {
        "born": "1958-03-02",
        "age": "1958-03-02",
        "until": "2030-01-01",
        "usable": True,
        "group": None,
        "sex": "female",
        "from": None,
    }


def test_before_a_card_is_there_it_is_known_what_one_would_tell() -> None:
    assert by_card(EVERY, {}, None, TODAY) == dict.fromkeys(
        ["born", "age", "until", "usable", "group", "sex", "from"], None
    )


@pytest.mark.parametrize(
    ("card", "told"),
    [
        (replace(CARD, expires=None), {"until": None, "usable": True}),
        (replace(CARD, expires=TODAY), {"until": "2026-11-24", "usable": True}),
        (replace(CARD, expires=date(2026, 11, 23)), {"until": "2026-11-23", "usable": False}),
        (replace(CARD, expires=date(2077, 1, 1)), {"until": None, "usable": True}),
        (replace(CARD, birth=date(1899, 12, 31)), {"born": None, "age": None}),
        (replace(CARD, birth=date(1900, 1, 1)), {"born": "1900-01-01", "age": None}),
        (replace(CARD, birth=date(2026, 11, 25)), {"age": None}),
        (replace(CARD, sex=None), {"sex": None, "group": None}),
        (replace(CARD, sex="male"), {"sex": "male", "group": "man"}),
        (replace(CARD, kind="hong_kong"), {"from": "hkm"}),
        (replace(CARD, kind="macao"), {"from": "hkm"}),
        (replace(CARD, kind="taiwan"), {"from": None}),
        (replace(CARD, kind="foreigner"), {"from": "foreign"}),
    ],
)
def test_what_a_card_leaves_open_or_what_is_no_answer_is_not_told(card: CardTold, told: dict[str, Value]) -> None:
    found = by_card(EVERY, {}, card, TODAY)
    assert {name: found[name] for name in told} == told


ME = Entity("applicant", both("You"), relation="me")
SPOUSE = Entity("spouse", both("Spouse"), relation="spouse")
HOLDER = Entity(
    "holder",
    both("Whom it is for"),
    who="whom",
    same=(SameEntity("applicant", Is("whom", "me")), SameEntity("spouse", Is("whom", "spouse"))),
)
ROLES = book_of(
    choice("whom", "me", "spouse", "other"),
    replace(BORN, entity="holder"),
    replace(AGE, entity="spouse"),
    SEX,
    entities=(ME, SPOUSE, HOLDER),
)


@pytest.mark.parametrize(
    ("answers", "told"),
    [({}, {"sex"}), ({"whom": "me"}, {"sex", "born"}), ({"whom": "spouse"}, {"sex"}), ({"whom": "other"}, {"sex"})],
)
def test_only_what_is_asked_of_the_citizen_is_told(answers: dict[str, Value], told: set[str]) -> None:
    assert set(by_card(ROLES, answers, CARD, TODAY)) == told


def test_a_role_that_is_always_the_citizen_is_told() -> None:
    always = Entity("owner", both("Owner"), same=(SameEntity("applicant", ALWAYS),))
    assert set(by_card(book_of(replace(BORN, entity="owner"), entities=(ME, always)), {}, CARD, TODAY)) == {"born"}


def test_of_a_household_only_the_citizens_own_copy_is_told() -> None:
    household = Household((Member("m1", "me"), Member("m2", "spouse")))
    there = for_household(ROLES, household, {})
    for name in by_card(there, {}, CARD, TODAY):
        assert there.facts[name].entity != "spouse"


def test_a_card_does_not_print_what_it_says() -> None:
    assert "1958" not in repr(CARD) + str([CARD])


@pytest.mark.parametrize(
    ("kind", "told"),
    [("hong_kong", "hkm"), ("macao", "hkm"), ("taiwan", "taiwan"), ("foreigner", "foreign"), ("resident", None)],
)
def test_in_the_sample_city_a_card_tells_who_has_no_hukou_and_leaves_open_where_one_is(
    kind: Literal["resident", "hong_kong", "macao", "taiwan", "foreigner"], told: str | None
) -> None:
    card = replace(CARD, kind=kind)
    mine = by_card(city_book(), {"insured_who": "me"}, card, TODAY)
    assert (mine["hukou"], mine["insured_hukou"]) == (told, told)
    assert "insured_hukou" not in by_card(city_book(), {"insured_who": "mother"}, card, TODAY)
