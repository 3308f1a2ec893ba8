"""What halls of some kinds usually offer, as it ships: `hall_templates.yaml` beside this module."""

from functools import cache
from importlib.resources import files
from pathlib import Path

import msgspec

from config.centers import Level, Service, Text
from config.yaml_file import read_yaml


class HallTemplate(msgspec.Struct, frozen=True):
    """One kind of hall: its level, how many counters it usually has, and the ids of its services."""

    id: str
    level: Level
    counters: int
    name: Text
    services: tuple[str, ...]


class HallTemplates(msgspec.Struct, frozen=True):
    """All services that templates name, with prefixes of which no two are alike, and the kinds of halls."""

    services: tuple[Service, ...]
    halls: tuple[HallTemplate, ...]

    def hall(self, id_: str) -> HallTemplate:
        """Return the kind of hall of that id, else the first."""
        return next((each for each in self.halls if each.id == id_), self.halls[0])


@cache
def hall_templates() -> HallTemplates:
    """Return the templates that ship."""
    place = Path(str(files("config") / "hall_templates.yaml"))
    return msgspec.convert(read_yaml(place), HallTemplates)
