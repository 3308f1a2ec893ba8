"""Faults that once went unnoticed, each with the test that sees it now: `python -m tests.mutation.seeded`.

Each is put into its module, one at a time, and its test must fail; without it all of them pass. Whoever changes such a
module so that the words of a fault are gone writes the fault anew: the list is checked by `test_seeded`.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tests.mutation.children import Changed, Job, load_libraries, pytest_main, run_all
from tests.mutation.faults import FAULTS, Fault
from tests.mutation.rooms import ROOT

AT_ONCE = 2
FAILED = 1
"""What pytest ends with when tests failed; other codes say that they could not be run."""
PATIENCE = 30.0


class Outcome(NamedTuple):
    """What became of one fault: whether its test saw it, and how it ended."""

    fault: Fault
    seen: bool
    told: str


def main(names: Sequence[str]) -> int:
    """Try the faults whose names hold one of `names` (all without any); return 1 when one is not seen."""
    os.chdir(ROOT)
    os.nice(10)
    load_libraries()
    chosen = [fault for fault in FAULTS if not names or any(name in fault.name for name in names)]
    tests = sorted({fault.test for fault in chosen})
    (well,) = run_all([Job(None, tests, 10 * PATIENCE)], 1, _child)
    if well.code != 0:
        raise SystemExit(f"without a fault these do not all pass (pytest ended with {well.code}): {', '.join(tests)}")
    outcomes = _tried(chosen)
    sys.stdout.write(as_text(outcomes))
    return 0 if all(outcome.seen for outcome in outcomes) else 1


def _child(job: Job) -> int:
    return pytest_main(job.tests, (), "-k", "not postgresql")


def _tried(faults: Sequence[Fault]) -> list[Outcome]:
    jobs = {}
    for fault in faults:
        file = ROOT / fault.file
        jobs[fault.name] = Job(Changed(file, changed(fault)), [fault.test], PATIENCE)
    of_job = {id(job): name for name, job in jobs.items()}
    ended = {of_job[id(each.job)]: each.code for each in run_all(list(jobs.values()), AT_ONCE, _child)}
    told = {0: "not seen", FAILED: "seen", None: "seen (its test did not end)"}
    return [
        Outcome(
            fault, ended[fault.name] in (FAILED, None), told.get(ended[fault.name], f"ended with {ended[fault.name]}")
        )
        for fault in faults
    ]


def changed(fault: Fault) -> str:
    """Return the module with the fault in it; raises `SystemExit` when its words are not there exactly once."""
    source = (ROOT / fault.file).read_text(encoding="utf-8")
    if source.count(fault.right) != 1:
        raise SystemExit(f"{fault.name}: {fault.file} says {source.count(fault.right)} times: {fault.right}")
    return source.replace(fault.right, fault.wrong)


def as_text(outcomes: Sequence[Outcome]) -> str:
    """Return the table of faults and the tests that see them, as Markdown."""
    lines = ["| fault | where | test | |", "|---|---|---|---|"]
    lines += [f"| {each.fault.name} | {each.fault.file} | {each.fault.test} | {each.told} |" for each in outcomes]
    seen = sum(each.seen for each in outcomes)
    return "\n".join([*lines, "", f"{seen} of {len(outcomes)} faults are seen."]) + "\n"


def test_of(fault: Fault) -> tuple[Path, str]:
    """Return the file and the name of the test that sees a fault."""
    file, _, name = fault.test.partition("::")
    return ROOT / file, name


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
