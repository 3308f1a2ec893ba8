"""`banshi bench backup`: how long a hall's tickets take out and back, each row as it was, while it goes on."""

import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any, Final

import msgspec

from commands.bench.history import copied_days, one_day
from commands.bench.report import Figure, Noise, at_most, percentile, plain
from commands.bench.verb_alone import seeded
from commands.bench.years import DESK, SERVICE, SERVICES
from commands.demo.hall import CENTER
from commands.seeding import now
from server.office.requests import TakeTicketCommand
from server.office.take_ticket import take_ticket
from server.store.backup.archive import open_archive
from server.store.backup.making import Origin, source_of
from server.store.backup.row_sum import TableSum, sum_of
from server.store.opening import open_store
from server.store.sqlite_file import FILE

TICKETS: Final = int(os.environ.get("BANSHI_BENCH_TICKETS", "100000"))
"""Tickets of the past; `BANSHI_BENCH_TICKETS` makes them more, such as 1,000,000 (about 3 GB)."""
FACTS_OF_EACH: Final = 4
MINUTES: Final = 15.0
MILLION: Final = 1_000_000
EVERY_SECONDS: Final = 0.05
SHORTEST: Final = 0.02
RENEWED: Final = frozenset({"centers", "audit", "audit_head"})
"""Tables that differ, and none else may: epochs of journals are renewed, and the restore is a row of the record."""


class _Taking:
    """People who take tickets, one after the other, while something else is done."""

    def __init__(self, data: Path) -> None:
        self._store = open_store(data)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self.waits: list[float] = []

    def __enter__(self) -> "_Taking":
        self._thread.start()
        return self

    def __exit__(self, *why: object) -> None:
        self._over.set()
        self._thread.join()
        self._store.close()

    def _run(self) -> None:
        while not self._over.wait(EVERY_SECONDS):
            began = time.perf_counter()
            self._store.write(CENTER, lambda uow: take_ticket(uow, TakeTicketCommand((SERVICE,), "bench"), now()))
            self.waits.append(time.perf_counter() - began)


def measure(seconds: float, noise: Noise) -> list[Figure]:
    """Return the figures; takes some minutes for a hundred thousand tickets, whatever `seconds`."""
    with tempfile.TemporaryDirectory(prefix="banshi-bench-") as folder:
        place = Path(folder)
        hall = seeded(place / "hall")
        one_day(hall, CENTER, DESK, SERVICES)
        copied_days(hall, CENTER, TICKETS * FACTS_OF_EACH)
        noise.sample()
        with _Taking(hall) as quiet:
            time.sleep(max(seconds, SHORTEST * 10))
        with _Taking(hall) as beside:
            made, out = _timed("backup", "--data", str(hall), "--to", str(place / "backups"), "--json")
        noise.sample()
        file = place / "backups" / made["file"]
        back, into = _timed("restore", str(file), "--data", str(place / "back"), "--json")
        noise.sample()
        again, written = _sums(place / "back", place), _written(file)
        apart = sum(written[name] != again[name] for name in written if name not in RENEWED)
        tickets, size = again["tickets"].rows, (hall / FILE).stat().st_size / (1 << 20)
    million = (out + into) / 60 * MILLION / tickets
    return [
        plain("tickets in the backup", tickets, ""),
        plain("rows in it", made["rows"], ""),
        plain("size of the database", size, "MiB"),
        plain("size of the backup", made["bytes"] / (1 << 20), "MiB"),
        plain("backup", out, "s", absolute=True),
        plain("restore, every row compared", into, "s", absolute=True),
        at_most("both, for a million tickets", million, "min", MINUTES, absolute=True),
        at_most("rows of the backup that are not back", abs(made["rows"] - back["rows"]), "", 0),
        at_most("tables whose rows differ", apart, "", 0),
        plain("a ticket, nothing beside: p99", percentile(quiet.waits, 0.99) * 1000, "ms", absolute=True),
        at_most("a ticket while it is made: p99", percentile(beside.waits, 0.99) * 1000, "ms", 250, absolute=True),
        at_most("a ticket while it is made: worst", max(beside.waits, default=0) * 1000, "ms", 2000, absolute=True),
    ]


def _timed(*words: str) -> tuple[dict[str, Any], float]:
    """Run `banshi` with `words` as a program of its own; return what it said and the seconds it took."""
    began = time.perf_counter()
    # Our own program, and nothing that anybody typed.
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-P", "-m", "banshi", *words], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return msgspec.json.decode(done.stdout), time.perf_counter() - began


def _written(file: Path) -> dict[str, TableSum]:
    """Return what the backup `file` says of its tables."""
    with open_archive(file, None) as archive:
        for _ in archive.parts():
            pass
        return archive.sums.tables if archive.sums is not None else {}


def _sums(data: Path, beside: Path) -> dict[str, TableSum]:
    with source_of(Origin(data, None, {}), beside) as source:
        return {table.name: sum_of(source.rows(table)) for table in source.tables}
