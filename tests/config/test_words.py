"""Every sentence that people read exists in both languages, with the same places to fill in."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

from config.words import catalogue, say
from server.rules.errors import CODES, Code

ROOT = Path(__file__).parents[2]
ROOMS = ("config", "hardware", "server", "kiosk", "caller", "displays", "commands")
PLACES = re.compile(r"{(\w+)}")
TEXTS = re.compile(r'(?:say\(\w+, |both\()"([^"]+)"|"([A-Z][a-z]+[^"/]*|\{\w+\} [^"]*)"')
IN_TEMPLATES = re.compile(r"""say\(["']([^"']+)["']""")
NO_SENTENCES = {
    *("Accept-Language", "Content-Type", "Idempotency-Key", "Authorization", "Date", "NotAllowedError"),
    *("Enter", "English", "Escape"),
}


def sentences() -> list[tuple[str, str]]:
    """Return every literal sentence given to `say`, with where it stands."""
    found = []
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "say":
                    found += [
                        (argument.value, f"{path.relative_to(ROOT)}:{node.lineno}")
                        for argument in node.args
                        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
                    ]
    return [(text, where) for text, where in found if text not in ("zh", "en")]


def page_sentences() -> list[tuple[str, str]]:
    """Return every text in the pages' scripts that begins like a sentence or holds a place, with where it stands."""
    return [
        (text, str(path.relative_to(ROOT)))
        for room in ("caller", "displays", "server/web/phone")
        for path in sorted((ROOT / room / "page").rglob("*.ts"))
        for said, other in TEXTS.findall(path.read_text(encoding="utf-8"))
        for text in (said or other,)
        if text not in NO_SENTENCES
    ]


def template_sentences() -> list[tuple[str, str]]:
    """Return every sentence that a template says, with where it stands."""
    return [
        (text, str(path.relative_to(ROOT)))
        for path in sorted((ROOT / "server").rglob("templates/**/*.html"))
        for text in IN_TEMPLATES.findall(path.read_text(encoding="utf-8"))
    ]


def test_every_sentence_has_its_chinese() -> None:
    chinese = catalogue("zh")
    all_of_them = [*sentences(), *page_sentences(), *template_sentences()]
    missing = sorted({f"{where}: {text}" for text, where in all_of_them if chinese.gettext(text) == text})
    assert missing == []


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_refusal_has_its_chinese_with_the_same_places(code: Code) -> None:
    message = CODES[code][1]
    chinese = catalogue("zh").gettext(message)
    assert chinese != message
    assert set(PLACES.findall(chinese)) == set(PLACES.findall(message))


def test_values_are_filled_in() -> None:
    assert say("en", "There is no center {center}.", center="x") == "There is no center x."


def test_no_sentence_is_translated_twice() -> None:
    source = (ROOT / "config" / "locale" / "zh_CN" / "LC_MESSAGES" / "banshi.po").read_text(encoding="utf-8")
    keys = re.findall(r'^msgid "(.+)"$', source, re.MULTILINE)
    assert [each for each, times in Counter(keys).items() if times > 1] == []
