"""Who may come in: bearer tokens, their scopes, and the center or counter that each is bound to."""

import time
from typing import Final, Literal

from flask import request

from server.office.access.bearer import Bearer, bearer_of
from server.rules.errors import Refusal
from server.store.secret_hash import secret_hash
from server.store.store import Store

Scope = Literal["kiosk", "counter", "display", "channel"]
STALE_SECONDS: Final = 1.0
"""How long a token may be believed without looking it up again; a revoked one is out after that."""
REMEMBERED: Final = 10_000


class Gate:
    """Looks tokens up, remembering each for a moment; safe for threads, as entries are only replaced."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, tuple[float, Bearer]] = {}

    def bearer(self) -> Bearer:
        """Return who asks; raises `Refusal` token_missing or token_unknown."""
        grant = request.headers.get("Authorization", "")
        kind, _, token = grant.partition(" ")
        if kind.lower() != "bearer" or not token:
            raise Refusal("token_missing")
        name = secret_hash(token)
        now = time.monotonic()
        known = self._known.get(name)
        if known is not None and now - known[0] < STALE_SECONDS:
            return known[1]
        bearer = self._store.read(lambda reading: bearer_of(reading, token))
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        self._known[name] = (now, bearer)
        return bearer


def admit(bearer: Bearer, scopes: tuple[Scope, ...], center: str | None = None, counter: str | None = None) -> None:
    """Let `bearer` through to a center or counter, or raise `Refusal` token_scope."""
    if bearer.scope not in scopes:
        raise Refusal("token_scope")
    if center is not None and bearer.center is not None and bearer.center != center:
        raise Refusal("token_scope")
    if counter is not None and bearer.counter is not None and bearer.counter != counter:
        raise Refusal("token_scope")
