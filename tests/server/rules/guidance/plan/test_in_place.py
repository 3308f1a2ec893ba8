"""Who has no identity card of the mainland brings another paper, once, and nobody is asked for it."""

from datetime import date

import pytest

from config.household import Household, Matter, Member
from config.rule import Value
from server.rules.guidance.consultation import consult
from server.rules.guidance.judge.verdict import Paper, Wish
from tests.dongjiang import city_book

BOOK = city_book()
DAY = date(2026, 11, 24)
TRADER: dict[str, Value] = {
    "licence": "none",
    "business_form": "self",
    "premises": "rented",
    "prior_approval": "none",
    "staff": False,
    "owner_who": "me",
}
CARDS = {"hkm": "回乡证或港澳居民居住证", "taiwan": "台胞证或台湾居民居住证", "foreign": "护照或永久居留身份证"}


def papers(*lists: str, **answers: Value) -> tuple[Paper, ...]:
    found = consult(BOOK, lists, {**TRADER, **answers}, DAY)
    assert found.plan is not None
    return found.plan.papers


def called(document: str, listed: tuple[Paper, ...]) -> Paper:
    return next(each for each in listed if each.document == document)


@pytest.mark.parametrize(("hukou", "card"), CARDS.items())
def test_each_has_a_card_of_their_own_where_the_list_names_the_identity_card(hukou: str, card: str) -> None:
    owner = called("owner-id", papers("business-start", hukou=hukou))
    assert owner.name.zh == f"经营者或负责人的{card}"
    assert owner.note is None


def test_what_is_not_said_is_not_asked_and_stays_the_identity_card_with_a_note() -> None:
    without = consult(BOOK, ("business-start",), TRADER, DAY)
    assert "hukou" not in {each.id for each in without.questions}
    owner = called("owner-id", papers("business-start"))
    assert owner.name.zh == "经营者或负责人的身份证"
    assert owner.note is not None
    assert "护照" in owner.note.zh
    assert called("owner-id", papers("business-start", hukou="province")).note is None


def test_another_person_has_their_own_card() -> None:
    owner = called("owner-id", papers("business-start", hukou="foreign", owner_who="spouse"))
    assert owner.name.zh == "经营者或负责人的身份证"


def test_card_and_register_of_one_person_are_one_paper() -> None:
    rent: dict[str, Value] = {"rent_wish": "apply", "rent_owned": False, "rent_special": True, "rent_insured": 40}
    here = {each.document: each for each in papers("public-rent", **rent, hukou="elsewhere")}
    assert {"id-card", "register"} <= here.keys()
    listed = {each.document: each for each in papers("public-rent", **rent, hukou="hkm")}
    assert "register" not in listed
    assert listed["id-card"].name.zh == CARDS["hkm"]


def test_of_two_in_a_household_each_brings_what_is_theirs() -> None:
    household = Household((Member("me", "me"), Member("sp", "spouse")), (Matter("insurance-flexible", ("me", "sp")),))
    said: dict[str, Value] = {"pension_drawn": False, "insured_elsewhere": False, "print_record": False}
    both: dict[str, Value] = {
        **{f"{name}{who}": value for who in ("", "~sp") for name, value in said.items()},
        "employed": "none",
        "spouse_age": 36,
        "insured_hukou": "taiwan",
        "insured_permit": True,
        "employed~sp": "none",
        "spouse_age~sp": 36,
        "insured_hukou~sp": "city",
    }
    found = consult(BOOK, ("insurance-flexible",), both, DAY, Wish(household=household))
    assert found.plan is not None
    names = {each.document: each.name.zh for each in found.plan.papers}
    assert names["insured-id"].endswith("的台胞证或台湾居民居住证")
    assert names["insured-id~sp"].endswith("的身份证")
    assert "insured-register" not in names
    assert "insured-register~sp" in names
