"""Hours, breaks and closed days of the points of a pack. Pure."""

from collections.abc import Iterator

from config.hours_law import hours_broken
from config.pack import Pack
from server.rules.guidance.prove.finding import Finding


def check_hours(pack: Pack) -> Iterator[Finding]:
    """Find hours that no clock or week has, that overlap, and places that are closed on every working day."""
    for point in pack.points:
        for each in hours_broken(point.hours, point.special_days):
            yield Finding("points", point.id, each.code, each.what, each.remedy)
