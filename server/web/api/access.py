"""A page's one-time code becomes its token."""

import msgspec

from server.office.access.redeem import redeem_access
from server.store.store import Store
from server.store.unit_of_work import CITY


class RedeemCode(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of `POST /access`."""

    code: str


class AccessAnswer(msgspec.Struct, frozen=True):
    """A token told once, what it opens, and where the live socket is."""

    token: str
    scope: str
    center: str | None
    counter: str | None
    live: str


def redeem(store: Store, code: str, now: int, live: str) -> AccessAnswer:
    """Use `code`; raises `Refusal` token_unknown when it is unknown, used or too old."""
    access = store.write(CITY, lambda uow: redeem_access(uow, code, now))
    return AccessAnswer(access.token, access.scope, access.center, access.counter, live)
