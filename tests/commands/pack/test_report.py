"""Pages about a pack show its words as words: nothing in them becomes a part of the page."""

from datetime import date
from html.parser import HTMLParser
from itertools import count
from typing import Any

import msgspec
import pytest

from commands.pack import difference
from commands.pack.report import page_of
from config.centers import Text
from config.fact import Dated, Parameter
from config.knowledge import Conflict, Side
from config.pack import Pack
from server.rules.guidance.prove.check import Checked, check
from server.rules.guidance.prove.finding import Finding
from server.rules.guidance.prove.mutants import mutation_score
from server.rules.guidance.release.difference import Change
from tests.server.rules.guidance.small_pack import SMALL, text

DAY = date(2026, 11, 24)
EVIL = "<b onload=hurt()>&amp;\"'"
_numbers = count()


def evil() -> str:
    """Return hostile words that can be told from all others."""
    return f"{EVIL}{next(_numbers)}."


def spoiled(value: Any) -> Any:
    """Return `value` with hostile words in the place of every text that people read."""
    if isinstance(value, Text):
        return Text(evil(), evil())
    if isinstance(value, msgspec.Struct):
        return msgspec.structs.replace(
            value, **{name: spoiled(getattr(value, name)) for name in value.__struct_fields__}
        )
    if isinstance(value, tuple):
        return tuple(spoiled(each) for each in value)
    return value


class Seen(HTMLParser):
    """The elements of a page, and its words as a reader sees them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: dict[str, str] = {}
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes.update({name: value or "" for name, value in attrs})

    def handle_data(self, data: str) -> None:
        self.words += data


def hostile_pack() -> Pack:
    pack = msgspec.structs.replace(
        SMALL,
        parameters=(*SMALL.parameters, Parameter("later", text("later"), text("office"), (Dated(None),))),
        conflicts=(Conflict("c1", text("days"), (Side(text("15"), "law"), Side(text("7"), "talk"))),),
    )
    spoiled_pack: Pack = spoiled(pack)
    return spoiled_pack


@pytest.fixture(scope="module")
def page() -> str:
    pack = hostile_pack()
    proved = check(pack, DAY)
    finding = Finding("items", evil(), "item_unused", evil(), evil())
    return page_of(pack, Checked((*proved.findings, finding), proved.proofs), mutation_score(pack, DAY))


def assert_harmless(page: str, *, at_least: int) -> None:
    """Every hostile word of `page` is shown as it was written, at least so many, and is nothing else."""
    seen = Seen(page)
    assert EVIL not in page
    assert "onload" not in seen.attributes
    shown = seen.words.count(EVIL) + sum(value.count(EVIL) for value in seen.attributes.values())
    assert shown >= at_least
    # Those that a narrow box cuts short are words as well.
    assert page.count("&lt;b onload") == page.count("onload")


def test_the_report_shows_words_as_words(page: str) -> None:
    assert_harmless(page, at_least=40)


def test_ids_are_words_too() -> None:
    checklist = msgspec.structs.replace(SMALL.checklists[0], id='x" onload="hurt()')
    pack = msgspec.structs.replace(SMALL, checklists=(checklist, *SMALL.checklists[1:]), id="<b>")
    made = Seen(page_of(pack, Checked((), ()), None))
    assert "onload" not in made.attributes
    assert "<b>" in made.words


def test_the_difference_shows_words_as_words() -> None:
    told = [
        Change(part, evil(), kind, "name", {"zh": evil(), "en": evil()}, evil())
        for part in ("pack", "items", "documents")
        for kind in ("added", "removed", "changed")
    ]
    names = {(change.part, change.id): Text(evil(), evil()) for change in told}
    assert_harmless(difference.page(evil(), told, names), at_least=40)
