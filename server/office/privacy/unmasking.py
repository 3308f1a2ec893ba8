"""Who looked at the whole of what is shown cut short, and why: recorded before it is shown."""

import msgspec

from server.office.audit.chain import Changed, record
from server.office.people.accounts import By
from server.rules.privacy.masking import masked
from server.store.unit_of_work import UnitOfWork


def record_unmasked(uow: UnitOfWork, kind: str, about: str, center: str, why: str, by: By, now: int) -> None:
    """Record at `now` (ms) that `by` looks at the thing `about` of a `kind`, at a center, because of `why`."""
    told = msgspec.json.encode(masked(why)).decode()
    record(uow, Changed(now, by.person, by.name, "unmasked", f"{kind} {about}", center, "done", by.place, after=told))
