"""Which duty comes with which role, where a role holds, and which roles no one person may have together. Pure.

Separate administrators for system, security and audit are what GB/T 22239 asks of halls of grade 3; a village hall has
one person for the first two. In no hall does anybody who changes things keep the record of changes.
"""

from collections.abc import Iterable
from typing import Final, Literal

import msgspec

from server.rules.errors import Refusal
from server.rules.hall.city_tree import CityTree

Role = Literal["system", "city", "town", "center", "security", "auditor", "editor", "reviewer", "guide", "clerk"]
Duty = Literal[
    "look",
    "configure",
    "devices",
    "staff",
    "accounts",
    "audit",
    "care",
    "write_guidance",
    "review_guidance",
    "advise",
    "serve",
]
"""`look`: figures and settings. `configure`: change settings. `devices`: pair, test, revoke. `staff`: clerks and guides
of a hall. `accounts`: everybody's roles and sign-ins. `audit`: the record of changes. `care`: backups and upgrades.
`write_guidance`, `review_guidance`: the checklists. `advise`: consult with citizens. `serve`: call at a counter."""

DUTIES: Final[dict[Role, frozenset[Duty]]] = {
    "system": frozenset({"look", "care", "devices"}),
    "city": frozenset({"look", "configure", "devices", "staff"}),
    "town": frozenset({"look", "configure", "devices", "staff"}),
    "center": frozenset({"look", "configure", "devices", "staff"}),
    "security": frozenset({"accounts"}),
    "auditor": frozenset({"audit"}),
    "editor": frozenset({"write_guidance"}),
    "reviewer": frozenset({"review_guidance"}),
    "guide": frozenset({"advise"}),
    "clerk": frozenset({"serve"}),
}
WHOLE_CITY: Final[frozenset[Role]] = frozenset({"system", "city", "security", "auditor", "editor", "reviewer"})
"""Roles that hold for the whole city; a guide's may, the others hold at one center and those below it."""
STAFF: Final[frozenset[Role]] = frozenset({"guide", "clerk"})
"""Roles that whoever keeps the staff of a hall gives and takes."""
ADMINISTRATORS: Final[frozenset[Role]] = frozenset({"system", "city", "town", "center", "security", "auditor"})
CHANGING: Final[frozenset[Role]] = ADMINISTRATORS - {"auditor"}
KINDS: Final[tuple[frozenset[Role], ...]] = (
    frozenset({"system", "city", "town", "center"}),
    frozenset({"security"}),
    frozenset({"auditor"}),
)
"""The three kinds of administrators that are apart where duties are."""
INDISPENSABLE: Final[tuple[Role, ...]] = ("system", "city", "security")
"""Roles whose last holder stays: without them nobody could ever be let in or put right again."""


class Grant(msgspec.Struct, frozen=True, order=True):
    """One role of somebody, at a center and those below it; `center` "" is the whole city."""

    role: Role
    center: str = ""


def check_place(grant: Grant) -> None:
    """Raise `Refusal` role_place for a role that is given where it cannot hold."""
    if grant.role in WHOLE_CITY and grant.center:
        raise Refusal("role_place", role=grant.role)
    if not grant.center and grant.role not in WHOLE_CITY and grant.role != "guide":
        raise Refusal("role_place_missing", role=grant.role)


def check_apart(grants: Iterable[Grant], apart: bool) -> None:
    """Raise `Refusal` duties_apart when one person would hold what no one person may hold together.

    With `apart` the administrators of system, security and audit are three people, and nobody reviews as an editor.
    Whoever changes anything never keeps the record of changes, in any hall.
    """
    held = {grant.role for grant in grants}
    if "auditor" in held and held & CHANGING:
        raise Refusal("duties_apart")
    if apart and (sum(bool(kind & held) for kind in KINDS) > 1 or {"editor", "reviewer"} <= held):
        raise Refusal("duties_apart")


def may(grants: Iterable[Grant], duty: Duty, center: str | None, tree: CityTree) -> bool:
    """Tell whether one of `grants` has `duty` at `center`; None is the whole city."""
    return any(duty in DUTIES[grant.role] and _holds(grant, center, tree) for grant in grants)


def may_anywhere(grants: Iterable[Grant], duty: Duty) -> bool:
    """Tell whether one of `grants` has `duty` anywhere at all."""
    return any(duty in DUTIES[grant.role] for grant in grants)


def reach(grants: Iterable[Grant], duty: Duty, tree: CityTree) -> tuple[str, ...]:
    """Return the centers at which one of `grants` has `duty`, in the order of the tree's parents."""
    held = tuple(grants)
    return tuple(center for center in tree.parents if may(held, duty, center, tree))


def _holds(grant: Grant, center: str | None, tree: CityTree) -> bool:
    if not grant.center:
        return True
    return center is not None and center in tree.parents and grant.center in tree.above(center)
