"""`banshi bench check`: the whole proof of the shipped pack."""

import time
from datetime import date

from commands.bench.report import Figure, Noise, at_least, at_most, plain
from config.pack_file import shipped_pack
from server.rules.guidance.prove.check import check
from server.rules.guidance.prove.mutants import mutation_score

DAY = date(2026, 11, 24)
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
    began = time.process_time()
    score = mutation_score(pack, DAY, SAMPLE)
    mutated = time.process_time() - began
    exhaustive = sum(proof.exhaustive for proof in checked.proofs)
    return [
        plain("read", read, "s CPU"),
        at_most("check", taken, "s CPU", 20),
        at_least("combinations proved", checked.combinations, "", 1),
        plain("ways walked", sum(proof.ways for proof in checked.proofs), ""),
        plain("checklists proved whole", exhaustive, ""),
        plain("checklists", len(checked.proofs), ""),
        at_most("errors", sum(finding.level == "error" for finding in checked.findings), "", 0),
        plain("mutants", len(score.mutants), ""),
        plain("mutants proved the same", score.same, ""),
        plain("mutants noticed", score.share, "ratio"),
        plain("mutation time", mutated, "s CPU"),
    ]
