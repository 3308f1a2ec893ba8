"""What became of each release, folded from the record of acts; and whose word it needs. Pure."""

from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from config.edition import Guidance
from server.rules.guidance.release.difference import difference_of, touched

Kind = Literal["submitted", "checked", "reviewed", "returned", "published", "withdrawn"]
State = Literal["submitted", "reviewed", "returned", "scheduled", "published", "archived"]

WORDS: Mapping[State, str] = {
    "submitted": "a draft to be checked and reviewed",
    "reviewed": "reviewed",
    "returned": "returned",
    "scheduled": "scheduled",
    "published": "published and in force",
    "archived": "archived",
}


class Act(msgspec.Struct, frozen=True):
    """One act of the record at `at` (ms), by `actor`; a `published` one is in force from `in_force_at` (ms).

    A `checked` one is by `department`; a `withdrawn` one takes back the publication number `withdraws`.
    """

    number: int
    release: str
    kind: Kind
    at: int
    actor: str
    department: str | None = None
    note: str = ""
    in_force_at: int | None = None
    withdraws: int | None = None


class Standing(msgspec.Struct, frozen=True):
    """Where a release stands: who wrote it, which departments vouch for it, who reviewed it.

    `publication` is the number of the act by which it is scheduled or in force, `in_force_at` when that begins (ms).
    """

    release: str
    state: State
    author: str
    checked_by: tuple[str, ...] = ()
    reviewer: str | None = None
    publication: int | None = None
    in_force_at: int | None = None


def standings(acts: Sequence[Act], now: int) -> dict[str, Standing]:
    """Return release id -> where it stands at `now` (ms), in the order in which they were submitted."""
    withdrawn = {act.withdraws for act in acts if act.kind == "withdrawn"}
    publications = [act for act in acts if act.kind == "published" and act.number not in withdrawn]
    begun = [act for act in publications if (act.in_force_at or 0) <= now]
    in_force = max(begun, key=_position, default=None)
    found: dict[str, Standing] = {}
    for act in acts:
        match act.kind:
            case "submitted":
                found[act.release] = Standing(act.release, "submitted", act.actor)
            case "checked":
                known = found[act.release]
                checked_by = dict.fromkeys((*known.checked_by, act.department or ""))
                found[act.release] = msgspec.structs.replace(known, checked_by=tuple(checked_by))
            case "reviewed":
                found[act.release] = msgspec.structs.replace(found[act.release], state="reviewed", reviewer=act.actor)
            case "returned":
                found[act.release] = msgspec.structs.replace(found[act.release], state="returned")
    for act in sorted(publications, key=_position):
        state: State = "archived" if act in begun else "scheduled"
        if act is in_force:
            state = "published"
        if found[act.release].state != "published":
            known = found[act.release]
            found[act.release] = msgspec.structs.replace(
                known, state=state, publication=act.number, in_force_at=act.in_force_at
            )
    return found


def departments_needed(before: Guidance | None, after: Guidance) -> frozenset[str]:
    """Return the departments that must check `after`: those that answer for what changed since `before`."""
    if before is None:
        return frozenset(item.authority for item in after.pack.items if item.authority)
    changed = touched(difference_of(before, after))
    items = set(changed.get("items", ()))
    for point in (*before.pack.knowledge, *after.pack.knowledge):
        if point.id in changed.get("knowledge", ()):
            items |= set(point.items)
    everything = (*before.pack.items, *after.pack.items)
    known = {each.id for each in after.pack.authorities}
    return frozenset(item.authority for item in everything if item.id in items and item.authority in known)


def _position(act: Act) -> tuple[int, int]:
    return act.in_force_at or 0, act.number
