"""What crosses the network when a device is told to do something, and says what came of it."""

from typing import Annotated, Final, Literal

import msgspec

from server.rules.bounds import Count

OrderKind = Literal["print", "speak", "show", "restart", "picture"]
"""`print` a test slip, `speak` a call that nobody waits for, `show` a test sign, begin anew, tell what is on show."""
Came = Literal[
    "printed", "print_unsure", "not_printed", "spoken", "muted", "not_spoken", "shown", "begins_anew", "in_use", "seen",
    "failed",
]  # fmt: skip
"""What came of it. `muted`: the page is told to be silent, or its browser keeps it so; `in_use`: somebody is there."""
PICTURE_MOST: Final = 700_000
WORDS_MOST: Final = 2_000


class Order(msgspec.Struct, frozen=True):
    """One thing to do, at most once, within `seconds` from now."""

    id: str
    kind: OrderKind
    seconds: Count


class OrdersNow(msgspec.Struct, frozen=True):
    """Answer of `GET /orders`: what a device shall do now."""

    orders: tuple[Order, ...]


class OrderDone(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of `POST /orders/{order}/done`: what came of it.

    `millimetres` of paper that a slip took; `words` that stand on a screen; `picture` is what a screen shows, a PNG of
    at most 700 kB in base64.
    """

    came: Came
    millimetres: Annotated[int, msgspec.Meta(ge=0, le=10_000)] = 0
    words: Annotated[str, msgspec.Meta(max_length=WORDS_MOST)] = ""
    picture: Annotated[bytes, msgspec.Meta(max_length=PICTURE_MOST)] = b""


class OrderHeard(msgspec.Struct, frozen=True):
    """Answer of `POST /orders/{order}/done`: it is written down."""

    ok: bool
