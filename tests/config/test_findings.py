"""What checks say is said in the terminal's language: no sentence of theirs is without its Chinese."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from config.findings import said, told

ROOT = Path(__file__).parents[2]
CATALOGUE = ROOT / "config" / "locale" / "zh_CN" / "LC_MESSAGES" / "findings.po"
PLACES = re.compile(r"\{(\w+)\}")
SAID_IN = (
    *sorted((ROOT / "server" / "rules" / "guidance" / "prove").glob("*.py")),
    *(ROOT / "config" / f"{name}.py" for name in ("yaml_file", "pack_file", "pack_zip", "edition_file", "edition_law")),
    *(ROOT / "config" / f"{name}.py" for name in ("knowledge_table", "workbook")),
)
TOLD_BY = {"Finding", "YamlError", "Problem", "_problem", "CellError", "_wrong", "WorkbookError", "_of"}
NAMED = {"what", "remedy", "again"}
OTHERS = {"mutants.py", "watch.py", "same.py", "space.py"}
"""They change or walk packs and find nothing."""


def sample(node: ast.expr) -> str | None:
    """Return the sentence that `node` makes, with a word in each of its places; None when it makes none here."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(each.value) if isinstance(each, ast.Constant) else "X9" for each in node.values)
    return None


def sentences() -> Iterator[tuple[str, str]]:
    """Give every sentence that a check makes, with where it stands."""
    for path in SAID_IN:
        if path.name in OTHERS:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            said_here: list[ast.expr] = []
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in TOLD_BY:
                said_here += node.args
            if isinstance(node, ast.Assign) and NAMED & {getattr(each, "id", "") for each in node.targets}:
                said_here.append(node.value)
            if isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple):
                said_here += node.value.elts
            for each in said_here:
                choices = [each.body, each.orelse] if isinstance(each, ast.IfExp) else [each]
                for choice in choices:
                    sentence = sample(choice)
                    if sentence is not None and " " in sentence.strip():
                        yield sentence, f"{path.name}:{choice.lineno}"


def test_every_sentence_of_a_check_has_its_chinese() -> None:
    found = dict(sentences())
    assert len(found) > 150
    assert not {sentence: place for sentence, place in found.items() if said("zh", sentence) == sentence}


def test_both_languages_have_the_same_places_and_no_sentence_stands_twice() -> None:
    with CATALOGUE.open("rb") as file:
        pairs = [(str(each.id), str(each.string)) for each in read_po(file) if each.id]
    assert not [english for english, chinese in pairs if {*PLACES.findall(english)} != {*PLACES.findall(chinese)}]
    keys = re.findall(r'^msgid "(.+)"$', CATALOGUE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("requirement 3 can never be met", "第 3 条要求永远达不到"),
        ("it waits for itself in the end", "先后关系绕回到了自己"),
        ("there is no parameter least", "没有 parameter least"),
        ("fee: -20", "fee：-20"),
        ("write {short}, {date} or {bound}", "请写 {short}、{date} 或 {bound}"),
        ("a whole number or nothing is wanted here, not a text", "这里要整数或空值，不能是文字"),
    ],
)
def test_a_sentence_is_told_with_what_stands_in_it(english: str, chinese: str) -> None:
    assert said("zh", english) == chinese
    assert said("en", english) == english
    assert told(english).zh == chinese


def test_what_stands_in_a_place_is_not_told_again() -> None:
    english = "write one rule, for example {is: [permit, true]} or {all: [{is: [a, b]}]}"
    assert "{is: [permit, true]}" in said("zh", english)


def test_a_sentence_that_nobody_knows_stays() -> None:
    assert said("zh", "quite another thing") == "quite another thing"
    assert said("zh", "") == ""
