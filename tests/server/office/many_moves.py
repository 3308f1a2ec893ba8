"""A million moves of a hall, by seeds: `python -m tests.server.office.many_moves` says of each how it ended.

Each seed is a few days of some hundred moves. So many processes as there are cores try one after the other; a seed
whose days break an invariant is kept in `failed_seeds.txt`, which is tried at every run of the tests.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Final, NamedTuple

from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from server.store.opening import open_store
from server.store.seeding import seed as fill
from tests.server.at_once import at_once
from tests.server.conftest import MORNING
from tests.server.office.busy_hall import busy_city
from tests.server.office.whole_hall import WholeHall

MILLION: Final = 1_000_000
RULES: Final = 60
"""So many rules a day, which do a move or several."""
DAYS: Final = 10
"""The days of one seed."""
FAILED: Final = Path(__file__).with_name("failed_seeds.txt")


class Tried(NamedTuple):
    """What became of a seed: how many moves were done, and what did not hold."""

    seed: int
    moves: int
    wrong: str | None


@contextmanager
def machine(place: Path) -> Iterator[type[WholeHall]]:
    """Give the machine over one SQLite store, which every day clears."""
    store = at_once(open_store(place, create=True))
    fill(store, busy_city(), MORNING)
    try:
        yield type("EveryMove", (WholeHall,), {"store": store})
    finally:
        store.close()


def run(hall: type[WholeHall], days: int, of_seed: int | None = None) -> None:
    """Do `days` days, the same ones for the same `of_seed`; raises what an invariant that does not hold raises."""
    tried = hall if of_seed is None else seed(of_seed)(hall)
    rules = settings(
        max_examples=days, stateful_step_count=RULES, suppress_health_check=list(HealthCheck), deadline=None
    )
    kept = rules if of_seed is None else settings(rules, database=None)
    run_state_machine_as_test(tried, settings=settings(kept, print_blob=True))


def failed_seeds() -> list[int]:
    """Return the seeds that once broke an invariant."""
    lines = FAILED.read_text(encoding="utf-8").splitlines() if FAILED.exists() else []
    return [int(line.split()[0]) for line in lines if line.strip() and not line.startswith("#")]


def tried(of_seed: int) -> Tried:
    """Do the days of a seed in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="banshi-moves-") as place, machine(Path(place) / "data") as hall:
        try:
            run(hall, DAYS, of_seed)
        except Exception as error:
            return Tried(of_seed, hall.moves, f"{type(error).__name__}: {error}")
        return Tried(of_seed, hall.moves, None)


def many(moves: int, processes: int, first: int) -> list[Tried]:
    """Do `moves` moves over `processes` processes, by the seeds from `first` on; say and return how each ended."""
    done: list[Tried] = []
    following, begun = first, time.monotonic()
    # Forked from a process that has begun nothing: a machine has threads and databases of its own.
    with ProcessPoolExecutor(processes, get_context("spawn"), initializer=_kindly) as pool:
        working: set[Future[Tried]] = set()
        while working or sum(each.moves for each in done) < moves:
            while len(working) < processes and sum(each.moves for each in done) < moves:
                working.add(pool.submit(tried, following))
                following += 1
            ended, working = wait(working, return_when=FIRST_COMPLETED)
            for each in ended:
                done.append(each.result())
                _say(done, begun)
    return done


def _kindly() -> None:
    os.nice(5)


def _say(done: Sequence[Tried], begun: float) -> None:
    last, moves = done[-1], sum(each.moves for each in done)
    a_minute = moves / (time.monotonic() - begun) * 60
    sys.stdout.write(f"seed {last.seed}: {last.wrong or 'all holds'}; {moves:,} moves, {a_minute:,.0f} a minute\n")
    sys.stdout.flush()
    if last.wrong is not None:
        with FAILED.open("a", encoding="utf-8") as kept:
            kept.write(f"{last.seed}\n")


def main() -> int:
    """Do many moves; return 1 where an invariant did not hold."""
    asked = argparse.ArgumentParser(prog="python -m tests.server.office.many_moves", description=__doc__)
    asked.add_argument("--moves", type=int, default=MILLION)
    asked.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    asked.add_argument("--seed", type=int, default=None, help="the first one; any by itself")
    given = asked.parse_args()
    first = random.SystemRandom().randrange(10**9) if given.seed is None else given.seed
    done = many(given.moves, given.processes, first)
    wrong = [each for each in done if each.wrong is not None]
    sys.stdout.write(f"{sum(each.moves for each in done):,} moves of {len(done)} seeds, {len(wrong)} of them wrong\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
