"""Run the mutants of some rooms: `python -m tests.mutation.run [ROOM...] [--every N] [--modules WORD] [--out FOLDER]`.

For each module a table of mutants made and noticed, as JSON and Markdown; every mutant that nobody noticed is listed
with its line. `--every 3` takes each third mutant, always the same ones, and the table says so.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from tests.mutation.children import Changed, Job, load_libraries, pytest_main, run_all
from tests.mutation.mutator import Mutant, mutants_of
from tests.mutation.rooms import ROOMS, ROOT, Room
from tests.mutation.sharing import Template, sharing
from tests.mutation.watching import Seen, Watch

AT_ONCE = 2
GOAL = 0.85
MOST_SECONDS = 8.0
"""The quickest tests of a mutant's line, so many seconds of them, are asked, and as many of the module's own ones.

A mutant that they let live is unnoticed."""
UNNOTICED = (0, 5)
"""Exit codes of pytest: all well, and no test there."""


class Survivor(msgspec.Struct, frozen=True):
    """A mutant that no test noticed; `tests` is how many looked."""

    line: int
    what: str
    tests: int


class Tally(msgspec.Struct):
    """What became of the mutants of one module."""

    module: str
    mutants: int = 0
    killed: int = 0
    survivors: list[Survivor] = []

    @property
    def score(self) -> float:
        """Return the share that was noticed; 1 where there was nothing to notice."""
        return self.killed / self.mutants if self.mutants else 1.0


def main(arguments: Sequence[str]) -> int:
    """Run what `arguments` say; return 1 when a room's score is under the goal."""
    asked = _asked(arguments)
    os.chdir(ROOT)
    os.nice(10)
    load_libraries()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="banshi-mutants-") as folder:
        place = Path(folder)
        tallies = {name: _room(ROOMS[name], asked, place) for name in asked.rooms}
    text = as_text(tallies, asked.every, time.monotonic() - began)
    asked.out.mkdir(parents=True, exist_ok=True)
    (asked.out / "mutants.md").write_text(text, encoding="utf-8")
    (asked.out / "mutants.json").write_text(json.dumps(msgspec.to_builtins(tallies), indent=1), encoding="utf-8")
    sys.stdout.write(text)
    return 0 if all(score_of(each) >= GOAL for each in tallies.values()) else 1


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation.run", description=__doc__)
    parser.add_argument("rooms", nargs="*", choices=[*ROOMS, []], help="of which rooms; all when none is named")
    parser.add_argument("--every", type=int, default=1, help="take each N-th mutant")
    parser.add_argument("--modules", default="", help="only modules whose path holds this")
    parser.add_argument("--at-once", type=int, default=AT_ONCE, help="children at a time")
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "mutants")
    asked = parser.parse_args(arguments)
    asked.rooms = asked.rooms or list(ROOMS)
    return asked


def _room(room: Room, asked: argparse.Namespace, place: Path) -> list[Tally]:
    modules = [each for each in room.modules() if asked.modules in str(each)]
    with Template(place) as template:
        seen = _watched(room, modules, place, template)
        jobs: list[Job] = []
        of_job: dict[int, tuple[Path, Mutant]] = {}
        tallies = {module: Tally(str(module)) for module in modules}
        for module, mutant in _chosen(modules, asked.every):
            tests = seen.tests_of(str(module), mutant.line, mutant.last, MOST_SECONDS)
            tallies[module].mutants += 1
            if not tests:
                tallies[module].survivors.append(Survivor(mutant.line, mutant.what, 0))
                continue
            seconds = sum(seen.seconds[test] for test in tests)
            job = Job(Changed(ROOT / module, mutant.tree), tests, seconds)
            of_job[id(job)] = module, mutant
            jobs.append(job)

        def child(job: Job) -> int:
            assert job.changed is not None
            with sharing(template, job.changed.file) as plugin:
                return pytest_main(job.tests, [plugin])

        for done, ended in enumerate(run_all(jobs, asked.at_once, child), 1):
            module, mutant = of_job[id(ended.job)]
            if ended.code in UNNOTICED:
                tallies[module].survivors.append(Survivor(mutant.line, mutant.what, len(ended.job.tests)))
                sys.stderr.write(f"{module}:{mutant.line} {mutant.what}: nobody noticed\n")
            else:
                tallies[module].killed += 1
            if done % 25 == 0:
                killed = sum(each.killed for each in tallies.values())
                sys.stderr.write(f"{room.folder}: {done} of {len(jobs)}, {killed} noticed\n")
    for tally in tallies.values():
        tally.survivors.sort(key=lambda each: (each.line, each.what))
    return list(tallies.values())


def _chosen(modules: Sequence[Path], every: int) -> Iterator[tuple[Path, Mutant]]:
    number = 0
    for module in modules:
        for mutant in mutants_of((ROOT / module).read_text(encoding="utf-8")):
            if number % every == 0:
                yield module, mutant
            number += 1


def _watched(room: Room, modules: Sequence[Path], place: Path, template: Template) -> Seen:
    told = place / "seen.json"
    told.unlink(missing_ok=True)

    def child(job: Job) -> int:
        with sharing(template, None) as plugin:
            return pytest_main(job.tests, [plugin, Watch(list(modules), told)], "--maxfail=1000")

    log = place / "log"
    (ended,) = run_all([Job(None, room.tests, 600)], 1, child, str(log))
    seen = (
        msgspec.convert(json.loads(told.read_text(encoding="utf-8")), Seen, strict=False) if told.exists() else Seen()
    )
    # A run in which nothing ran would say of every mutant that nobody noticed.
    if not seen.seconds:
        raise SystemExit(
            f"the tests of {room.folder} ended with {ended.code}:\n{log.read_text(encoding='utf-8')[-3000:]}"
        )
    if seen.failed:
        raise SystemExit(f"these fail without a mutant: {', '.join(seen.failed)}")
    return seen


def score_of(tallies: Sequence[Tally]) -> float:
    """Return the share of all mutants of a room that was noticed."""
    return sum(each.killed for each in tallies) / max(sum(each.mutants for each in tallies), 1)


def as_text(tallies: dict[str, list[Tally]], every: int, seconds: float) -> str:
    """Return the table as Markdown, and after it every mutant that lives."""
    sample = "every mutant" if every == 1 else f"a sample: each {every}-th mutant"
    lines = [f"# Mutants ({sample}, {seconds / 60:.0f} minutes)", ""]
    lines += ["| module | mutants | killed | survived | score |", "|---|---:|---:|---:|---:|"]
    for room, of_room in tallies.items():
        for each in of_room:
            lines.append(_row(each.module, each.mutants, each.killed))
        lines.append(_row(f"**{room}**", sum(t.mutants for t in of_room), sum(t.killed for t in of_room)))
    lines += ["", "## Unnoticed", ""]
    for of_room in tallies.values():
        for each in of_room:
            lines += [f"* {each.module}:{one.line} {one.what} ({one.tests} tests looked)" for one in each.survivors]
    return "\n".join(lines) + "\n"


def _row(name: str, mutants: int, killed: int) -> str:
    share = f"{killed / mutants:.0%}" if mutants else "-"
    return f"| {name} | {mutants} | {killed} | {mutants - killed} | {share} |"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
