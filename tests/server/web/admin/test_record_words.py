"""Every code that the program writes into the record has a sentence in both languages, and a kind to find it by."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from config.centers import Text
from server.office.audit.chain import Changed
from server.web.admin.record_words import KINDS, SENTENCES, Names, sentence

ROOT = Path(__file__).parents[4]
NAMES = Names({"lisi": "李四"}, {"hall": Text("石溪镇", "Shixi")})


def modules() -> Iterator[ast.Module]:
    for room in ("server", "commands"):
        for file in (ROOT / room).rglob("*.py"):
            yield ast.parse(file.read_text(encoding="utf-8"))


def texts(node: ast.expr) -> Iterator[str]:
    """Yield the texts that an expression may be."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from texts(node.body)
        yield from texts(node.orelse)


def called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def given(call: ast.Call, place: int, name: str) -> ast.expr | None:
    """Return what a call gives for the parameter at `place` that bears `name`."""
    if len(call.args) > place:
        return call.args[place]
    return next((each.value for each in call.keywords if each.arg == name), None)


def written_codes() -> set[str]:
    """Return the codes of all `Changed(...)`, also those that a function takes as a parameter and hands on.

    A function of its module's own (`_record`) is looked for in that module alone: others have one of that name too.
    """
    trees = list(modules())
    found: set[str] = set()
    to_do: list[tuple[str, int, str, ast.Module | None]] = [("Changed", 3, "what", None)]
    for function, place, name, own in to_do:
        for tree in trees if own is None else [own]:
            for call in (each for each in ast.walk(tree) if isinstance(each, ast.Call) and called(each) == function):
                value = given(call, place, name)
                found.update(texts(value) if value is not None else ())
            for each in (each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)):
                parameters = [arg.arg for arg in (*each.args.args, *each.args.kwonlyargs)]
                calls = (node for node in ast.walk(each) if isinstance(node, ast.Call) and called(node) == function)
                for handed in (given(call, place, name) for call in calls):
                    if isinstance(handed, ast.Name) and handed.id in parameters and each.name != function:
                        within = tree if each.name.startswith("_") else None
                        step = (each.name, parameters.index(handed.id), handed.id, within)
                        if step not in to_do:
                            to_do.append(step)
    return found


def test_every_code_has_a_sentence() -> None:
    codes = written_codes()
    assert {"signed_in", "role_given", "second_set", "settings_written"} <= codes
    assert sorted(codes - set(SENTENCES)) == []


def test_every_code_belongs_to_one_kind() -> None:
    kinds = [code for _, codes in KINDS.values() for code in codes]
    assert sorted(kinds) == sorted(SENTENCES)


def test_every_sentence_is_said_in_both_languages() -> None:
    for what in SENTENCES:
        for result in ("done", "sign_in_wrong", "sign_in_locked"):
            told = sentence(
                Changed(1, "p", "王建国", what, "lisi", "hall", result, "", '["guide"]', '["clerk@hall","guide"]'),
                NAMES,
            )
            assert re.search(r"[\u4e00-\u9fff]", told.zh), what
            assert not re.search(r"[A-Za-z]{3,} [A-Za-z]{3,}", told.zh), told.zh
            assert "{" not in told.en + told.zh


def test_what_it_says() -> None:
    def said(what: str, **values: str) -> Text:
        return sentence(Changed(1, "p", "王建国", what, **values), NAMES)

    given_role = said("role_given", about="lisi", before='["guide"]', after='["clerk@hall","guide"]')
    assert given_role == Text(
        "王建国给了李四“石溪镇的窗口人员”角色。", "王建国 gave 李四 the role Window clerk at Shixi."
    )
    written = said("settings_written", about="center/hall", before="2", after="3")
    assert written == Text("王建国修改了石溪镇的设置，第 3 版。", "王建国 wrote the settings of Shixi, revision 3.")
    assert said("settings_written", about="city", after="1").en.startswith(
        "王建国 wrote the settings of The whole city"
    )
    assert said("signed_in", result="sign_in_wrong").en == (
        "Somebody with an unknown name was not signed in: wrong name or password."
    )
    assert said("of_tomorrow", about="{x}").en == "王建国: of_tomorrow, {x}."
    assert sentence(Changed(1, "", "", "person_added", "gone", before="no json"), NAMES).en == "The system let gone in."
