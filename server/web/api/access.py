"""A page's one-time code becomes its token."""

from server.office.access.redeem import redeem_access
from server.store.store import Store
from server.store.unit_of_work import CITY
from server.wire.access import AccessAnswer


def redeem(store: Store, code: str, now: int, live: str) -> AccessAnswer:
    """Use `code`; raises `Refusal` token_unknown when it is unknown, used or too old."""
    access = store.write(CITY, lambda uow: redeem_access(uow, code, now))
    return AccessAnswer(access.token, access.scope, access.center, access.counter, live)
