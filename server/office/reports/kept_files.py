"""Reports kept as files: one a center, day, week or month, written once that is over; the oldest go.

A file's name says all of it and is made of nothing that somebody typed: `CENTER.week.2026-11-23.pdf`.
"""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Final

import msgspec

from config.reporting import Every, Reports
from server.office.keeper import Keeper
from server.office.reports.kept_folds import closed_days, missing_days, month_end
from server.rules.hall.report import Span
from server.store.store import Store
from server.store.unit_of_work import Reading, heads_of

FOLDER: Final = "reports"
"""The folder of a hall's data directory that they are kept in."""
KINDS: Final = ("pdf", "xlsx")
LOOK_SECONDS: Final = 120
_NAME: Final = re.compile(r"([A-Za-z0-9_-]{1,64})\.(day|week|month)\.(2[01]\d\d-\d\d-\d\d)\.(pdf|xlsx)")
Make = Callable[[str, Span], Mapping[str, bytes]]
"""Makes the files of a center and some days, by kind; none where there is nothing to tell."""


class KeptFile(msgspec.Struct, frozen=True):
    """One kept file: the center, `day`, `week` or `month`, the first day, the kind, its size."""

    name: str
    center: str
    every: str
    first: str
    kind: str
    bytes: int


def kept_files(folder: Path) -> list[KeptFile]:
    """Return what is kept in `folder`, the newest days first; what is named otherwise is none of ours."""
    try:
        found = [(each, _NAME.fullmatch(each.name)) for each in folder.iterdir() if each.is_file()]
    except OSError:
        return []
    files = [_told(each, match) for each, match in found if match]
    return sorted(files, key=lambda each: (each.first, each.every, each.center, each.kind), reverse=True)


def _told(file: Path, match: re.Match[str]) -> KeptFile:
    center, every, first, kind = match.groups()
    return KeptFile(file.name, center, every, first, kind, file.stat().st_size)


def file_named(folder: Path, name: str) -> KeptFile | None:
    """Return the kept file called `name`, whatever somebody typed; None where there is none."""
    return next((each for each in kept_files(folder) if each.name == name), None)


def last_over(every: Every, yesterday: date) -> Span:
    """Return the last day, week (Monday to Sunday) or month that is over when `yesterday` was the last day."""
    if every == "day":
        return Span(yesterday, yesterday)
    if every == "week":
        sunday = yesterday - timedelta(days=yesterday.isoweekday() % 7)
        return Span(sunday - timedelta(days=6), sunday)
    last = yesterday if yesterday == month_end(yesterday) else yesterday.replace(day=1) - timedelta(days=1)
    return Span(last.replace(day=1), last)


class ReportKeeper(Keeper):
    """Writes the reports that are due, once all their days are folded; a center that fails holds up no other."""

    def __init__(self, store: Store, folder: Path, wanted: Reports, make: Make) -> None:
        super().__init__("report-keeper", LOOK_SECONDS, "a report not written")
        self._store, self._folder, self._wanted, self._make = store, folder, wanted, make
        self._empty: set[tuple[str, Every, date]] = set()

    def start(self) -> None:
        """Go on looking; nothing is written before the doors open."""
        self._thread.start()

    def look(self) -> None:
        """Write what is due and not there."""
        centers: list[str] = []
        self.attempt(lambda: centers.extend(self._store.read(heads_of)))
        for center in centers:
            self.attempt(partial(self._write, center), center=center)

    def _write(self, center: str) -> None:
        for every, span in self._store.read(lambda reading: list(self._due(reading, center))):
            if self._ended.is_set():
                return
            made = self._make(center, span)
            if not made:
                self._empty.add((center, every, span.first))
            self._folder.mkdir(parents=True, exist_ok=True)
            for kind, body in made.items():
                _put(self._folder / f"{center}.{every}.{span.first}.{kind}", body)
            self._forget(center, every)

    def _due(self, reading: Reading, center: str) -> Iterator[tuple[Every, Span]]:
        closed = closed_days(reading, center)
        if closed is None:
            return
        for every in self._wanted.every:
            span = last_over(every, closed[1])
            known = (center, every, span.first) in self._empty or span.last < closed[0]
            written = all((self._folder / f"{center}.{every}.{span.first}.{kind}").exists() for kind in KINDS)
            if not known and not written and not missing_days(reading, center, span.first, span.last):
                yield every, span

    def _forget(self, center: str, every: Every) -> None:
        """Throw the oldest away, so many first days being kept."""
        own = [each for each in kept_files(self._folder) if (each.center, each.every) == (center, every)]
        kept = sorted({each.first for each in own}, reverse=True)[: self._wanted.keep]
        for each in own:
            if each.first not in kept:
                (self._folder / each.name).unlink(missing_ok=True)


def _put(file: Path, body: bytes) -> None:
    """Write a file that is whole as soon as it has its name."""
    part = file.with_suffix(f"{file.suffix}.part")
    part.write_bytes(body)
    os.replace(part, file)
