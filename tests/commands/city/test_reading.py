"""A city's file: what is wrong is all said, each with its line, column and remedy, in both languages."""

import re
from pathlib import Path

import pytest

from commands.city.reading import REMEDIES, CityFile, CityProblems, problems_in
from config.city_file import shipped_text
from config.documents import CITY, CenterDocument, Scope
from server.rules.errors import CODES

GOOD = """\
id: lin
name: {zh: 林市, en: Lin}
hours: [{days: [1, 2, 3, 4, 5], opens: "09:00", closes: "17:00"}]
services:
  - {id: a, prefix: A, name: {zh: 甲, en: A}}
  - {id: b, prefix: B, name: {zh: 乙, en: B}}
centers:
  - id: village
    level: village
    parent: hall
    name: {zh: 村, en: Village}
    address: {zh: 村口, en: Gate}
    services: [a]
    counters: [{id: v-1, name: {zh: 1 号, en: One}, services: [a]}]
  - id: hall
    level: town
    name: {zh: 厅, en: Hall}
    address: {zh: 一路, en: Road}
    services: [a, {id: b, prefix: X}]
    counters:
      - {id: h-1, name: {zh: 1 号, en: One}, services: [a, b]}
      - {id: h-2, name: {zh: 2 号, en: Two}, services: [b]}
    staff:
      - {id: li, name: 李, counter: h-1}
    town: {timezone: Asia/Urumqi}
"""


def written(tmp_path: Path, *edits: tuple[str, str]) -> Path:
    text = GOOD
    for before, after in edits:
        assert before in text
        text = text.replace(before, after)
    file = tmp_path / "lin.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def found(file: Path) -> list[tuple[str, int, int]]:
    return [(each.code, each.line, each.column) for each in problems_in(file, "en")]


@pytest.mark.parametrize("name", ["Cafe\u0301", '"Cafe\\u0301"'])
def test_letters_in_pieces_are_found_with_their_place(tmp_path: Path, name: str) -> None:
    file = written(tmp_path, ("en: Gate}", f"en: {name}}}"))
    (problem,) = problems_in(file, "en")
    assert (problem.code, problem.line, problem.column) == ("text_in_pieces", 12, 27)
    assert "U+0301" in problem.what
    assert "NFC" in problem.remedy


def test_a_good_city_is_its_documents_parents_first(tmp_path: Path) -> None:
    read = CityFile(written(tmp_path), "en")
    city = read.city
    assert (city.id, [id_ for id_, _ in city.centers]) == ("lin", ["hall", "village"])
    assert dict(city.towns)["hall"].timezone == "Asia/Urumqi"
    hall = read.documents[Scope("center", "hall")]
    assert isinstance(hall, CenterDocument)
    assert [service.prefix for service in hall.services] == ["A", "X"]
    assert (hall.hours, hall.parent) == (None, None)
    assert read.documents[CITY].hours is not None


def test_the_shipped_city_is_good(tmp_path: Path) -> None:
    file = tmp_path / "city.yaml"
    file.write_text(shipped_text("dongjiang"), encoding="utf-8")
    assert found(file) == []


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (("id: lin\n", ""), ("settings_field_missing", 1, 1)),
        (("id: lin\n", "id: 林\n"), ("settings_id", 1, 1)),
        (("  - id: hall\n    level", "  - level"), ("settings_field_missing", 15, 5)),
        (("- id: hall", "- id: village"), ("settings_id_twice", 15, 5)),
        (("level: town", "level: tonw"), ("settings_field_wrong", 16, 5)),
        (("parent: hall", "parent: hal"), ("settings_parent_unknown", 10, 5)),
        (("level: village", "level: city"), ("settings_parent_level", 10, 5)),
        (("prefix: X", "prefix: x"), ("settings_prefix", 19, 27)),
        (("prefix: X", "prefix: A"), ("settings_prefix_taken", 19, 27)),
        (("services: [a]\n", "services: [c]\n"), ("settings_service_unknown", 13, 16)),
        (("services: [b]}", "services: [c]}"), ("settings_service_unoffered", 22, 56)),
        (("{id: h-2", "{id: h-1"), ("settings_id_twice", 22, 10)),
        (("{id: h-2", "{id: v-1"), ("settings_id_elsewhere", 22, 10)),
        (("counter: h-1", "counter: h-9"), ("settings_counter_unknown", 24, 27)),
        (("opens: ", "open: "), ("settings_field_missing", 3, 9)),
        (('"09:00"', '"9:00"'), ("settings_clock", 3, 33)),
        (('"09:00"', '"18:00"'), ("settings_hours_backwards", 3, 49)),
        (("[1, 2, 3, 4, 5]", "[0]"), ("settings_days", 3, 10)),
        (
            ("{timezone: Asia/Urumqi}", '{calendar: {holidays: [{first: "2027-02-29"}]}}'),
            ("settings_field_missing", 25, 34),
        ),
        (("{timezone: Asia/Urumqi}", '{special_days: [{date: "2027-02-29"}]}'), ("settings_date", 25, 28)),
        (
            ("{timezone: Asia/Urumqi}", "{calendar: {workdays: [{date: 2027-02-06, like: 0}]}}"),
            ("settings_number", 25, 53),
        ),
        (("Asia/Urumqi", "Asia/Urumchi"), ("settings_timezone", 25, 12)),
        (("town: {timezone", "town: {timezon"), ("settings_field_unknown", 25, 12)),
        (("en: Road", 'en: ""'), ("settings_text", 18, 23)),
        (("level: town", "level: city"), ("settings_not_a_town", 25, 11)),
        (("[a, {id: b, prefix: X}]", "a"), ("settings_field_wrong", 19, 5)),
        (("centers:", "centres:"), ("settings_field_missing", 1, 1)),
        (("zh: 厅", "zh: [厅"), ("bad_yaml", 17, 28)),
        (("zh: 厅", "zh: *x"), ("alias_refused", 17, 16)),
    ],
)
def test_a_mistake_is_told_with_its_place_and_a_remedy(
    tmp_path: Path, edit: tuple[str, str], expected: tuple[str, int, int]
) -> None:
    file = written(tmp_path, edit)
    problems = {(each.code, each.line, each.column): each for each in problems_in(file, "en")}
    assert expected in problems, list(problems)
    problem = problems[expected]
    assert str(problem).startswith(f"{file}:{expected[1]}:{expected[2]}: ")
    assert problem.remedy
    for chinese in problems_in(file, "zh"):
        assert re.search(r"[\u4e00-\u9fff]", chinese.what)
        assert re.search(r"[\u4e00-\u9fff]", chinese.remedy)


def test_all_mistakes_are_told_at_once_at_their_own_places(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        ("{id: h-1, name", "{id: h-1, nam"),
        ("{id: h-2, name", "{id: h-2, nam"),
        ("name: 李", "name: 7"),
        ("address: {zh: 村口", "adress: {zh: 村口"),
    )
    told = found(file)
    assert {line for _, line, _ in told} >= {9, 21, 22, 24} or {line for _, line, _ in told} >= {8, 21, 22, 24}, told
    with pytest.raises(CityProblems) as caught:
        _ = CityFile(file, "en").city
    assert len(str(caught.value).splitlines()) == len(told)


def test_every_code_of_a_document_has_a_remedy() -> None:
    later = {
        "settings_service_waited_for",
        "settings_service_booked",
        "settings_counter_in_hand",
        "settings_changed_meanwhile",
        # A file says numbers as such; what somebody types into a page or a sheet may be none.
        "settings_whole_number",
        "settings_unknown",
    }
    codes = {code for code in CODES if code.startswith("settings_")} - later - {"settings_other_city"}
    assert codes == set(REMEDIES)
