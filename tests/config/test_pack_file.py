"""A pack with a mistake is refused with file, line and what to write; the shipped one is read whole."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.centers import Calendar, MakeUpDay
from config.pack_file import PackError, Problem, load_pack, read_pack, shipped_pack
from tests.tries import tries

HEAD = "id: mine\nname: {zh: 我的, en: Mine}\nrevision: 1\n"
THEME = "- {id: one, name: {zh: 一, en: One}}\n"


def problem(folder: Path, **files: str) -> Problem:
    """Return the one problem of a pack of these files."""
    (folder / "pack.yaml").write_text(HEAD, encoding="utf-8")
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    (found,) = caught.value.problems
    return found


def test_the_shipped_pack_is_whole_and_every_record_has_its_place() -> None:
    pack = shipped_pack("dongjiang")
    assert pack.id == "dongjiang", "a draft begun from a release looks for its files under the name of the pack"
    assert pack.items
    file = read_pack(Path("config/packs/dongjiang"))
    assert file.pack == pack
    for item in pack.items:
        place, line = file.places["items", item.id]
        text = Path(place).read_text(encoding="utf-8").splitlines()[line - 1]
        assert f"id: {item.id}" in text


@pytest.mark.parametrize(
    ("text", "code", "line", "remedy"),
    [
        ("- id: x\n  nmae: {zh: 一, en: One}\n", "key_unknown", 2, "write name"),
        ("- id: x\n  name: {zh: 一}\n", "bad_value", 2, "correct name of x"),
        ("- id: х\n  name: {zh: 一, en: One}\n", "id_odd", 1, "write Latin letters"),
        ("- just text\n", "bad_value", 1, "write its fields"),
        ("one: two\n", "bad_value", 1, "write a list of themes"),
        ("- {id: x, name: {zh: 一, en: One}, id: y}\n", "key_doubled", 1, "take one of them out"),
    ],
)
def test_a_record_with_a_mistake(tmp_path: Path, text: str, code: str, line: int, remedy: str) -> None:
    found = problem(tmp_path, themes=text)
    assert (Path(found.file).name, found.code, found.line) == ("themes.yaml", code, line)
    assert found.remedy.startswith(remedy)


def test_an_odd_letter_is_named(tmp_path: Path) -> None:
    assert "CYRILLIC SMALL LETTER HA" in problem(tmp_path, themes="- id: х\n  name: {zh: 一, en: One}\n").what


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("{is: [a]}", "bad_rule"),
        ("{is: a}", "bad_rule"),
        ("{equals: [a, b]}", "rule_unknown"),
        ("{is: [a, b], in: [a, [b]]}", "bad_rule"),
        ("{all: {is: [a, b]}}", "bad_rule"),
        ("maybe", "bad_rule"),
        ("{at_least: [a, [1]]}", "bad_value"),
        ("{not: {not: 3}}", "bad_rule"),
    ],
)
def test_a_rule_with_a_mistake(tmp_path: Path, rule: str, code: str) -> None:
    situation = f"- id: s\n  name: {{zh: 一, en: One}}\n  when: {rule}\n"
    found = problem(tmp_path, situations=situation)
    assert (found.code, found.line) == (code, 3)


@pytest.mark.parametrize(
    ("field", "code", "line"),
    [
        ("options:\n    - {point: null, days: 1, when: {equals: [a, b]}}", "rule_unknown", 4),
        ("options: []\n  fees:\n    - {amount: 2, when: 3}", "bad_rule", 5),
        ("options: []\n  seasons: [{opens: 3}]", "bad_value", 4),
        ("options: []\n  bundles: 3", "bad_value", 4),
        ("options:\n    - {point: null, days: 1}\n    - {point: a, days: 1, wehn: true}", "key_unknown", 5),
        ("options: []\n  elements:\n    charge: {nmae: {zh: 一, en: One}}", "key_unknown", 5),
        ("options: []\n  needs: [{documents: [a], checklist: [b]}]", "key_unknown", 4),
    ],
)
def test_a_mistake_inside_an_item_says_its_line(tmp_path: Path, field: str, code: str, line: int) -> None:
    found = problem(tmp_path, items=f"- id: i\n  name: {{zh: 一, en: One}}\n  {field}\n")
    assert (found.code, found.line) == (code, line)


def test_files_that_nobody_would_read_are_named(tmp_path: Path) -> None:
    found = problem(tmp_path, theems=THEME)
    assert (found.code, found.remedy) == ("file_unknown", "write themes")


def test_parts_may_be_spread_over_files_read_by_name(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text(HEAD + 'calendar: {workdays: [{date: "2026-10-10"}]}\n', encoding="utf-8")
    (tmp_path / "themes").mkdir()
    (tmp_path / "themes" / "20.yaml").write_text(THEME.replace("one", "two"), encoding="utf-8")
    (tmp_path / "themes" / "10.yaml").write_text(THEME, encoding="utf-8")
    (tmp_path / "themes" / "30.yaml").write_text("# nothing yet\n", encoding="utf-8")
    pack = load_pack(tmp_path)
    assert [theme.id for theme in pack.themes] == ["one", "two"]
    assert pack.calendar == Calendar((), (MakeUpDay("2026-10-10"),))


def test_a_parameter_may_be_written_short(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text(HEAD, encoding="utf-8")
    (tmp_path / "parameters.yaml").write_text(
        "- {id: p, name: {zh: 一, en: One}, owner: {zh: 局, en: Bureau}, value: 12}\n", encoding="utf-8"
    )
    (parameter,) = load_pack(tmp_path).parameters
    assert [(each.value, each.since, each.until) for each in parameter.values] == [(12, None, None)]


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text("id: mine\n", encoding="utf-8")
    (tmp_path / "themes.yaml").write_text("- {id: x}\n- {id: y, name: 3}\n", encoding="utf-8")
    with pytest.raises(PackError) as caught:
        load_pack(tmp_path)
    assert [problem.code for problem in caught.value.problems] == ["bad_value"] * 3


@settings(max_examples=tries(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_fuzzed_pack_is_read_or_refused(tmp_path: Path, data: st.DataObject) -> None:
    """Cut, double or overwrite a piece of any file of the shipped pack: nothing worse than a refusal with its line."""
    shipped = Path("config/packs/dongjiang")
    original = data.draw(st.sampled_from(sorted(shipped.rglob("*.yaml"))))
    folder = tmp_path / "fuzzed"
    shutil.rmtree(folder, ignore_errors=True)
    file = folder / original.relative_to(shipped)
    file.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(shipped / "pack.yaml", folder)
    content = original.read_bytes()
    start = data.draw(st.integers(0, len(content)))
    end = min(len(content), start + data.draw(st.integers(0, 80)))
    patch = data.draw(st.binary(max_size=12) | st.sampled_from([b"&a *a", b"!!str", b"{", b"]: ", b"\n- ", b"\t"]))
    file.write_bytes(content[:start] + patch + content[end:])
    problems: tuple[Problem, ...] = ()
    try:
        load_pack(folder)
    except PackError as error:
        problems = error.problems
    assert all(each.line >= 1 and each.code and each.what and each.remedy for each in problems)


@pytest.mark.parametrize(
    ("place", "remedy"),
    [
        ("themes.yml", "name it themes.yaml"),
        ("items/more.yml", "name it more.yaml"),
        ("items/more.YAML", "name it more.yaml"),
        ("items/deep/more.yaml", "move the file to items/more.yaml"),
        ("Items/more.yaml", "write items"),
        ("sorcery.yaml", "write sources"),
    ],
)
def test_no_part_is_silently_left_out(tmp_path: Path, place: str, remedy: str) -> None:
    (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / place).write_text("[]\n", encoding="utf-8")
    found = problem(tmp_path)
    assert found.code == "file_unknown"
    assert found.remedy.startswith(remedy)


def test_hidden_files_and_other_kinds_are_let_be(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text(HEAD, encoding="utf-8")
    for name in (".items.yaml", "README.md", "table.xlsx"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert load_pack(tmp_path).id == "mine"


@pytest.mark.parametrize("name", [b"it\x1b[2Jems.yaml", b"x\xff.yaml"])
def test_a_files_name_is_shown_and_does_nothing(tmp_path: Path, name: bytes) -> None:
    Path(os.fsdecode(os.path.join(os.fsencode(tmp_path), name))).write_text("[]\n", encoding="utf-8")
    found = problem(tmp_path)
    for said in (found.file, found.what, found.remedy):
        assert said.isprintable()
        assert said.encode()


@pytest.mark.parametrize(("head", "code"), [("id: 包", "id_odd"), ("id: ''", "id_odd"), ("id: 12", "id_odd")])
def test_the_packs_own_id_is_an_id(tmp_path: Path, head: str, code: str) -> None:
    (tmp_path / "pack.yaml").write_text(HEAD.replace("id: mine", head), encoding="utf-8")
    with pytest.raises(PackError) as caught:
        load_pack(tmp_path)
    assert [each.code for each in caught.value.problems] == [code]
