"""The whole proof of a pack, in the order in which one part builds on another. Pure."""

from datetime import date

import msgspec

from config.pack import Pack
from server.rules.index import index
from server.rules.lint.cases import check_cases
from server.rules.lint.dates import check_dates
from server.rules.lint.elements import check_elements
from server.rules.lint.finding import Finding
from server.rules.lint.proof import Proof, prove, proved_findings
from server.rules.lint.reach import check_coverage, check_truths, check_use
from server.rules.lint.references import check_order, check_references
from server.rules.lint.space import space_of
from server.rules.lint.texts import check_texts
from server.rules.search.hotline import check_hotline


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
    book = index(pack)
    found += [*check_use(pack), *check_elements(pack), *check_texts(pack), *check_dates(pack, today)]
    if any(finding.code == "date_wrong" for finding in found):
        return Checked(tuple(found), ())
    space = space_of(book, today)
    found += [*check_truths(space), *check_coverage(space)]
    proofs = prove(space)
    found += proved_findings(space, proofs)
    found += [*check_cases(book), *check_hotline(pack)]
    return Checked(tuple(found), proofs)
