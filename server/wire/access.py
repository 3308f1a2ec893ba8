"""What crosses the network when a page is let in: its one-time code becomes its token."""

from typing import Annotated

import msgspec

from server.rules.bounds import Address, Code, Id, Token

SCOPES = ("kiosk", "counter", "display", "channel", "admin")
Scope = Annotated[str, msgspec.Meta(extra_json_schema={"enum": list(SCOPES)})]


class RedeemCode(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of `POST /access`."""

    code: Code


class AccessNow(msgspec.Struct, frozen=True):
    """Answer of `GET /access`: what the token that asks opens, and where the live socket is now."""

    scope: Scope
    center: Id | None
    counter: Id | None
    live: Address


class AccessAnswer(msgspec.Struct, frozen=True):
    """A token told once, what it opens, and where the live socket is."""

    token: Token
    scope: Scope
    center: Id | None
    counter: Id | None
    live: Address
