"""The whole proof of a pack, in the order in which one part builds on another. Pure."""

from datetime import date

import msgspec

from config.pack import Pack
from server.rules.guidance.judge.book import open_book
from server.rules.guidance.prove.alike import check_alike
from server.rules.guidance.prove.cases import check_cases
from server.rules.guidance.prove.dates import check_dates
from server.rules.guidance.prove.elements import check_elements
from server.rules.guidance.prove.finding import Finding
from server.rules.guidance.prove.hotline import check_hotline
from server.rules.guidance.prove.numbers import check_numbers
from server.rules.guidance.prove.overlooked import check_overlooked
from server.rules.guidance.prove.proof import Proof, prove, proved_findings
from server.rules.guidance.prove.reach import check_coverage, check_truths, check_use
from server.rules.guidance.prove.references import check_order, check_references
from server.rules.guidance.prove.space import space_of
from server.rules.guidance.prove.texts import check_texts
from server.rules.guidance.prove.twice import check_twice


class Checked(msgspec.Struct, frozen=True):
    """All findings, and what was proved; nothing is proved while references or dates are wrong."""

    findings: tuple[Finding, ...]
    proofs: tuple[Proof, ...]

    @property
    def clean(self) -> bool:
        """Return whether the pack may be published: warnings do not count."""
        return not any(finding.level == "error" for finding in self.findings)

    @property
    def combinations(self) -> int:
        """Return how many combinations of answers were proved."""
        return sum(proof.combinations for proof in self.proofs)


def check(pack: Pack, today: date) -> Checked:
    """Return every finding of `pack` on the day `today`, and what was proved."""
    found = [*check_references(pack)]
    if not found:
        found += check_order(pack)
    if found:
        return Checked(tuple(found), ())
    book = open_book(pack)
    found += [*check_use(pack), *check_elements(pack), *check_texts(pack), *check_dates(pack, today)]
    if any(finding.code == "date_wrong" for finding in found):
        return Checked(tuple(found), ())
    found += [*check_overlooked(pack), *check_alike(pack), *check_twice(pack), *check_numbers(pack)]
    space = space_of(book, today)
    found += [*check_truths(space), *check_coverage(space)]
    proofs = prove(space)
    found += proved_findings(space, proofs)
    found += [*check_cases(book), *check_hotline(pack)]
    return Checked(tuple(found), proofs)
