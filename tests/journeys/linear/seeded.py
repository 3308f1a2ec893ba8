"""Every seeded fault of concurrency, tried: `python -m tests.journeys.linear.seeded [NAME ...]` writes the table.

A hall with the fault in it makes histories until one of them could not have happened one after the other.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Final, NamedTuple

from tests.journeys.linear.faults import FAULTS, Fault
from tests.journeys.linear.scene import Scene, kept_when_told, scene
from tests.postgresql import Postgresql

MOST: Final = 16
"""So many histories are made at most."""


class Seen(NamedTuple):
    """After how many histories a fault was seen (0: never), by what, and what the search says without the journal."""

    fault: Fault
    histories: int
    by: str
    alone: str


def tried(fault: Fault, place: Path, server: Postgresql | None, most: int = MOST, *, alone: bool = True) -> Seen:
    """Make histories with a fault in the hall until one shows it; with `alone` search that one without the journal."""
    if server is None:
        with scene(place, None, most, 1, fault.edits) as hall:
            return _seen(fault, hall, [], most, alone=alone)
    name = server.create()
    url = server.url(name)
    kept = nullcontext() if fault.unsafe else kept_when_told(url)
    with kept, scene(place, url, most, 2, fault.edits) as hall:
        disturb: dict[str, list[Callable[[], None]]] = {
            "kill": [hall.killed, lambda: hall.killed(1)],
            "database": [server.again],
        }
        seen = _seen(fault, hall, disturb.get(fault.disturb, []), most, alone=alone)
    server.drop(name)
    return seen


def _seen(fault: Fault, hall: Scene, disturb: Sequence[Callable[[], None]], most: int, *, alone: bool) -> Seen:
    for number in range(most):
        made = hall.history(number, disturb)
        verdict = made.by_the_journal()
        if verdict.outcome != "not linearizable":
            continue
        codes = {op.answer.seen[1] for op in made.operations if op.known and op.answer.seen[0] == "refused"}
        by = "an answer that no hall gives (internal)" if "internal" in codes else verdict.outcome
        return Seen(fault, number + 1, by, made.by_search().outcome if alone else "")
    return Seen(fault, 0, "", "")


def as_text(found: Sequence[Seen]) -> str:
    """Return the table of faults and what saw them, as Markdown."""
    lines = ["| fault | where | histories | by the journal | without it |", "|---|---|---|---|---|"]
    for each in found:
        where = "PostgreSQL" if each.fault.database == "postgresql" else "SQLite"
        histories = str(each.histories) if each.histories else "not seen"
        lines.append(f"| {each.fault.name} | {where} | {histories} | {each.by} | {each.alone} |")
    return "\n".join(lines) + "\n"


def main(names: Sequence[str]) -> int:
    """Try the faults whose names hold one of `names` (all without any); return 1 when one is not seen."""
    os.nice(10)
    chosen = [fault for fault in FAULTS if not names or any(name in fault.name for name in names)]
    place = Path(tempfile.mkdtemp(prefix="banshi-seeded-"))
    server = None
    found = []
    try:
        if any(fault.database == "postgresql" for fault in chosen):
            (place / "postgresql").mkdir()
            place.chmod(0o755)
            server = Postgresql(place / "postgresql")
            server.start()
        for number, fault in enumerate(chosen):
            room = place / str(number)
            room.mkdir()
            found.append(tried(fault, room, server if fault.database == "postgresql" else None))
            sys.stderr.write(f"{found[-1].fault.name}: {found[-1].histories} {found[-1].by} {found[-1].alone}\n")
    finally:
        if server is not None:
            server.stop()
        shutil.rmtree(place, ignore_errors=True)
    sys.stdout.write(as_text(found))
    return 0 if all(each.histories for each in found) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
