"""What is there twice, or tells nothing apart, is found."""

from typing import Any

import pytest
from msgspec.structs import replace

from config.fact import Answer, ByCard, Entity, SameEntity
from config.item import Need, Same
from config.pack import Checklist, Exclusion, Pack
from config.rule import Is
from server.rules.guidance.prove.twice import check_twice
from tests.dongjiang import city_book
from tests.server.rules.guidance.small_pack import SMALL, text

HAS = Is("permit", True)


def found(pack: Pack) -> list[tuple[str, str]]:
    return [(finding.code, finding.id) for finding in check_twice(pack)]


def with_first(part: str, **changes: Any) -> Pack:
    first, *others = getattr(SMALL, part)
    return replace(SMALL, **{part: (replace(first, **changes), *others)})


def test_a_list_of_names_has_each_of_them_once() -> None:
    assert found(with_first("items", needs=(Need(("id", "id")),))) == [("listed_twice", "permit")]
    assert found(with_first("items", outputs=("paper", "paper"))) == [("listed_twice", "permit")]
    assert found(with_first("points", services=("one", "one"))) == [("listed_twice", "hall")]


def test_what_is_said_elsewhere_may_be_the_same_word_here() -> None:
    told = (("city", "city"), ("away", "city"))
    assert not found(with_first("facts", told=told))
    assert found(with_first("facts", told=(*told, ("city", "away")))) == [("listed_twice", "living")]
    assert not found(with_first("facts", by_card=ByCard("state", (("expired", "expired"),))))
    assert found(with_first("facts", by_card=ByCard("sex", (("male", "a"), ("male", "b"))))) == [
        ("listed_twice", "living")
    ]


def test_an_entry_that_is_there_twice_for_the_same_people_says_nothing_new() -> None:
    first: Checklist = SMALL.checklists[0]
    assert found(with_first("checklists", entries=(*first.entries, first.entries[0]))) == [("listed_twice", "settle")]
    again = replace(first.entries[0], when=Is("card", True))
    assert not found(with_first("checklists", entries=(*first.entries, again)))


@pytest.mark.parametrize("answers", [("a", "一", "a", "二"), ("a", "一", "b", "一")])
def test_answers_differ_in_value_and_words(answers: tuple[str, str, str, str]) -> None:
    one, other = (
        Answer(answers[0], replace(text(answers[1]), en="x")),
        Answer(answers[2], replace(text(answers[3]), en="y")),
    )
    assert found(with_first("facts", answers=(one, other))) == [("listed_twice", "living")]


def test_ids_that_only_capitals_tell_apart_are_a_warning() -> None:
    items = (*SMALL.items, replace(SMALL.items[0], id="Permit"))
    assert [(each.code, each.level) for each in check_twice(replace(SMALL, items=items))] == [("id_alike", "warning")]


def test_one_thing_alone_excludes_nothing() -> None:
    for items in (("permit",), ("permit", "permit")):
        pack = replace(SMALL, exclusions=(Exclusion("e", items, text("one only")),))
        assert ("exclusion_alone", "e") in found(pack)
    assert not found(replace(SMALL, exclusions=(Exclusion("e", ("permit", "school"), text("one only")),)))


def test_nothing_is_the_same_as_itself() -> None:
    assert found(with_first("documents", same=(Same("id", HAS),))) == [("same_cycle", "id")]
    papers = tuple(
        replace(each, same=(Same({"deed": "lease", "lease": "deed"}[each.id], HAS),)) if each.id != "id" else each
        for each in SMALL.documents[:3]
    )
    assert found(replace(SMALL, documents=papers)) == [("same_cycle", "deed"), ("same_cycle", "lease")]
    people = (
        Entity("a", text("a"), same=(SameEntity("a", HAS),)),
        Entity("b", text("b"), same=(SameEntity("a", HAS),)),
    )
    assert ("same_cycle", "a") in found(replace(SMALL, entities=people))


def test_the_sample_has_everything_once() -> None:
    assert not found(city_book().pack)
