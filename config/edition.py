"""Editions: what a town or a village says differently from the city's pack, as frozen data.

The pack itself is the city's edition. A town's edition lies over it, a village's over its town's. Only the fields here
can differ: an edition moves hours, phones, ways, season dates and words, and adds places of its own; what an item
requires, costs and how it is done is the city's alone.
"""

from typing import Annotated, Final, Literal

import msgspec

from config.centers import Hours, Text
from config.pack import Pack, Point
from config.search_tables import SearchTables

FIELDS: Final = (
    "points.hours",
    "points.address",
    "points.phone",
    "points.minutes",
    "new_points",
    "items.season",
    "items.hint",
    "items.help",
    "items.supply",
)
"""Everything that an edition may change; a town opens some of it to its villages."""


class PointChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is different about a point of the pack; None leaves it as it is. `minutes` is the way there from here."""

    id: str
    hours: tuple[Hours, ...] | None = None
    address: Text | None = None
    phone: str | None = None
    minutes: Annotated[int, msgspec.Meta(ge=0, le=600)] | None = None


class SeasonDates(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Other days for a season that the pack has: `MM-DD` to `MM-DD`, both included."""

    opens: str
    closes: str


class ItemChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is different about an item of the pack; None leaves it. `supply` is how much of it there is here."""

    id: str
    season: SeasonDates | None = None
    hint: Text | None = None
    help: Text | None = None
    supply: Text | None = None


class Edition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `centers` of a town or a village (`parent` is its town's edition) say differently.

    `opens` are those of `FIELDS` that a town lets its villages change.
    """

    id: str
    level: Literal["town", "village"]
    name: Text
    centers: tuple[str, ...]
    parent: str | None = None
    opens: tuple[str, ...] = ()
    points: tuple[PointChange, ...] = ()
    new_points: tuple[Point, ...] = ()
    items: tuple[ItemChange, ...] = ()


class Guidance(msgspec.Struct, frozen=True):
    """All that one release holds: the city's pack, the editions over it, and what a search of them needs.

    `search` is made where it is published; None: nobody has, or it was published before releases had it.
    """

    pack: Pack
    editions: tuple[Edition, ...] = ()
    search: SearchTables | None = None
