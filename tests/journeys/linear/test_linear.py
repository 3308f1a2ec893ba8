"""Histories of a hall at work, with servers killed and databases begun anew: each could have happened in some order."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.journeys.hall_server import together
from tests.journeys.linear.checker import Verdict
from tests.journeys.linear.history import Made, explained
from tests.journeys.linear.scene import Scene, kept_when_told, scene
from tests.postgresql import Postgresql

MANY = 60
"""What each of the sixteen clients does in a history that the journal alone explains."""
BATCHES = 10
"""So many cities on each database, of ten histories each."""


def must_be_linearizable(made: Made) -> None:
    """Prove a history by the journal, and by the search for any order at all."""
    verdict = made.by_search(must_follow_the_journal(made))
    assert verdict, str(verdict)


def must_follow_the_journal(made: Made) -> Verdict:
    """Prove that the order of the journal explains every answer, and return it."""
    verdict = made.by_the_journal()
    assert verdict, explained(verdict, made.operations)
    assert sum(op.known and op.answer.seen[0] != "refused" for op in made.operations) > len(made.operations) / 3
    return verdict


@pytest.mark.slow
def test_histories_on_the_embedded_database(tmp_path: Path) -> None:
    with scene(tmp_path, None, 6) as hall:
        for number in range(4):
            must_be_linearizable(hall.history(number, [hall.killed]))
        # Centers share nothing: what happens in two of them at once is explained for each by itself.
        at_once: list[Made] = []
        together(
            [lambda: at_once.append(hall.history(4, [hall.killed])), lambda: at_once.append(hall.history(5))],
        )
        for made in at_once:
            must_be_linearizable(made)


@pytest.mark.slow
@pytest.mark.postgres
def test_histories_on_two_processes(tmp_path: Path, postgres_url: str, postgresql: Postgresql) -> None:
    with kept_when_told(postgres_url), scene(tmp_path, postgres_url, 4, 2) as hall:
        for number, disturbance in enumerate(disturbances(hall, postgresql)):
            must_be_linearizable(hall.history(number, [disturbance]))


@pytest.mark.long
@pytest.mark.parametrize("batch", range(BATCHES))
def test_many_histories_on_the_embedded_database(tmp_path: Path, batch: int) -> None:
    with scene(tmp_path, None, 10) as hall:
        for number in range(10):
            many(hall, number, [hall.killed] * (1 + (batch + number) % 3))


@pytest.mark.long
@pytest.mark.postgres
@pytest.mark.parametrize("batch", range(BATCHES))
def test_many_histories_on_two_processes(tmp_path: Path, postgres_url: str, postgresql: Postgresql, batch: int) -> None:
    with kept_when_told(postgres_url), scene(tmp_path, postgres_url, 10, 2) as hall:
        all_of_them = disturbances(hall, postgresql)
        for number in range(10):
            many(hall, number, [all_of_them[(batch + number + step) % 4] for step in range(1 + number % 3)])


def many(hall: Scene, number: int, disturb: Sequence[Callable[[], None]]) -> None:
    """Prove a history: every other one is long, and its order that of the journal."""
    if number % 2:
        must_be_linearizable(hall.history(number, disturb))
    else:
        must_follow_the_journal(hall.history(number, disturb, MANY))


def disturbances(hall: Scene, postgresql: Postgresql) -> list[Callable[[], None]]:
    """Return what befalls two processes: one is killed, or the database comes to a sudden end and begins anew."""

    return [hall.killed, postgresql.again, lambda: hall.killed(1), postgresql.again]
