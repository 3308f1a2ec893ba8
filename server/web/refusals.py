"""What each route may be refused with: what its declaration brings with it, and what the work behind it says. Pure."""

from collections.abc import Iterator
from typing import Final

from server.rules.errors import CODES, Code
from server.web.address import Permission, Target
from server.web.route import Route, Write

EVERYWHERE: Final[tuple[Code, ...]] = (
    "bad_request",
    "too_slow",
    "body_too_large",
    "head_too_large",
    "internal",
    "busy",
    "store_unavailable",
    "safe_mode",
    "data_replaced",
    "data_damaged",
)
"""What the server itself may say to any request, before and while it is answered."""
SHOWN: Final[dict[Permission, tuple[Code, ...]]] = {
    "token": ("token_missing", "token_unknown", "token_scope"),
    "ticket": ("token_missing", "token_unknown", "token_scope", "secret_unknown"),
    "code": ("token_missing", "token_unknown", "token_scope"),
}
SPOKEN_OF: Final[dict[Target, tuple[Code, ...]]] = {
    "center": ("center_unknown",),
    "center_in_body": ("center_unknown",),
    "any_center": ("center_unknown",),
    "counter": ("counter_unknown",),
    "ticket": ("ticket_unknown",),
    "booking": ("booking_unknown",),
    "consultation": ("consultation_unknown", "code_mistyped", "consultation_expired", "consultation_tries"),
}
KEYED: Final[tuple[Code, ...]] = ("key_missing", "key_conflict", "key_in_flight")


def refusals(route: Route) -> dict[int, tuple[Code, ...]]:
    """Return every code that `route` may be refused with, by HTTP status, both in order."""
    found: dict[int, set[Code]] = {}
    for code in (*_brought(route), *route.refuses):
        found.setdefault(CODES[code].status, set()).add(code)
    return {status: tuple(sorted(found[status])) for status in sorted(found)}


def _brought(route: Route) -> Iterator[Code]:
    yield from EVERYWHERE
    if route.scopes or route.permission == "ticket":
        yield from SHOWN.get(route.permission, ())
    if "counter" in route.scopes and route.method != "GET" and not route.unnamed:
        yield "desk_sign_in_needed"
    if "{" in route.path:
        # A place with a slash in it makes another address.
        yield "not_found"
    yield from SPOKEN_OF.get(route.target, ())
    if route.rate is not None or route.method != "GET":
        yield "too_many"
    if isinstance(route.act, Write):
        yield "disk_full"
    if route.keyed:
        yield from KEYED
