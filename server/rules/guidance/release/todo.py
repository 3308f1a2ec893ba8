"""The to-do box of those who keep the knowledge: everything that waits for a person, most pressing first. Pure."""

from collections.abc import Collection
from datetime import date
from typing import Literal

import msgspec

from config.centers import Text
from config.knowledge import Knowledge
from config.pack import Pack
from config.words import both
from server.rules.days_off import missing_year
from server.rules.guidance.judge.condition import value_on
from server.rules.guidance.release.sources import Shaken

Kind = Literal["holidays", "source", "point", "conflict", "parameter", "unreviewed"]
ORDER: tuple[Kind, ...] = ("holidays", "source", "point", "conflict", "parameter", "unreviewed")


class Todo(msgspec.Struct, frozen=True):
    """One thing to do: about what, what is the matter, and whose it is."""

    kind: Kind
    id: str
    what: Text
    owner: str = ""


def todo_of(pack: Pack, shaken: Collection[Shaken], today: date) -> tuple[Todo, ...]:
    """Return what waits in `pack` on the day `today`."""
    found: list[Todo] = []
    if (year := missing_year(pack.calendar, today)) is not None:
        what = both("The table of holidays says nothing of {year}.", year=year)
        found.append(Todo("holidays", str(year), what))
    sources = {source.id: source.title for source in pack.sources}
    found += [
        Todo("source", each.id, both("The source changed: {source} ({what})", source=sources[each.id], what=each.what))
        for each in shaken
        if each.id in sources
    ]
    reviewers = {point.id: point.reviewed_by or "" for point in pack.knowledge}
    for each in shaken:
        if each.id in reviewers:
            what = both("Review again: {what}", what=each.what)
            found.append(Todo("point", each.id, what, reviewers[each.id]))
    for conflict in pack.conflicts:
        if conflict.in_force is None:
            says = " ／ ".join(side.says.zh for side in conflict.sides)
            english = " / ".join(side.says.en for side in conflict.sides)
            what = Text(f"{conflict.about.zh}：{says}", f"{conflict.about.en}: {english}")
            found.append(Todo("conflict", conflict.id, what))
    for parameter in pack.parameters:
        if value_on(parameter, today) is None:
            what = both("To be confirmed: {parameter}", parameter=parameter.name)
            found.append(Todo("parameter", parameter.id, what, parameter.owner.zh))
    found += [
        Todo("unreviewed", point.id, both("Not reviewed: {what}", what=_called(point)))
        for point in pack.knowledge
        if point.reviewed_by is None
    ]
    return tuple(sorted(found, key=lambda each: ORDER.index(each.kind)))


def _called(point: Knowledge) -> Text:
    return Text(point.title or point.text.zh, point.text.en)
