"""The whole proof of a pack, in the order in which one part builds on another. Pure."""

from collections.abc import Callable
from datetime import date

import msgspec

from config.pack import Pack
from server.rules.guidance.judge.book import open_book
from server.rules.guidance.prove.alike import check_alike
from server.rules.guidance.prove.cases import check_cases
from server.rules.guidance.prove.contradictions import check_contradictions
from server.rules.guidance.prove.dates import check_dates
from server.rules.guidance.prove.diagram import Walker
from server.rules.guidance.prove.elements import check_elements
from server.rules.guidance.prove.finding import Finding
from server.rules.guidance.prove.hotline import check_hotline
from server.rules.guidance.prove.hours import check_hours
from server.rules.guidance.prove.numbers import check_numbers
from server.rules.guidance.prove.overlooked import check_overlooked
from server.rules.guidance.prove.proof import Proof, prove, proved_findings, way_findings
from server.rules.guidance.prove.reach import check_coverage, check_truths, check_use
from server.rules.guidance.prove.reading import check_reading
from server.rules.guidance.prove.references import check_order, check_references
from server.rules.guidance.prove.sayings import check_sayings
from server.rules.guidance.prove.space import Space, space_of
from server.rules.guidance.prove.texts import check_texts
from server.rules.guidance.prove.thinking import check_thinking
from server.rules.guidance.prove.together import PairProof, prove_together, together_findings
from server.rules.guidance.prove.twice import check_twice
from server.rules.guidance.prove.units import check_units
from server.rules.guidance.prove.year import check_year

HOURS_WRONG = ("hours_wrong", "hours_dayless")


class Checked(msgspec.Struct, frozen=True):
    """All findings, and what was proved; nothing is proved while references or dates are wrong."""

    findings: tuple[Finding, ...]
    proofs: tuple[Proof, ...]
    pairs: tuple[PairProof, ...] = ()

    @property
    def clean(self) -> bool:
        """Return whether the pack may be published: warnings do not count."""
        return not any(finding.level == "error" for finding in self.findings)

    @property
    def combinations(self) -> int:
        """Return how many combinations of answers were proved."""
        return sum(proof.combinations for proof in self.proofs)


def check(
    pack: Pack,
    today: date,
    proving: Callable[[Space], tuple[Proof, ...]] = prove,
    pairing: Callable[[Space], tuple[PairProof, ...]] = prove_together,
) -> Checked:
    """Return every finding of `pack` on the day `today`, what `proving` proved, and `pairing` of two lists at once."""
    found, provable = check_written(pack, today)
    if not provable:
        return Checked(found, ())
    book = open_book(pack)
    space = space_of(book, today)
    walker = Walker(space)
    found = (*found, *check_truths(walker), *check_coverage(walker))
    proofs = proving(space)
    found += (*proved_findings(space, proofs), *way_findings(proofs), *check_thinking(book))
    possible = {
        proof.checklist: {each.item for each in proof.items if {"can", "unknown"} & {*each.states}} for proof in proofs
    }
    pairs = pairing(space)
    found += (*together_findings(pairs, possible), *check_year(space, possible))
    found += (*check_cases(book), *check_hotline(pack))
    return Checked(found, proofs, pairs)


def check_written(pack: Pack, today: date) -> tuple[tuple[Finding, ...], bool]:
    """Return what is found on the day `today` by reading alone, within a second, and whether there is more to prove."""
    found = [*check_references(pack)]
    if not found:
        found += check_order(pack)
    if found:
        return tuple(found), False
    found += [
        *check_use(pack),
        *check_elements(pack),
        *check_texts(pack),
        *check_reading(pack),
        *check_dates(pack, today),
        *check_hours(pack),
    ]
    if any(finding.code in ("date_wrong", *HOURS_WRONG) for finding in found):
        return tuple(found), False
    found += [*check_overlooked(pack), *check_alike(pack), *check_twice(pack), *check_numbers(pack), *check_units(pack)]
    found += [*check_sayings(pack), *check_contradictions(pack)]
    return tuple(found), True
