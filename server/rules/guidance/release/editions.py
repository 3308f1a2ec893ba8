"""The pack as one center sees it: the city's, with its town's edition over it, and its village's over that. Pure."""

from msgspec.structs import replace

from config.edition import Edition, Guidance, ItemChange, PointChange
from config.item import Item, Season
from config.pack import Pack, Point


def edition_at(guidance: Guidance, center: str | None) -> str | None:
    """Return the id of the edition that `center` uses; None is the city's pack itself."""
    return next((edition.id for edition in guidance.editions if center in edition.centers), None)


def chain_of(guidance: Guidance, edition: str | None) -> tuple[Edition, ...]:
    """Return the editions to lay over the pack for `edition`, the lowest last; raises `KeyError` for an unknown one."""
    named = {each.id: each for each in guidance.editions}
    chain: list[Edition] = []
    while edition is not None:
        chain.insert(0, named.pop(edition))
        edition = chain[0].parent
    return tuple(chain)


def pack_of(guidance: Guidance, edition: str | None) -> Pack:
    """Return the pack with `edition` and those above it laid over it; raises `KeyError` for an unknown edition."""
    return with_edition(guidance.pack, chain_of(guidance, edition))


def with_edition(pack: Pack, chain: tuple[Edition, ...]) -> Pack:
    """Return `pack` with the editions of `chain` laid over it, one after the other."""
    for edition in chain:
        points = {change.id: change for change in edition.points}
        items = {change.id: change for change in edition.items}
        pack = replace(
            pack,
            points=(*(_point(each, points.get(each.id)) for each in pack.points), *edition.new_points),
            items=tuple(_item(each, items.get(each.id)) for each in pack.items),
        )
    return pack


def _point(point: Point, change: PointChange | None) -> Point:
    return point if change is None else replace(point, **_said(change, "hours", "address", "phone", "minutes"))


def _item(item: Item, change: ItemChange | None) -> Item:
    if change is None:
        return item
    if change.season is not None and item.season is not None:
        item = replace(item, season=Season(change.season.opens, change.season.closes, item.season.name))
    return replace(item, **_said(change, "hint", "help", "supply"))


def _said(change: PointChange | ItemChange, *fields: str) -> dict[str, object]:
    return {field: value for field in fields if (value := getattr(change, field)) is not None}
