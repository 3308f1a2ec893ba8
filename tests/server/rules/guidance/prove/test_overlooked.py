"""A requirement that does not see what the plan itself gives is found."""

from msgspec.structs import replace

from config.fact import SameFact
from config.item import Brought, Need, Requirement
from config.pack import Pack
from config.rule import Any, AtLeast, Is, Not
from server.rules.guidance.prove.overlooked import check_overlooked
from tests.dongjiang import city_book
from tests.server.rules.guidance.small_pack import SMALL, text, yes_no

HAS = Is("permit", True)
WANTS = Requirement(HAS, "not_yet", text("no permit yet"))


def with_school(requirement: Requirement, *needs: Need) -> Pack:
    items = tuple(
        replace(item, requirements=(requirement,), needs=needs) if item.id == "school" else item for item in SMALL.items
    )
    return replace(SMALL, items=items)


def codes(pack: Pack) -> list[tuple[str, str]]:
    return [(finding.code, finding.level) for finding in check_overlooked(pack)]


def test_a_requirement_that_does_not_see_what_the_plan_gives_is_found() -> None:
    assert codes(with_school(WANTS)) == [("plan_overlooked", "warning")]
    (finding,) = check_overlooked(with_school(WANTS))
    assert "paper" in finding.what
    assert "brought: [{document: paper}]" in finding.remedy
    assert codes(with_school(replace(WANTS, holds=Any((AtLeast("months", 3), HAS))))), "also as one way of several"


def test_what_sees_it_or_wants_the_contrary_is_not() -> None:
    assert not codes(with_school(replace(WANTS, brought=(Brought("paper"),))))
    assert not codes(with_school(WANTS, Need(("paper",)))), "as a paper it is seen already"
    assert not codes(with_school(replace(WANTS, holds=Not(HAS))))
    assert not codes(SMALL)


def test_another_fact_that_says_the_same_is_seen_through() -> None:
    same = SameFact("permit", Is("card", True), ((True, False), (False, True)))
    pack = with_school(replace(WANTS, holds=Is("lacks_it", False)))
    assert codes(replace(pack, facts=(*pack.facts, yes_no("lacks_it", theme="two", same=(same,))))) == [
        ("plan_overlooked", "warning")
    ]
    plain = SameFact("permit", Is("card", True))
    pack = with_school(replace(WANTS, holds=Is("has_it", True)))
    assert codes(replace(pack, facts=(*pack.facts, yes_no("has_it", theme="two", same=(plain,)))))


def test_the_sample_overlooks_nothing() -> None:
    assert not codes(city_book().pack)
