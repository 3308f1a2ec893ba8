"""Every move of a hall, in any order, on the real office: what must hold does so after each of them.

A failing run prints its moves and a blob: a test with `@reproduce_failure` keeps it.
"""

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.office.invariants import INVARIANTS
from tests.server.office.many_moves import MILLION, failed_seeds, machine, many, run, tried
from tests.server.office.walking import walk, walk_on
from tests.server.office.whole_hall import WholeHall
from tests.tries import tries

DAYS, FEW_DAYS, FEWER_DAYS = 115, 36, 12
"""Days of 10,000 moves, and of 2,000 for a seeded fault."""


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[type[WholeHall]]:
    """Return the machine over one SQLite store, which every run clears."""
    with machine(tmp_path_factory.mktemp("moves")) as made:
        yield made


@pytest.mark.slow
def test_ten_thousand_moves_keep_every_invariant(hall: type[WholeHall]) -> None:
    before = hall.moves
    run(hall, tries(2 * DAYS))
    assert hall.moves - before >= tries(20_000)


@pytest.mark.long
def test_a_million_moves_keep_every_invariant() -> None:
    done = many(MILLION, os.cpu_count() or 1, random.SystemRandom().randrange(10**9))
    assert [each for each in done if each.wrong is not None] == []


def test_seeds_that_failed_once_keep_every_invariant() -> None:
    assert [each for each in map(tried, failed_seeds()) if each.wrong is not None] == []


def test_the_same_few_moves_keep_every_invariant(hall: type[WholeHall]) -> None:
    """The same at every run: what the seeded faults are tried with."""
    for day in range(FEW_DAYS):
        walk(hall(), random.Random(day), 50)


def test_the_same_few_moves_of_rights_and_help_keep_every_invariant(hall: type[WholeHall]) -> None:
    for day in range(FEWER_DAYS):
        walk_on(hall(), random.Random(day), 50)


def test_there_are_forty_of_them_and_more_and_the_page_names_each() -> None:
    page = (Path(__file__).parents[3] / "docs/proof.md").read_text(encoding="utf-8")
    listed = page.partition("<!-- invariants -->")[2].partition("<!-- end of invariants -->")[0]
    assert [line.removeprefix("- ") for line in listed.split("\n") if line] == list(INVARIANTS)
    assert len(INVARIANTS) >= 40
