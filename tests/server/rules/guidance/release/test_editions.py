"""An edition changes what it may and nothing more; a difference is empty exactly when nothing differs."""

from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.centers import Hours, MakeUpDay, Text
from config.edition import FIELDS, Edition, ItemChange, PointChange, SeasonDates
from config.edition_law import broken
from config.pack import Pack
from server.rules.guidance.consultation import consult
from server.rules.guidance.judge.book import open_book
from server.rules.guidance.release.difference import Change, difference, difference_of, touched
from server.rules.guidance.release.editions import chain_of, edition_at, pack_of, with_edition
from tests.dongjiang import city_guidance
from tests.tries import tries

CITY = city_guidance()
PACK = CITY.pack
word = st.builds(Text, st.text(min_size=1, max_size=5), st.text(min_size=1, max_size=5))
days = st.dates(date(2024, 1, 1), date(2024, 12, 31)).map(lambda day: f"{day:%m-%d}")
opened = st.sampled_from(["09:00", "10:30"]).map(lambda opens: (Hours((1, 2, 3, 4, 5), opens, "17:00"),))
MANY = 6
"""Points, and items, of one edition: enough for several to lie beside each other, few enough for two to be the same."""
seasonal = [item.id for item in PACK.items if item.season]
# A difference looks at a whole pack; what an edition may change is in any few of its items and points.
FEW = msgspec.structs.replace(PACK, items=PACK.items[::6], points=PACK.points[::2], cases=PACK.cases[:2], knowledge=())


def maybe(values: Any) -> Any:
    return st.none() | values


@st.composite
def towns(draw: Any, pack: Pack = PACK) -> Edition:
    points = draw(st.sets(st.sampled_from([point.id for point in pack.points]), max_size=MANY))
    items = draw(st.sets(st.sampled_from([item.id for item in pack.items]), max_size=MANY))
    return Edition(
        "east",
        "town",
        Text("东", "East"),
        ("dj-shixi",),
        opens=FIELDS,
        points=tuple(
            PointChange(
                name,
                draw(maybe(opened)),
                draw(maybe(word)),
                draw(maybe(st.text(max_size=3))),
                draw(maybe(st.integers(0, 600))),
            )
            for name in sorted(points)
        ),
        items=tuple(
            ItemChange(
                name,
                draw(maybe(st.builds(SeasonDates, days, days))) if name in seasonal else None,
                draw(maybe(word)),
                draw(maybe(word)),
                draw(maybe(word)),
            )
            for name in sorted(items)
        ),
    )


def whitelisted(change: Change) -> bool:
    field, of_a_list, _ = change.field.partition(".")[0].partition("[")
    # Hours are a list: some may be gone, or new.
    return f"{change.part}.{field}" in FIELDS and (change.kind == "changed" or bool(of_a_list))


@pytest.mark.city
@settings(max_examples=tries(16))
@given(towns())
def test_an_edition_changes_only_what_is_open_to_it(town: Edition) -> None:
    assert not list(broken(PACK, (town,), town))
    mine = with_edition(PACK, (town,))
    assert all(whitelisted(change) for change in difference(PACK, mine))
    for change in town.points:
        point = next(each for each in mine.points if each.id == change.id)
        was = next(each for each in PACK.points if each.id == change.id)
        assert point.minutes == (was.minutes if change.minutes is None else change.minutes)
        assert point.hours == (change.hours or was.hours)
    for item, mine_item in zip(PACK.items, mine.items, strict=True):
        assert (item.requirements, item.needs, item.options, item.fee) == (
            mine_item.requirements,
            mine_item.needs,
            mine_item.options,
            mine_item.fee,
        )


@pytest.mark.city
@given(towns())
def test_what_is_laid_over_twice_is_as_laid_over_once(town: Edition) -> None:
    once = with_edition(PACK, (town,))
    assert with_edition(once, (town,)) == once
    assert with_edition(PACK, ()) == PACK


@pytest.mark.city
@given(towns(FEW), towns(FEW))
def test_a_difference_is_empty_exactly_when_nothing_differs(one: Edition, other: Edition) -> None:
    a, b = with_edition(FEW, (one,)), with_edition(FEW, (other,))
    there, back = difference(a, b), difference(b, a)
    assert (there == ()) is (msgspec.json.encode(a) == msgspec.json.encode(b))
    assert {(c.part, c.id, c.field, c.before is None) for c in there} == {
        (c.part, c.id, c.field, c.after is None) for c in back
    }


json = st.recursive(
    st.none() | st.booleans() | st.integers(0, 2) | st.text("ab", max_size=2),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "rule", "x", "y"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(json, json)
def test_any_value_differs_from_another_and_not_from_itself(a: Any, b: Any) -> None:
    from server.rules.guidance.release.difference import _values, _written

    assert list(_values("f", a, a)) == []
    assert bool(list(_values("f", a, b))) is (_written(a) != _written(b))


def test_the_difference_names_field_and_both_values() -> None:
    item = PACK.items[0]
    changed = msgspec.structs.replace(item, fee=(item.fee or 0) + 5, needs=item.needs[1:])
    new = msgspec.structs.replace(
        PACK,
        revision=9,
        items=(changed, *PACK.items[2:], PACK.items[1]),
        calendar=msgspec.structs.replace(PACK.calendar, workdays=(*PACK.calendar.workdays, MakeUpDay("2027-01-04"))),
    )
    found = {(change.part, change.id, change.kind, change.field) for change in difference(PACK, new)}
    assert ("pack", PACK.id, "changed", "revision") in found
    assert ("pack", PACK.id, "added", f"calendar.workdays[{len(PACK.calendar.workdays)}]") in found
    assert ("items", item.id, "changed", "fee") in found
    assert ("items", item.id, "removed", "needs[0]") in found
    assert ("items", "", "moved", "") in found
    assert touched(difference(PACK, new))["items"] == {item.id, ""}


def test_records_that_come_and_go() -> None:
    less = msgspec.structs.replace(PACK, points=PACK.points[1:])
    (gone,) = difference(PACK, less)
    assert (gone.part, gone.id, gone.kind, gone.after) == ("points", PACK.points[0].id, "removed", None)
    (come,) = difference(less, PACK)
    assert (come.kind, come.before) == ("added", None)


def test_true_is_not_one() -> None:
    assert difference(*(_with_answer(value) for value in (True, 1)))


def _with_answer(value: Any) -> Pack:
    case = msgspec.structs.replace(PACK.cases[0], answers={"x": value})
    return msgspec.structs.replace(PACK, cases=(case,))


def test_editions_are_part_of_the_difference_between_releases() -> None:
    fewer = msgspec.structs.replace(CITY, editions=CITY.editions[:-1])
    assert [(c.part, c.id, c.kind) for c in difference_of(CITY, fewer)] == [("editions", "luobei", "removed")]


def test_a_center_uses_its_own_edition() -> None:
    at = {center: edition_at(CITY, center) for center in ("dj-city", "dj-shixi", "dj-shixi-luobei", "dj-hetang", None)}
    assert at == {"dj-city": None, "dj-shixi": "shixi", "dj-shixi-luobei": "luobei", "dj-hetang": "hetang", None: None}
    assert [each.id for each in chain_of(CITY, "luobei")] == ["shixi", "luobei"]
    assert pack_of(CITY, None) == PACK


def test_the_village_stands_on_its_town() -> None:
    village = {item.id: item for item in pack_of(CITY, "luobei").items}["F01"]
    assert village.season is not None
    city = next(item for item in PACK.items if item.id == "F01")
    assert city.season is not None
    assert (village.season.opens, village.season.name) == ("05-08", city.season.name)
    assert village.supply is not None
    assert village.help is not None
    assert "computer" in village.help.en


def test_towns_enrol_on_other_days() -> None:
    answers: dict[str, Any] = {"grade": "primary", "child_six": True, "child_hukou": "city", "vaccinated": True}

    def state(edition: str | None, day: date) -> str:
        answer = consult(open_book(pack_of(CITY, edition)), ("school",), answers, day)
        return {verdict.item: verdict.state for verdict in answer.verdicts}["F01"]

    early, late = date(2026, 5, 10), date(2026, 6, 1)
    assert [state(edition, early) for edition in (None, "shixi", "hetang")] == ["can", "can", "not_yet"]
    assert [state(edition, late) for edition in (None, "shixi", "hetang")] == ["can", "not_yet", "can"]
    shown = consult(open_book(pack_of(CITY, "shixi")), ("school",), answers, early).verdicts[0]
    assert shown.supply is not None
    assert "1,350" in shown.supply.en
