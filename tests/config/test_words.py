"""Every sentence that people read stands in the one catalogue, in both languages, with the same places to fill in."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

import banshi
from commands import usage
from commands.city import reading
from config import settings, system_words, text_file
from config.centers import Text
from config.words import HALL, HOUSE, both, catalogue, say, sentences_in
from server.rules.errors import CODES, Code
from server.store import errors as store_errors
from server.store import opening
from server.web.admin import centers, live, names, set_up, settings_decided, settings_words, sheet_book, sheet_cells
from server.web.admin.done import DONE
from server.web.admin.pages import SECTIONS
from server.web.admin.shapes import inputs
from server.web.front import pages as front

ROOT = Path(__file__).parents[2]
ROOMS = ("config", "hardware", "server", "kiosk", "caller", "displays", "commands")
CATALOGUES = [ROOT / "config" / "locale" / "zh_CN" / "LC_MESSAGES" / name for name in (HALL, HOUSE)]
PLACES = re.compile(r"{(\w+)}")
QUOTED = (re.compile(r'"([^"\\\n]*)"'), re.compile(r"'([^'\\\n]*)'"))
IN_TEMPLATES = re.compile(r"""say\(["']([^"']+)["']""")


def files(*endings: str) -> Iterator[Path]:
    """Give the files of the product that end so; nothing that set-up made."""
    for path in [ROOT / "banshi.py", *(path for room in ROOMS for path in sorted((ROOT / room).rglob("*")))]:
        if path.suffix in endings and not {"static", "made"} & set(path.parts):
            yield path


def constants(path: Path) -> Iterator[str]:
    """Give each piece of text in a module."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def said_in_python() -> Iterator[tuple[str, str]]:
    """Give every literal sentence given to `say` or `both`, with where it stands."""
    for path in files(".py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or getattr(node.func, "id", getattr(node.func, "attr", "")) not in (
                "say",
                "both",
            ):
                continue
            for argument in node.args:
                choices = [argument.body, argument.orelse] if isinstance(argument, ast.IfExp) else [argument]
                for each in choices:
                    if (
                        isinstance(each, ast.Constant)
                        and isinstance(each.value, str)
                        and each.value not in ("zh", "en")
                    ):
                        yield each.value, f"{path.relative_to(ROOT)}:{node.lineno}"


def codes_and_help() -> Iterator[tuple[str, str]]:
    """Give what the command line says: why it cannot, what is wrong with a word or setting, and all its help."""
    for path in files(".py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or getattr(node.func, "id", "") != "CannotRun":
                continue
            if isinstance(node.args[1], ast.Constant) and node.args[1].value != "{why}":
                yield str(node.args[1].value), f"{path.relative_to(ROOT)}:{node.lineno}"
    for table in (store_errors.CODES, text_file.CODES, settings.WRONG):
        yield from ((sentence, "codes") for sentence in table.values())
    told = (opening.UNWRITABLE, opening.DAMAGED, opening.NO_ANSWER, opening.REFUSED, *opening.REFUSING.values())
    yield from ((sentence, "system") for sentence in (*system_words.sentences(), *told))
    yield from ((sentence, "advice") for sentence in (*front.ADVICE.values(), front.LATER))
    yield from ((sentence, "remedies") for sentence in reading.REMEDIES.values())
    yield from ((sentence, "usage") for _, _, sentence in usage.FORMS)
    told = (*names.ROLES.values(), *names.ROLE_HELP.values(), *names.DUTIES.values(), *DONE.values())
    told += (*set_up.STEP_NAMES.values(), *set_up.LEVEL_NAMES.values(), *set_up.WEEKDAYS)
    told += tuple(word for _, word in live.STATES.values())
    yield from ((sentence, "the administrators' house") for sentence in told)
    yield from ((section.title, "the menu") for section in SECTIONS)
    for part in settings_words.all_parts():
        yield from ((sentence, f"form {part.id}") for sentence in (part.title, part.help, *inputs(part.shapes)))
    told = (
        sheet_cells.KNOWN_AS,
        *sheet_book.WORDS,
        *inputs(centers.NEW_CENTER),
        *settings_words.WORDS,
        *settings_decided.WORDS,
    )
    yield from ((sentence, "settings") for sentence in told)
    yield from help_of(typer.main.get_command(banshi.app))


def help_of(command: Any) -> Iterator[tuple[str, str]]:
    if command.help:
        yield " ".join(command.help.split()), f"help of {command.name}"
    for each in command.params:
        if getattr(each, "help", None):
            yield each.help, f"help of {command.name}"
    for each in getattr(command, "commands", {}).values():
        yield from help_of(each)


def said_in_templates() -> Iterator[tuple[str, str]]:
    """Give every sentence that a template says, with where it stands."""
    for path in files(".html"):
        for text in IN_TEMPLATES.findall(path.read_text(encoding="utf-8")):
            yield text, str(path.relative_to(ROOT))


def messages() -> Iterator[Message]:
    for catalogued in CATALOGUES:
        with catalogued.open("rb") as file:
            yield from read_po(file)


@pytest.mark.slow
def test_every_sentence_has_its_chinese() -> None:
    # The pages' scripts are held to the catalogue by their types: see `Sentence` in server/client/browser/words.ts.
    chinese = catalogue("zh")
    missing = {
        f"{where}: {text}"
        for text, where in (*said_in_python(), *said_in_templates(), *codes_and_help())
        if chinese.gettext(text) == text
    }
    assert sorted(missing) == []


@pytest.mark.slow
def test_every_sentence_of_the_catalogue_is_said_somewhere() -> None:
    said = {text for path in files(".py") for text in constants(path)}
    for path in files(".html", ".ts", ".kv"):
        source = path.read_text(encoding="utf-8")
        said |= {text for quoted in QUOTED for text in quoted.findall(source)}
    assert [str(each.id) for each in messages() if each.id and each.id not in said] == []


def test_chinese_and_english_have_the_same_places() -> None:
    assert [
        str(each.id)
        for each in messages()
        if each.id and set(PLACES.findall(str(each.id))) != set(PLACES.findall(str(each.string)))
    ] == []


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_refusal_has_its_chinese_with_the_same_places(code: Code) -> None:
    message = CODES[code][1]
    chinese = catalogue("zh").gettext(message)
    assert chinese != message
    assert set(PLACES.findall(chinese)) == set(PLACES.findall(message))


def test_values_are_filled_in_in_the_language_of_the_sentence() -> None:
    assert say("en", "There is no center {center}.", center="x") == "There is no center x."
    assert both("Collect: {item}", item=Text("身份证", "the card")) == Text("领取：身份证", "Collect: the card")


def test_the_sentences_of_a_page_are_those_that_it_says() -> None:
    assert sentences_in('say(language, "Call next") + "no sentence"') == {
        "Call next": catalogue("zh").gettext("Call next")
    }


def test_no_sentence_is_translated_twice() -> None:
    read = "\n".join(catalogued.read_text(encoding="utf-8") for catalogued in CATALOGUES)
    keys = re.findall(r'^msgid "(.+)"$', read, re.MULTILINE)
    assert [each for each, times in Counter(keys).items() if times > 1] == []


HAN = re.compile(r"[\u3400-\u9fff]")
CHINESE_BY_NATURE = {
    "config/knowledge.py": "a pack's own vocabulary: the kind of a knowledge point when the editor names none",
    "config/knowledge_table.py": "the columns of the table in which 12345 exchanges knowledge",
    "hardware/id_card/record.py": "what a card says instead of its last day",
    "server/rules/hall/announcement.py": "what each clip of the voice says, for the voice that reads it",
    "server/rules/guidance/plan/legal.py": "how Chinese law counts its articles",
    "server/rules/guidance/prove/elements.py": "the values that provinces write in their published guides",
    "server/rules/guidance/prove/texts.py": "how Chinese writes the days of the week",
    "server/rules/guidance/prove/alike.py": "the sign between whose a paper is and what it is called",
    "commands/pictures/elsewhere_scenes.py": "other centers of the fictional city",
    "commands/pictures/households.py": "names of cases of the sample city",
    "commands/pictures/ticket_scenes.py": "long names that the pictures must have room for",
    "commands/pack/report.py": "a page for editors of packs, both languages side by side",
    "commands/pack/difference.py": "a page for editors of packs, both languages side by side",
    "server/rules/guidance/release/difference_words.py": "a page for editors of packs, both languages side by side",
    "server/rules/guidance/prove/reading.py": "signs of punctuation and negations of Chinese",
    "server/rules/guidance/household/words.py": "what Chinese calls the members of a household",
    "commands/bench/people.py": "names of cases of the sample city",
    "commands/bench/search.py": "made-up names that are searched for",
    "commands/bench/whole_city.py": "made-up names of centers and counters",
    "server/web/admin/sheet_cells.py": "how people write the days of the week and a range of them in a spreadsheet",
    "config/findings.py": "the word between names that a finding lists",
    "server/rules/privacy/masking.py": "the words before a name in what clerks write",
}
"""Module -> why Chinese stands in it; packs, their city and the catalogue are no modules."""


def lines_of(path: Path, *, documenting: bool) -> set[int]:
    """Return the lines of a module with text on them that documents it (a statement of nothing else), or does not."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documents = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return {
        line
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and (id(node) in documents) is documenting
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }


@pytest.mark.slow
def test_no_chinese_stands_in_code() -> None:
    found = set()
    for path in files(".py"):
        said = lines_of(path, documenting=False) - lines_of(path, documenting=True)
        source = path.read_text(encoding="utf-8").split("\n")
        if any(HAN.search(source[line - 1]) for line in said):
            found.add(str(path.relative_to(ROOT)))
    for path in files(".ts", ".html", ".kv"):
        if HAN.search(path.read_text(encoding="utf-8")):
            found.add(str(path.relative_to(ROOT)))
    assert found == set(CHINESE_BY_NATURE)
