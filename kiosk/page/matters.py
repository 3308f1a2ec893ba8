"""The matters to choose from, theme by theme where they are many, and those that are chosen. Pure."""

import msgspec

from config.centers import Text
from kiosk.page.paging import GAP, WIDTH, cut, height_of
from kiosk.visit.session import Session
from kiosk.visit.world import Checklist, World

ALL_AT_ONCE = 7
"""Matters that stand on one page without their themes."""
THEMES = {"zh": 304, "en": 416}
"""Width of the column of themes: a name stands in one line."""
MOST_LARGE = 4
LEAD = {False: 80, True: 88}
LETTERS, LARGE = {"zh": 40, "en": 36}, 52
"""Type sizes of a matter: in English a little smaller, so that what most people come for stands on one page."""
THEME_LETTERS = {"zh": 44, "en": 32}
LOWEST = {False: 96, True: 112}
CLOSE = 12
"""Room between two of them."""
ICONS = {
    "settle": "home",
    "work": "case",
    "health": "cross",
    "child": "book",
    "birth": "heart",
    "business": "shop",
    "care": "stick",
    "papers": "card",
    "home": "key",
}


class Theme(msgspec.Struct, frozen=True):
    """A theme with its matters, and the icon it is known by."""

    id: str
    name: Text
    matters: tuple[Checklist, ...]

    @property
    def icon(self) -> str:
        """Return the name of its icon."""
        return ICONS.get(self.id, "list")


def themes(world: World) -> tuple[Theme, ...]:
    """Return the themes with their matters in their order; nothing where all matters stand on one page."""
    matters = world.checklists
    if len(matters) <= ALL_AT_ONCE:
        return ()
    found: dict[str, Theme] = {}
    for each in matters:
        name = each.group or each.theme.zh
        before = found[name].matters if name in found else ()
        found[name] = Theme(name, each.theme, (*before, each))
    return tuple(found.values())


def most_asked_for(world: World) -> tuple[Checklist, ...]:
    """Return what most people come for, where there are themes; each of it stands in its theme, too."""
    every = world.checklists
    return tuple(each for each in every if each.common) if len(every) > ALL_AT_ONCE else ()


def theme_shown(session: Session, world: World) -> Theme | None:
    """Return the theme whose matters are on show: the one touched last; at first none where some are most asked for."""
    found = themes(world)
    first = found[0] if found and not most_asked_for(world) else None
    return next((each for each in found if each.id == session.place.item), first)


def matters(session: Session, world: World) -> tuple[Checklist, ...]:
    """Return the matters on show."""
    if shown := theme_shown(session, world):
        return shown.matters
    return most_asked_for(world) or world.checklists


def chosen(session: Session, world: World) -> tuple[Checklist, ...]:
    """Return the matters chosen so far, in the order in which they were."""
    known = {each.id: each for each in world.checklists}
    return tuple(known[each] for each in session.inquiry.chosen if each in known)


def heights(session: Session, world: World, room: float) -> tuple[float, ...]:
    """Return how high each matter of the theme is: a little higher where there is room."""
    large = letters(session)
    words = (each.topic.say(session.language) for each in matters(session, world))
    needed = [
        max(height_of(each, large, beside(session) - LEAD[session.elder] - 28) + 24, LOWEST[session.elder])
        for each in words
    ]
    spare = room - sum(needed) - CLOSE * (len(needed) - 1)
    more = min(spare // len(needed), 44) if needed and spare > 0 else 0
    return tuple(each + more for each in needed)


def pages(session: Session, world: World, room: float) -> tuple[range, ...]:
    """Return the pages of the matters on show."""
    return cut(heights(session, world, room), room, MOST_LARGE if session.elder else 99, gap=CLOSE)


def letters(session: Session) -> float:
    """Return the type size of a matter."""
    return LARGE if session.elder else LETTERS[session.language]


def beside(session: Session) -> float:
    """Return the width of the matters beside the themes."""
    return WIDTH - THEMES[session.language] - GAP
