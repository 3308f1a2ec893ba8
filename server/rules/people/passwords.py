"""What a password must be, by profile, and what makes one too weak. Pure.

A password is taken unchanged, letter by letter. GB/T 22239 wants kinds of signs and a change now and then, ASVS 5
forbids both to be asked for: so halls choose a profile.
"""

from collections.abc import Collection
from typing import Final, Literal

import msgspec

from server.rules.errors import Refusal

Profile = Literal["mlps2", "mlps3", "asvs"]
LONGEST: Final = 256
DAY_MS: Final = 24 * 3600 * 1000


class Law(msgspec.Struct, frozen=True):
    """What a profile asks: letters at least, of how many kinds of signs, days until it must change, old ones barred.

    `second` asks administrators for a second factor; `apart` keeps system, security and audit in three hands.
    """

    shortest: int
    kinds: int = 0
    days: int = 0
    old: int = 0
    second: bool = False
    apart: bool = False


LAWS: Final[dict[Profile, Law]] = {
    "mlps2": Law(10, kinds=3, days=180, old=3),
    "mlps3": Law(10, kinds=3, days=90, old=5, second=True, apart=True),
    "asvs": Law(10),
}


def check_password(password: str, law: Law, common: Collection[str], about: Collection[str]) -> None:
    """Raise `Refusal` for a password that `law` does not take.

    `common` are those that everybody guesses, in small letters; `about` are words of the person, the hall and the city,
    of which it may not be made. Codes: password_short, password_long, password_common, password_kinds.
    """
    if len(password) < law.shortest:
        raise Refusal("password_short", shortest=law.shortest)
    if len(password) > LONGEST:
        raise Refusal("password_long", longest=LONGEST)
    plain = password.casefold()
    if plain in common or plain.strip("0123456789!@#$%._- ") in common or len(set(plain)) < 4:
        raise Refusal("password_common")
    left = plain
    for word in sorted((each.casefold() for each in about if len(each) > 2), key=len, reverse=True):
        left = left.replace(word, "")
    if len(left) < 6 <= len(plain):
        raise Refusal("password_common")
    if _kinds(password) < law.kinds:
        raise Refusal("password_kinds", kinds=law.kinds)


def is_due(set_at: int, law: Law, now: int) -> bool:
    """Tell whether a password that was set at `set_at` must be changed by `now` (ms)."""
    return law.days > 0 and now - set_at >= law.days * DAY_MS


def _kinds(password: str) -> int:
    return sum(
        (
            any(each.isascii() and each.islower() for each in password),
            any(each.isascii() and each.isupper() for each in password),
            any(each.isdigit() for each in password),
            any(not (each.isascii() and each.isalnum()) for each in password),
        )
    )
