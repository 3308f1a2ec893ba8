"""The guidance that comes with Banshi: it was checked, reviewed and proved when it was made."""

from datetime import date

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from config.edition import Guidance
from server.office.releases.keys import key_in_use, use_key
from server.office.releases.prepare import (
    check_release,
    review_release,
    submit_release,
    with_halls_table,
)
from server.office.releases.publish import Passed, publish_release
from server.store.unit_of_work import UnitOfWork
from server.wire.signed_release import public_key

NOTE = "shipped with Banshi"


def publish_shipped(uow: UnitOfWork, guidance: Guidance, key: Ed25519PrivateKey, now: int) -> str:
    """Publish `guidance` as a city's first release at `now` (ms), signed with `key`; return its id."""
    if key_in_use(uow) != public_key(key):
        use_key(uow, public_key(key), now)
    release = submit_release(uow, with_halls_table(uow, guidance), "Banshi: authors", now, NOTE)
    departments = [each.id for each in guidance.pack.authorities] or [""]
    check_release(uow, release, "Banshi: departments", departments, now, NOTE)
    review_release(uow, release, "Banshi: reviewers", now, NOTE)
    publish_release(uow, Passed(release, date.min), "Banshi: seed", key, now, note=NOTE)
    return release
