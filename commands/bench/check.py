"""`banshi bench check`: the whole proof of the shipped pack, and of a made-up one as wide as a whole city."""

import resource
import time
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec.structs import replace

from commands.bench.many_lists import many_lists
from commands.bench.report import Figure, Noise, at_least, at_most, plain
from commands.proving import Keeping, check_kept
from config.pack_file import shipped_pack
from server.rules.guidance.prove.check import check
from server.rules.guidance.prove.mutants import mutation_score

DAY = date(2026, 11, 24)
WIDTHS = (12, 40, 118)
"""Checklists of 10 items and 8 facts each; the city whose system this follows has as many as the last."""
SAMPLE = 10
"""One of so many mutants is tried: all of them take minutes, and a comparison of two checkouts six times as long."""


def measure(_: float, noise: Noise) -> list[Figure]:
    """Return the figures; takes as long as the proof."""
    began = time.process_time()
    pack = shipped_pack("dongjiang")
    read = time.process_time() - began
    noise.sample()
    began = time.process_time()
    checked = check(pack, DAY)
    taken = time.process_time() - began
    noise.sample()
    wide = [_widened(lists, noise) for lists in WIDTHS]
    began = time.process_time()
    score = mutation_score(pack, DAY, SAMPLE)
    mutated = time.process_time() - began
    exhaustive = sum(proof.exhaustive for proof in checked.proofs)
    return [
        plain("read", read, "s CPU"),
        at_most("check", taken, "s CPU", 20),
        at_least("combinations proved", checked.combinations, "", 1),
        plain("answers put in", sum(proof.answers for proof in checked.proofs), ""),
        plain("checklists proved whole", exhaustive, ""),
        plain("checklists", len(checked.proofs), ""),
        at_most("errors", sum(finding.level == "error" for finding in checked.findings), "", 0),
        *(figure for each in wide for figure in each),
        plain("mutants", len(score.mutants), ""),
        plain("mutants proved the same", score.same, ""),
        plain("mutants noticed", score.share, "ratio"),
        plain("mutation time", mutated, "s CPU"),
    ]


def _widened(lists: int, noise: Noise) -> list[Figure]:
    """Return what the check of so many checklists takes in two processes, and again when nothing has changed."""
    pack = many_lists(lists, 10, 8)
    with TemporaryDirectory() as folder:
        keeping = Keeping(Path(folder))
        began, spent = time.perf_counter(), _spent()
        made = check_kept(pack, DAY, keeping)
        taken, spent = time.perf_counter() - began, _spent() - spent
        noise.sample()
        began = time.perf_counter()
        check_kept(pack, DAY, keeping)
        again = time.perf_counter() - began
        changed = replace(pack, items=(replace(pack.items[0], fee=7), *pack.items[1:]))
        before = _spent()
        check_kept(changed, DAY, keeping)
        one = _spent() - before
    noise.sample()
    memory = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    of = f"check of {lists} checklists"
    return [
        at_most(of, spent, "s CPU of all processes", 60),
        plain(f"{of}, on the wall", taken, "s"),
        at_most(f"{of}, nothing changed", again, "s", 2),
        plain(f"{of}, one item changed", one, "s CPU"),
        at_most(f"{of}, memory of two processes at most", memory, "MiB", 500),
        at_least(f"{of}, proved whole", sum(proof.exhaustive for proof in made.proofs), "", lists),
    ]


def _spent() -> float:
    """Return the CPU seconds of this process and of those that it ended."""
    times = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in times)
