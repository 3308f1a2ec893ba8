"""Lets in people who are signed in: by the cookie of their browser, to what their roles allow, by forms of our own.

Each is looked up anew with every request: who is disabled, or loses a role, is out at once.
"""

from collections.abc import Mapping
from contextlib import suppress
from secrets import compare_digest
from typing import Final

from flask import Request
from werkzeug.http import parse_cookie

from server.office.people.sign_ins import SEEN_EVERY_MS, SignedIn, note_seen, signed_in
from server.rules.errors import Refusal
from server.rules.people.passwords import Law
from server.rules.people.roles import may, may_anywhere
from server.store.projection import tree_of
from server.store.store import Store
from server.store.unit_of_work import CITY
from server.web.address import Address

COOKIE: Final = "banshi-person"
SAFE_COOKIE: Final = "__Host-banshi-person"
"""Browsers keep a cookie of this name only when it came encrypted (or from this machine), and for this host alone."""
FORM: Final = "form"
"""The field in which our forms carry what proves that they are ours."""
HEADER: Final = "X-Form"
BY_ITSELF: Final = "X-By-Itself"
"""What a page sends along when it looks again without anybody doing anything: that keeps nobody signed in."""
LOCAL: Final = ("127.0.0.1", "localhost", "[::1]")


def is_safe(asked: Request) -> bool:
    """Tell whether the browser that asks keeps cookies which are for encrypted connections only."""
    host = asked.host
    return asked.is_secure or (host if host.endswith("]") else host.rpartition(":")[0] or host) in LOCAL


def cookie_name(asked: Request) -> str:
    """Return the name of the cookie by which this browser is known."""
    return SAFE_COOKIE if is_safe(asked) else COOKIE


def kept_secret(asked: Request) -> str:
    """Return what the browser keeps of its sign-in, "" when nothing."""
    return parse_cookie(asked.headers.get("Cookie", "")).get(cookie_name(asked), "")


def check_own_page(asked: Request) -> None:
    """Raise `Refusal` form_stale for a form that a page of another site sent."""
    if asked.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise Refusal("form_stale")


class KnownPeople:
    """Who is signed in, and what they may. Safe for threads."""

    def __init__(self, store: Store, law: Law) -> None:
        self._store = store
        self._law = law

    def admit(self, asked: Request, address: Address, places: Mapping[str, str], now: int) -> SignedIn:
        """Return who asks for `address` at `now` (ms).

        Raises `Refusal` sign_in_needed, form_stale, password_due, second_needed, duty_missing, afresh_needed.
        """
        secret = kept_secret(asked)
        if not secret:
            raise Refusal("sign_in_needed")
        who = self._store.read(lambda reading: signed_in(reading, secret, self._law, now))
        if address.method != "GET":
            check_own_page(asked)
            shown = asked.headers.get(HEADER) or asked.form.get(FORM, "")
            if not compare_digest(shown.encode(), who.csrf.encode()):
                raise Refusal("form_stale")
        if who.must and not address.settling:
            raise Refusal("password_due" if who.must == "password" else "second_needed")
        if not self._has_duty(who, address, places):
            raise Refusal("duty_missing")
        if address.afresh and not who.is_afresh(now):
            raise Refusal("afresh_needed")
        if now - who.seen_at >= SEEN_EVERY_MS and BY_ITSELF not in asked.headers:
            # A store that keeps nothing right now must not lock anybody out; the next page is told again.
            with suppress(Refusal):
                self._store.order(CITY, lambda uow: note_seen(uow, who, now))
        return who

    def _has_duty(self, who: SignedIn, address: Address, places: Mapping[str, str]) -> bool:
        if not address.duties:
            return True
        if address.target == "nothing":
            return any(may_anywhere(who.grants, duty) for duty in address.duties)
        center = places["center"] if address.target == "center_below" else None
        tree = self._store.read(tree_of)
        return any(may(who.grants, duty, center, tree) for duty in address.duties)
