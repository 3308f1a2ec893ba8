"""A clerk signs in at a counter: what they show, and what their console keeps until they are signed out."""

from typing import Annotated

import msgspec
from msgspec import Meta

from server.rules.bounds import Token
from server.wire.messages import CounterAnswer


class SignInAtDesk(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of `sign-in`: a `card`, or a `name` (that of an account, or a staff number) with a `pin` or a `password`.

    To `take_over` ends whatever is in the way: somebody else at this desk, or themselves at another one.
    """

    name: Annotated[str, Meta(max_length=64)] = ""
    pin: Annotated[str, Meta(max_length=8)] = ""
    password: Annotated[str, Meta(max_length=256)] = ""
    card: Annotated[str, Meta(max_length=128)] = ""
    take_over: bool = False


class SignedInAtDesk(msgspec.Struct, frozen=True):
    """A clerk is in: the token of their console, told this once, which ends with the sign-in, and the counter."""

    token: Token
    counter: CounterAnswer
