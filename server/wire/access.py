"""What crosses the network when a page is let in: its one-time code becomes its token."""

import msgspec


class RedeemCode(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of `POST /access`."""

    code: str


class AccessNow(msgspec.Struct, frozen=True):
    """Answer of `GET /access`: what the token that asks opens, and where the live socket is now."""

    scope: str
    center: str | None
    counter: str | None
    live: str


class AccessAnswer(msgspec.Struct, frozen=True):
    """A token told once, what it opens, and where the live socket is."""

    token: str
    scope: str
    center: str | None
    counter: str | None
    live: str
