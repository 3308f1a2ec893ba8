"""Editions of towns and villages: what they may say, and where and how everything else is refused."""

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.edition import FIELDS, Edition, ItemChange, PointChange, SeasonDates
from config.edition_file import load_editions
from config.edition_law import broken, changed_fields
from config.pack_file import PackError, Problem
from tests.dongjiang import city_guidance

TOWN = """
id: east
level: town
name: {zh: 东镇, en: East}
centers: [dj-shixi]
opens: [points.hours]
"""
VILLAGE = """
id: mill
level: village
parent: east
name: {zh: 磨村, en: Mill}
centers: [dj-shixi-luobei]
"""


def refused(tmp_path: Path, **files: str) -> tuple[Problem, ...]:
    (tmp_path / "editions").mkdir()
    for name, text in files.items():
        (tmp_path / "editions" / f"{name}.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(PackError) as caught:
        load_editions(tmp_path, city_guidance().pack)
    return caught.value.problems


def test_the_fictional_city_has_two_towns_and_a_village() -> None:
    assert [(each.id, each.level, each.parent) for each in city_guidance().editions] == [
        ("hetang", "town", None),
        ("shixi", "town", None),
        ("luobei", "village", "shixi"),
    ]


BAD = {
    "letters in pieces": ("items: [{id: F01, hint: {zh: 好, en: cafe\u0301}}]\n", 7, "text_in_pieces"),
    "doubles of letters": ("items: [{id: F01, hint: {zh: \uf9d1月, en: ok}}]\n", 7, "text_in_pieces"),
    "requirements": (
        "items:\n  - {id: F01, hint: {zh: 好, en: ok}}\n  - id: F03\n    requirements: []\n",
        10,
        "edition_locked",
    ),
    "needs": ("items: [{id: F01, needs: []}]\n", 7, "edition_locked"),
    "fee": ("items: [{id: F01, fee: 0}]\n", 7, "edition_locked"),
    "options": ("items: [{id: F01, options: []}]\n", 7, "edition_locked"),
    "point's services": ("points: [{id: shixi, services: [hukou]}]\n", 7, "edition_locked"),
    "season's name": ("items: [{id: F01, season: {opens: '05-01', closes: '05-02', name: x}}]\n", 7, "edition_locked"),
    "a part of the pack": ("facts: []\n", 7, "key_unknown"),
    "unknown item": ("items:\n  - id: F001\n    hint: {zh: 好, en: ok}\n", 8, "item_unknown"),
    "unknown point": ("points:\n  - {id: shixy, minutes: 3}\n", 8, "point_unknown"),
    "item twice": (
        "items:\n  - {id: F01, hint: {zh: 好, en: ok}}\n  - {id: F01, help: {zh: 好, en: ok}}\n",
        9,
        "id_doubled",
    ),
    "new season": ("items: [{id: A01, season: {opens: '05-01', closes: '05-02'}}]\n", 7, "season_missing"),
    "no day": ("items:\n  - id: F01\n    season:\n      opens: '5-1'\n      closes: '05-02'\n", 10, "date_wrong"),
    "minutes": ("points: [{id: shixi, minutes: -1}]\n", 7, "bad_value"),
    "one language": ("items: [{id: F01, hint: {zh: 好}}]\n", 7, "bad_value"),
    "point there already": ("new_points:\n  - {id: city, name: {zh: 市, en: City}, center: null}\n", 8, "id_doubled"),
    "point of others": ("new_points:\n  - {id: new, name: {zh: 新, en: New}, center: dj-city}\n", 8, "center_foreign"),
    "group": ("new_points:\n  - {id: new, name: {zh: 新, en: New}, center: null, groups: [x]}\n", 8, "group_unknown"),
    "point id": ("new_points:\n  - {id: nеw, name: {zh: 新, en: New}, center: null}\n", 8, "id_odd"),
    "hours of no clock": (
        "points:\n  - id: shixi\n    hours:\n      - {days: [1], opens: '09:00', closes: '12:00'}\n"
        "      - {days: [2], opens: '09:00', closes: '25:00'}\n",
        11,
        "hours_wrong",
    ),
    "lunch that overlaps": (
        "points:\n  - id: shixi\n    hours:\n      - {days: [1, 2], opens: '09:00', closes: '12:30'}\n"
        "      - {days: [2], opens: '12:00', closes: '17:00'}\n",
        11,
        "hours_wrong",
    ),
    "hours of no day": (
        "points: [{id: shixi, hours: [{days: [8], opens: '09:00', closes: '12:00'}]}]\n",
        7,
        "hours_dayless",
    ),
    "closed all week": (
        "points: [{id: shixi, hours: [{days: [6], opens: '09:00', closes: '12:00'}]}]\n",
        7,
        "hours_never",
    ),
    "closed on no date": (
        "new_points:\n  - id: new\n    name: {zh: 新, en: New}\n    center: null\n    special_days:\n"
        "      - {date: '2026-02-29', hours: []}\n",
        12,
        "hours_wrong",
    ),
    "alias": ("points: &x []\nitems: *x\n", 7, "alias_refused"),
    "key twice": ("level: village\n", 7, "key_doubled"),
    "tag": ("points: !!python/object:os.system []\n", 7, "tag_refused"),
    "text for list": ("items: all\n", 7, "bad_value"),
    "not YAML": ("items: [\n", 8, "bad_yaml"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_an_edition_may_not_say_is_refused_with_its_line(tmp_path: Path, name: str) -> None:
    text, line, code = BAD[name]
    (problem,) = refused(tmp_path, east=TOWN.lstrip("\n") + "\n" + text)
    assert (Path(problem.file).name, problem.line, problem.code) == ("east.yaml", line, code)
    assert problem.what
    assert problem.remedy


def test_a_town_says_what_villages_may_change(tmp_path: Path) -> None:
    village = VILLAGE + "points:\n  - {id: luobei, hours: [{days: [1], opens: '08:00', closes: '12:00'}], phone: '1'}\n"
    (problem,) = refused(tmp_path, east=TOWN, mill=village)
    assert (problem.code, problem.line) == ("edition_closed", 8)
    assert problem.what == "east does not open points.phone to its villages"
    assert problem.remedy == "take it out, or have east write points.phone in opens"


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"mill": VILLAGE}, "town_unknown"),
        ({"east": TOWN, "mill": VILLAGE.replace("luobei", "luobai")}, "center_unknown"),
        ({"east": TOWN, "west": TOWN}, "id_doubled"),
        ({"east": TOWN, "mill": VILLAGE.replace("dj-shixi-luobei", "dj-shixi")}, "center_doubled"),
        ({"east": TOWN + "parent: west\n"}, "parent_odd"),
        ({"east": TOWN.replace("[dj-shixi]", "[]")}, "centers_none"),
        ({"east": TOWN.replace("points.hours", "items.fee")}, "field_unknown"),
        ({"east": TOWN, "mill": VILLAGE + "opens: [points.hours]\n"}, "opens_useless"),
        ({"east": "- a list\n"}, "bad_value"),
        ({"east": ""}, "bad_value"),
        ({"east": TOWN.replace("town", "city")}, "bad_value"),
    ],
)
def test_editions_stand_in_their_order(tmp_path: Path, files: dict[str, str], code: str) -> None:
    assert code in {problem.code for problem in refused(tmp_path, **files)}


texts = st.text(max_size=40)


@given(texts, st.sampled_from(["points", "items", "new_points", "opens", "centers", "parent"]))
def test_whatever_stands_in_an_edition_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, rest: str, key: str
) -> None:
    folder = tmp_path_factory.mktemp("pack")
    (folder / "editions").mkdir()
    (folder / "editions" / "x.yaml").write_bytes(f"{TOWN}{key}: {rest}".encode("utf-8", "surrogatepass"))
    with suppress(PackError):
        assert [edition.id for edition in load_editions(folder, city_guidance().pack)] == ["east"]


@given(st.sets(st.sampled_from(FIELDS)), st.sets(st.sampled_from(FIELDS)))
def test_a_village_changes_what_its_town_opened_and_nothing_else(opened: set[str], changed: set[str]) -> None:
    from config.centers import Hours, Text
    from config.pack import Point

    word = Text("字", "word")
    point: dict[str, Any] = {field.removeprefix("points."): word for field in changed if field.startswith("points.")}
    point |= {"phone": "1"} if "phone" in point else {}
    point |= {"minutes": 1} if "minutes" in point else {}
    point |= {"hours": (Hours((1,), "09:00", "12:00"),)} if "hours" in point else {}
    item: dict[str, Any] = {field.removeprefix("items."): word for field in changed if field.startswith("items.")}
    item |= {"season": SeasonDates("05-01", "05-02")} if "season" in item else {}
    town = Edition("east", "town", word, ("dj-shixi",), opens=tuple(opened))
    village = Edition(
        "mill",
        "village",
        word,
        ("dj-shixi-luobei",),
        "east",
        points=(PointChange("luobei", **point),),
        new_points=(Point("new", word, None),) if "new_points" in changed else (),
        items=(ItemChange("F01", **item),),
    )
    faults = list(broken(city_guidance().pack, (town, village), village))
    assert {field for field, _ in changed_fields(village)} == changed
    assert {fault.code for fault in faults} <= {"edition_closed"}
    assert len(faults) == len(changed - opened)
