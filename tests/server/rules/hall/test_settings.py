"""Every way in which a document can be wrong is found, named by its field, and said in both languages."""

import copy
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from config.centers import Language, LineRules
from config.documents import CenterDocument, CityDocument, RulesGiven, TownDocument, settled
from config.words import say
from server.rules.errors import Refusal
from server.rules.hall.city_tree import CityTree
from server.rules.hall.settings import Around, check_center, check_city, check_town, read_document

Json = dict[str, Any]
CENTER: Json = {
    "name": {"zh": "大厅", "en": "Hall"},
    "level": "town",
    "parent": "city",
    "address": {"zh": "一路", "en": "First Road"},
    "services": [{"id": "social", "prefix": "D"}, {"id": "school", "prefix": "SC"}],
    "counters": [
        {"id": "hall-1", "name": {"zh": "1 号窗口", "en": "Counter 1"}, "services": ["social"]},
        {"id": "hall-2", "name": {"zh": "2 号窗口", "en": "Counter 2"}, "services": ["social", "school"]},
    ],
    "staff": [{"id": "chen", "name": "陈静", "counter": "hall-1"}, {"id": "luo", "name": "罗艳", "counter": None}],
    "timezone": "Asia/Shanghai",
    "hours": [{"days": [1, 2, 3], "opens": "09:00", "closes": "24:00"}],
    "rules": {"miss_after_calls": 2},
}
WHOLE: Json = {
    "name": {"zh": "小城", "en": "Small Town"},
    "pack": "dongjiang",
    "services": [{"id": "social", "name": {"zh": "社保", "en": "Social"}, "note": {"zh": "", "en": ""}}],
}
AROUND = Around(
    services=frozenset({"social", "school"}),
    parents={"city": None, "other": "city", "child": "hall"},
    levels={"city": "city", "other": "town", "child": "village"},
    counters={"other-1": "other"},
    staff={"wang": "other"},
)


def put(path: str, value: object) -> Callable[[Json], None]:
    """Return what puts `value` at `path` (`counters.0.id`)."""

    def edit(document: Json) -> None:
        *way, last = path.split(".")
        at: Any = document
        for step in way:
            at = at[int(step)] if isinstance(at, list) else at[step]
        at[int(last) if isinstance(at, list) else last] = value

    return edit


def without(path: str) -> Callable[[Json], None]:
    def edit(document: Json) -> None:
        *way, last = path.split(".")
        at: Any = document
        for step in way:
            at = at[int(step)] if isinstance(at, list) else at[step]
        del at[last]

    return edit


def found_in(given: Json, kind: type[CityDocument | TownDocument | CenterDocument]) -> list[tuple[str, str]]:
    try:
        document = read_document(given, kind)
    except Refusal as refusal:
        found = [refusal]
    else:
        if isinstance(document, CityDocument):
            found = check_city(document, {"social": "hall"})
        elif isinstance(document, TownDocument):
            found = check_town(document)
        else:
            found = check_center("hall", document, AROUND)
    languages: tuple[Language, ...] = ("zh", "en")
    for each in found:
        for language in languages:
            assert str(each.values["field"]) in say(language, each.message, **each.values)
    return [(each.code, str(each.values["field"])) for each in found]


BAD_CENTERS = [
    (without("name"), "settings_field_missing", "name"),
    (without("name.zh"), "settings_field_missing", "name.zh"),
    (without("counters.1.services"), "settings_field_missing", "counters[1].services"),
    (put("color", "red"), "settings_field_unknown", "color"),
    (put("name.yue", "大廳"), "settings_field_unknown", "name.yue"),
    (put("counters.0.floor", 2), "settings_field_unknown", "counters[0].floor"),
    (put("rules.miss_after", 2), "settings_field_unknown", "rules.miss_after"),
    (put("level", "province"), "settings_field_wrong", "level"),
    (put("counters", {}), "settings_field_wrong", "counters"),
    (put("counters.0.services.0", 7), "settings_field_wrong", "counters[0].services[0]"),
    (put("rules.policy", "accumulating"), "settings_policy_unsteady", "rules.policy"),
    (put("rules.policy", "chance"), "settings_field_wrong", "rules.policy"),
    (put("rules.return_days", 91), "settings_number", "rules.return_days"),
    (put("rules.miss_after_calls", "2"), "settings_field_wrong", "rules.miss_after_calls"),
    (put("rules.miss_after_calls", True), "settings_field_wrong", "rules.miss_after_calls"),
    (put("hours.0.days.0", 1.5), "settings_field_wrong", "hours[0].days[0]"),
    (put("name.zh", ""), "settings_text", "name.zh"),
    (put("name.en", " "), "settings_text", "name.en"),
    (put("address.zh", "路" * 201), "settings_text", "address.zh"),
    (put("counters.1.name.en", "Coun\nter"), "settings_text", "counters[1].name.en"),
    (put("counters.1.name.en", "\u202eretnuoC"), "settings_text", "counters[1].name.en"),
    (put("staff.0.name", "\x00"), "settings_text", "staff[0].name"),
    (put("counters.1.name.en", "Cafe\u0301"), "settings_text", "counters[1].name.en"),
    (put("staff.0.name", "\uf9e1"), "settings_text", "staff[0].name"),
    (put("counters.0.id", "hall 1/2"), "settings_id", "counters[0].id"),
    (put("counters.0.id", ""), "settings_id", "counters[0].id"),
    (put("counters.0.id", "x" * 65), "settings_id", "counters[0].id"),
    (put("counters.0.id", "hall-2"), "settings_id_twice", "counters[1].id"),
    (put("counters.1.services.1", "social"), "settings_id_twice", "counters[1].services[1]"),
    (put("services.1", {"id": "social", "prefix": "X"}), "settings_id_twice", "services[1].id"),
    (put("staff.0.number", "12a"), "settings_staff_number", "staff[0].number"),
    (put("staff.0.number", ""), "settings_staff_number", "staff[0].number"),
    (put("staff.0.number", "123456789"), "settings_staff_number", "staff[0].number"),
    (
        put("staff", [{"id": each, "name": "某", "number": "01"} for each in ("a", "b")]),
        "settings_staff_number_taken",
        "staff[1].number",
    ),
    (put("staff.0.skills", ["nothing"]), "settings_service_unoffered", "staff[0].skills[0]"),
    (put("staff.0.skills", ["social", "social"]), "settings_id_twice", "staff[0].skills[1]"),
    (put("staff.0.languages", ["zh", "Mandarin"]), "settings_language", "staff[0].languages[1]"),
    (put("staff.0.languages", ["zh", "zh"]), "settings_id_twice", "staff[0].languages[1]"),
    (put("staff.1.id", "chen"), "settings_id_twice", "staff[1].id"),
    (put("counters.0.id", "other-1"), "settings_id_elsewhere", "counters[0].id"),
    (put("staff.0.id", "wang"), "settings_id_elsewhere", "staff[0].id"),
    *[(put("services.0.prefix", bad), "settings_prefix", "services[0].prefix") for bad in ("", "d", "DDD", "D1", "户")],
    (put("services.0.prefix", "SC"), "settings_prefix_taken", "services[1].prefix"),
    (put("services.0.id", "moon"), "settings_service_unknown", "services[0].id"),
    (put("counters.0.services.0", "moon"), "settings_service_unoffered", "counters[0].services[0]"),
    (put("staff.0.counter", "hall-7"), "settings_counter_unknown", "staff[0].counter"),
    (put("parent", "moon"), "settings_parent_unknown", "parent"),
    (put("parent", "hall"), "settings_parent_below", "parent"),
    (put("parent", "child"), "settings_parent_below", "parent"),
    (put("parent", "other"), "settings_parent_level", "parent"),
    (put("level", "village"), "settings_parent_level", "level"),
    (put("timezone", "Asia/Dongjiang"), "settings_timezone", "timezone"),
    (put("timezone", "../../etc/passwd"), "settings_timezone", "timezone"),
    (put("hours.0.days", []), "settings_days", "hours[0].days"),
    (put("hours.0.days", [0, 8]), "settings_days", "hours[0].days"),
    (put("hours.0.days", [1, 1]), "settings_days", "hours[0].days"),
    (put("hours.0.opens", "24:00"), "settings_clock", "hours[0].opens"),
    (put("hours.0.opens", "9:00"), "settings_clock", "hours[0].opens"),
    (put("hours.0.closes", "25:00"), "settings_clock", "hours[0].closes"),
    (put("hours.0.closes", "08:59"), "settings_hours_backwards", "hours[0].closes"),
    (put("hours.0.closes", "09:00"), "settings_hours_backwards", "hours[0].closes"),
    (
        put("hours", [{"days": days, "opens": "09:00", "closes": "12:00"} for days in ([1, 2], [2, 3])]),
        "settings_hours_overlap",
        "hours[1].opens",
    ),
    (put("rules.miss_after_calls", 0), "settings_number", "rules.miss_after_calls"),
    (put("rules.credit_priority", -1), "settings_number", "rules.credit_priority"),
    (put("rules.credit_appointment", 10**12), "settings_number", "rules.credit_appointment"),
]


@pytest.mark.parametrize(("edit", "code", "field"), BAD_CENTERS)
def test_what_is_wrong_with_a_center_is_named(edit: Callable[[Json], None], code: str, field: str) -> None:
    assert found_in(CENTER, CenterDocument) == []
    document = copy.deepcopy(CENTER)
    edit(document)
    assert (code, field) in found_in(document, CenterDocument)


@pytest.mark.parametrize(
    ("edit", "code", "field"),
    [
        (put("pack", "../x"), "settings_id", "pack"),
        (put("timezone", None), "settings_field_wrong", "timezone"),
        (put("services.0.name.zh", "社" * 81), "settings_text", "services[0].name.zh"),
        (put("services.0.id", "other"), "settings_service_offered", "services"),
        (put("services", [WHOLE["services"][0]] * 2), "settings_id_twice", "services[1].id"),
        (
            put("hours", [{"days": [1], "opens": "10:00", "closes": "09:00"}]),
            "settings_hours_backwards",
            "hours[0].closes",
        ),
    ],
)
def test_what_is_wrong_with_a_city_is_named(edit: Callable[[Json], None], code: str, field: str) -> None:
    assert found_in(WHOLE, CityDocument) == []
    document = copy.deepcopy(WHOLE)
    edit(document)
    assert (code, field) in found_in(document, CityDocument)


@pytest.mark.parametrize("given", [None, [], 7, "x", {"name": 1}])
def test_what_is_no_document_at_all_is_refused(given: object) -> None:
    with pytest.raises(Refusal, match=r"wrong kind|missing"):
        read_document(given, CityDocument)


def test_a_town_may_leave_all_to_the_city() -> None:
    assert found_in({}, TownDocument) == []
    assert found_in({"timezone": "Moon"}, TownDocument) == [("settings_timezone", "timezone")]


def test_every_rule_of_a_line_can_be_given() -> None:
    assert RulesGiven.__struct_fields__ == LineRules.__struct_fields__
    city, center = read_document(WHOLE, CityDocument), read_document(CENTER, CenterDocument)
    assert settled(city, None, center).rules == LineRules(miss_after_calls=2)
    open_center = msgspec.structs.replace(center, hours=None, timezone=None)
    assert settled(city, None, open_center).timezone == "Asia/Shanghai"
    assert settled(city, TownDocument(timezone="Asia/Urumqi"), open_center).timezone == "Asia/Urumqi"
    assert settled(city, TownDocument(timezone="Asia/Urumqi"), center).timezone == "Asia/Shanghai"


def test_the_tree_of_a_city() -> None:
    parents = {"v": "t", "t": "c", "c": None, "w": "c", "x": None}
    levels = {"v": "village", "t": "town", "c": "city", "w": "village", "x": "town"}
    tree = msgspec.convert({"parents": parents, "levels": levels}, CityTree)
    assert tree.below("c") == ("c", "t", "v", "w")
    assert (tree.town("v"), tree.town("t"), tree.town("w")) == ("t", "t", None)
    assert tree.order({"v": 0, "t": 1, "c": 2, "w": 3, "x": 4}) == ("c", "t", "v", "w", "x")
