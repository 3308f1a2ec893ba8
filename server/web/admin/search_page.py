"""Looking for a page or a setting of the house by any word of it: its name, the help beside it, in either language."""

from collections.abc import Callable, Iterator
from typing import Final

import msgspec
from flask import request

from config.centers import Text
from config.words import both, say
from server.rules.guidance.search.entry import folded
from server.rules.people.roles import may, reach
from server.web.admin.center_parts import PARTS, Part
from server.web.admin.names import center_names
from server.web.admin.page import Page, Shown, Visit
from server.web.admin.shapes import Line, Shape, Table

SEARCH: Final = "/admin/search"
LONGEST: Final = 80
MOST_CENTERS: Final = 12
"""Centers that a setting is offered for one by one; more are chosen on their own page."""


class Hit(msgspec.Struct, frozen=True):
    """A setting that was found: its form, what of it matches with the help beside it, where it can be set."""

    part: Part
    lines: tuple[tuple[str, str], ...]
    places: tuple[tuple[str, Text], ...]


def found_in(asked: str, *said: str) -> bool:
    """Tell whether every word of `asked` stands in what is `said` (gettext keys), in one of the two languages."""
    words = folded(asked).split()
    texts = [folded(" ".join(say(language, each) for each in said if each)) for language in ("zh", "en")]
    return bool(words) and any(all(word in text for word in words) for text in texts)


def _show(visit: Visit) -> Shown:
    asked = request.args.get("q", "")[:LONGEST].strip()
    hits = list(_hits(visit, asked)) if asked else []
    return visit.show("search", looked_for=asked, found_in=found_in, hits=hits, most=MOST_CENTERS)


def _hits(visit: Visit, asked: str) -> Iterator[Hit]:
    """Give the settings that match, each form once though city, towns and centers have it."""
    names = visit.store.read(center_names)
    places = _places(visit, names)
    for part in dict.fromkeys(part for parts in PARTS.values() for part in parts):
        lines = tuple(
            (line.label, line.help)
            for line in _lines(part.shapes)
            if found_in(asked, part.title, line.label, line.help)
        )
        if lines or found_in(asked, part.title, part.help):
            yield Hit(part, lines, tuple(places(part)))


def _lines(shapes: tuple[Shape, ...]) -> Iterator[Line]:
    for shape in shapes:
        if isinstance(shape, Table):
            yield from _lines(shape.each)
        elif shape.kind != "id":
            yield shape


def _places(visit: Visit, names: dict[str, Text]) -> Callable[[Part], Iterator[tuple[str, Text]]]:
    grants, tree = visit.who.grants, visit.tree
    mine = sorted({*reach(grants, "look", tree), *reach(grants, "configure", tree)}, key=list(names).index)
    whole = may(grants, "look", None, tree) or may(grants, "configure", None, tree)

    def places(part: Part) -> Iterator[tuple[str, Text]]:
        if whole and part in PARTS["city"]:
            yield f"/admin/city/parts/{part.id}", both("The whole city")
        if part in PARTS["center"]:
            for center in mine:
                yield f"/admin/centers/{center}/parts/{part.id}", names[center]

    return places


PAGES: Final = (Page(method="GET", path=SEARCH, act=_show),)
