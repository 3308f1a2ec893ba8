"""Guidance on this machine: the published release, evaluated here, so that it works while the server is away."""

import os
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from config.pack import Pack
from config.rule import Value
from kiosk.world import Checklist
from server.rules.consultation import consult
from server.rules.index import index
from server.rules.verdict import Consultation


class Release(msgspec.Struct, frozen=True):
    """A published pack and its id."""

    id: str
    pack: Pack


class LocalGuide:
    """One release, consulted with the date of the day."""

    def __init__(self, release: Release, today: Callable[[], date]) -> None:
        self.release = release
        self._book = index(release.pack)
        self._today = today

    def checklists(self) -> tuple[Checklist, ...]:
        """Return the matters of the release in its own order."""
        return tuple(Checklist(each.id, each.theme, each.topic) for each in self.release.pack.checklists)

    def consult(self, checklists: tuple[str, ...], answers: Mapping[str, Value]) -> Consultation:
        """Weigh `answers`: questions still to ask, verdicts, plan."""
        return consult(self._book, checklists, answers, self._today())


def kept_release(path: Path) -> Release | None:
    """Return the release kept at `path`, or None when there is none that can be read."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Release)
    except (OSError, msgspec.DecodeError):
        return None


def keep_release(path: Path, answer: dict[str, Any]) -> Release:
    """Keep the server's `{"id", "pack"}` at `path` whole or not at all; raises `msgspec.ValidationError`, `OSError`."""
    release = msgspec.convert(answer, type=Release)
    fresh = path.with_suffix(".new")
    with fresh.open("wb") as file:
        file.write(msgspec.json.encode(release))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    return release
