"""The seeded faults of concurrency: each shows in a history, or in the test of a running clock; the page lists them."""

import ast
from pathlib import Path

import pytest

from tests.journeys.linear.faults import ELSEWHERE, FAULTS, Fault
from tests.journeys.linear.forked import ROOT, edited
from tests.journeys.linear.seeded import Seen, as_text, tried
from tests.mutation.faults import FAULTS as OTHERS
from tests.postgresql import Postgresql

NAMED = {fault.name: fault for fault in FAULTS}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_can_be_put_in(fault: Fault) -> None:
    for file in {edit.file for edit in fault.edits}:
        ast.parse(edited(file, fault.edits))


def test_the_page_lists_every_fault() -> None:
    page = (ROOT / "docs/proof.md").read_text(encoding="utf-8")
    listed = page.partition("<!-- faults of concurrency -->")[2].partition("<!-- end of faults -->")[0]
    names = [line.split("|")[1].strip() for line in listed.splitlines() if line.startswith("| ")][1:]
    assert names == [*NAMED, *ELSEWHERE]
    assert set(ELSEWHERE) <= {fault.name for fault in OTHERS}
    assert len(NAMED) == len(FAULTS) >= 12


def test_the_table_says_which_are_not_seen() -> None:
    found = [Seen(FAULTS[0], 3, "not linearizable", "undecided"), Seen(FAULTS[1], 0, "", "")]
    assert as_text(found).splitlines()[2:] == [
        f"| {FAULTS[0].name} | SQLite | 3 | not linearizable | undecided |",
        f"| {FAULTS[1].name} | PostgreSQL | not seen |  |  |",
    ]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["replay without key", "stale cache"])
def test_a_hall_with_a_fault_is_found_out(tmp_path: Path, name: str) -> None:
    """The negative controls of the histories: without them nobody knew whether the checker ever says no."""
    assert tried(NAMED[name], tmp_path, None, alone=False).histories


@pytest.mark.long
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_every_fault_is_found_out(tmp_path: Path, fault: Fault, request: pytest.FixtureRequest) -> None:
    server: Postgresql | None = None
    if fault.database == "postgresql":
        server = request.getfixturevalue("postgresql")
    assert tried(fault, tmp_path, server, alone=False).histories
