"""The proof of record and journals: all rows chained, every fact under its seal, every kept head in its place."""

import msgspec

from server.office.audit.chain import Broken, Head, Verifying, head
from server.office.audit.journal_seals import JournalProof, prove_journal
from server.office.audit.kept_heads import Kept
from server.store.store import Store


class Proof(msgspec.Struct, frozen=True):
    """What was looked at, and where it does not hold; `broken` None is the whole record as it was written.

    `rows` were looked at, `heads` kept elsewhere compared; `head` is how far the record was at the end. Of rows up to
    `begins` all that is left is the hash of the last: they were old, and thrown away.
    """

    rows: int
    heads: int
    head: Head
    broken: Broken | None
    journal: JournalProof = JournalProof(0)
    begins: int = 0

    @property
    def holds(self) -> bool:
        """Tell whether all is as it was written."""
        return self.broken is None and self.journal.broken is None


def prove(store: Store, kept: Kept | None = None) -> Proof:
    """Walk the whole record, a portion at a time: a million rows take about 25 seconds, and hold nobody up."""
    of_centers = dict(kept or {})
    of_record = of_centers.pop("", [])
    walking = Verifying(of_record)
    while store.read(walking.more):
        pass
    compared = sum(each.seq >= walking.begins for each in of_record) + sum(map(len, of_centers.values()))
    journal = prove_journal(store, of_centers)
    return Proof(walking.looked, compared, store.read(head), walking.broken, journal, walking.begins)
