"""What an edition must keep to beside its form: it names what is there, and a village stays within its town's bounds.

Pure, so that whoever holds editions that come from elsewhere can ask the same.
"""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches

import msgspec

from config.edition import Edition, Guidance
from config.hours_law import hours_broken
from config.pack import Pack
from config.pack_file import ID

LEAP_YEAR = 2028
DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


class Fault(msgspec.Struct, frozen=True):
    """What an edition breaks: `place` in it ("items[0].season"), a stable code, what, and what to write instead."""

    place: str
    code: str
    what: str
    remedy: str


def broken(pack: Pack, editions: Sequence[Edition], edition: Edition) -> Iterator[Fault]:
    """Find everything that `edition`, one of `editions`, breaks over `pack`."""
    towns = {each.id: each for each in editions if each.level == "town"}
    town = towns.get(edition.parent or "")
    yield from _itself(editions, edition)
    if edition.level == "village" and town is None:
        yield _unknown("parent", "town edition", str(edition.parent), towns)
    if edition.level == "town" and edition.parent is not None:
        yield Fault("parent", "parent_odd", "a town lies over the city itself", "take parent out")
    yield from _centers(pack, editions, edition)
    yield from _points(pack, town, edition)
    yield from _items(pack, edition)
    if town is not None:
        yield from _bounds(town, edition)


def editions_broken(guidance: Guidance) -> Iterator[Fault]:
    """Find everything that the editions of `guidance` break over its pack."""
    for edition in guidance.editions:
        yield from broken(guidance.pack, guidance.editions, edition)


def changed_fields(edition: Edition) -> Iterator[tuple[str, str]]:
    """Yield what `edition` changes as (one of `FIELDS`, place in the edition)."""
    for part, changes in (("points", edition.points), ("items", edition.items)):
        for number, change in enumerate(changes):
            for field in change.__struct_fields__:
                if field != "id" and getattr(change, field) is not None:
                    yield f"{part}.{field}", f"{part}[{number}].{field}"
    if edition.new_points:
        yield "new_points", "new_points"


def _itself(editions: Sequence[Edition], edition: Edition) -> Iterator[Fault]:
    if not ID.fullmatch(edition.id):
        yield Fault("id", "id_odd", f"{edition.id!r} is no id", "write Latin letters, digits, - _ and . only")
    if [each.id for each in editions].count(edition.id) > 1:
        yield Fault("id", "id_doubled", f"two editions are called {edition.id}", "give one of them another id")
    if edition.level == "village" and edition.opens:
        yield Fault("opens", "opens_useless", "nothing lies below a village", "take opens out")


def _centers(pack: Pack, editions: Sequence[Edition], edition: Edition) -> Iterator[Fault]:
    known = {point.center for point in pack.points if point.center}
    if not edition.centers:
        yield Fault("centers", "centers_none", "it is for no center", "write the centers that use it")
    for number, center in enumerate(edition.centers):
        place = f"centers[{number}]"
        if center not in known:
            yield _unknown(place, "center", center, known)
        if sum(each.centers.count(center) for each in editions) > 1:
            yield Fault(place, "center_doubled", f"{center} has two editions", "leave it to one of them")


def _points(pack: Pack, town: Edition | None, edition: Edition) -> Iterator[Fault]:
    known = {point.id for point in pack.points} | {point.id for point in (town.new_points if town else ())}
    groups = {group for point in pack.points for group in point.groups}
    yield from _named("points", "point", [each.id for each in edition.points], known)
    for number, point in enumerate(edition.new_points):
        place = f"new_points[{number}]"
        if not ID.fullmatch(point.id):
            yield Fault(place, "id_odd", f"{point.id!r} is no id", "write Latin letters, digits, - _ and . only")
        if point.id in known:
            yield Fault(place, "id_doubled", f"there is a point {point.id} already", "give the new one another id")
        known.add(point.id)
        if point.center is not None and point.center not in edition.centers:
            what = f"{point.id} would be in {point.center}, which is not a center of this edition"
            yield Fault(place, "center_foreign", what, f"write null or one of {', '.join(edition.centers)}")
        for group in point.groups:
            if group not in groups:
                yield _unknown(place, "group", group, groups)
        for fault in hours_broken(point.hours, point.special_days):
            yield Fault(f"{place}.{fault.place}", fault.code, fault.what, fault.remedy)
    for number, change in enumerate(edition.points):
        for fault in hours_broken(change.hours or ()):
            yield Fault(f"points[{number}].{fault.place}", fault.code, fault.what, fault.remedy)


def _items(pack: Pack, edition: Edition) -> Iterator[Fault]:
    items = {item.id: item for item in pack.items}
    yield from _named("items", "item", [each.id for each in edition.items], items)
    for number, change in enumerate(edition.items):
        if change.season is None or change.id not in items:
            continue
        place = f"items[{number}].season"
        if items[change.id].season is None:
            what = f"{change.id} has no season: an edition moves its dates and does not add one"
            yield Fault(place, "season_missing", what, "take season out, or write one in the city's pack first")
        for field in ("opens", "closes"):
            day = getattr(change.season, field)
            if not DAY.fullmatch(day) or int(day[3:]) > monthrange(LEAP_YEAR, int(day[:2]))[1]:
                yield Fault(f"{place}.{field}", "date_wrong", f"{day} is no day of the year", "write it as 05-20")


def _bounds(town: Edition, village: Edition) -> Iterator[Fault]:
    for field, place in changed_fields(village):
        if field not in town.opens:
            what = f"{town.id} does not open {field} to its villages"
            remedy = f"take it out, or have {town.id} write {field} in opens"
            yield Fault(place, "edition_closed", what, remedy)


def _named(part: str, kind: str, names: Sequence[str], known: Iterable[str]) -> Iterator[Fault]:
    listed = set(known)
    for number, name in enumerate(names):
        if name not in listed:
            yield _unknown(f"{part}[{number}].id", kind, name, listed)
        if name in names[:number]:
            yield Fault(
                f"{part}[{number}]", "id_doubled", f"{name} is changed twice", "write both changes at one place"
            )


def _unknown(place: str, kind: str, name: str, known: Iterable[str]) -> Fault:
    near = get_close_matches(name, list(known), 1)
    remedy = f"write {near[0]}" if near else f"write one of {', '.join(sorted(known)[:8])}"
    return Fault(place, f"{kind.split()[0]}_unknown", f"there is no {kind} {name}", remedy)
