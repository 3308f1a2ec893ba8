"""Whose settings a page is about, where its pages stand, and what every one of them needs to know."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from config.centers import Text
from config.documents import CITY, DOCUMENTS, CenterDocument, CityDocument, Document, Kind, Scope
from server.office.settings.admitting import admit_person
from server.office.settings.planned import decided, planned
from server.rules.errors import Refusal
from server.rules.people.roles import Duty, may
from server.store.settings import Revision, document_in_force, newest_revision
from server.web.address import KIB, Target
from server.web.admin.names import center_names, zone_of
from server.web.admin.page import Page, Shown, Visit

MOMENT: Final = "%Y-%m-%dT%H:%M"
"""How browsers send day and time, by the clocks of the hall."""


@dataclass(frozen=True)
class Room:
    """The pages of the settings of one kind: where they stand, and what is spoken of."""

    kind: Kind
    root: str
    target: Target


ROOMS: Final = (
    Room("center", "/admin/centers/{center}", "center_below"),
    Room("town", "/admin/towns/{center}", "center_below"),
    Room("city", "/admin/city", "whole_city"),
)


def look_at(room: Room, path: str, act: Callable[..., Shown]) -> Page:
    """Return the page at `path` below the settings of `room`, which `act` shows a visit of that room."""
    duties: tuple[Duty, ...] = ("look", "configure")
    return Page(method="GET", path=f"{room.root}{path}", target=room.target, duties=duties, act=partial(act, room=room))


def send_to(
    room: Room, path: str, act: Callable[..., Shown], again: Callable[..., Shown] | None = None, most: int = 64 * KIB
) -> Page:
    """Return what is done with the form that is sent to `path`, and which page tells what it is refused for."""
    return Page(
        method="POST",
        path=f"{room.root}{path}",
        target=room.target,
        duties=("configure",),
        body_bytes=most,
        act=partial(act, room=room),
        again=None if again is None else partial(again, room=room),
    )


@dataclass(frozen=True)
class Desk:
    """The settings that a visit is about: in force, newest, and planned."""

    scope: Scope
    here: str
    name: Text
    document: Document
    newest: int
    plans: tuple[Revision, ...]
    may_change: bool


def desk_of(visit: Visit, room: Room) -> Desk:
    """Return what `visit` is about; raises `Refusal` center_unknown, settings_not_a_town, settings_unknown."""
    center = visit.places.get("center", "")
    scope = CITY if room.kind == "city" else Scope(room.kind, center)
    tree = visit.tree
    if scope.kind != "city" and center not in tree.parents:
        raise Refusal("center_unknown", center=center)
    if scope.kind == "town" and tree.levels[center] != "town":
        raise Refusal("settings_not_a_town", center=center)
    document = visit.store.read(lambda reading: decided(reading, scope, DOCUMENTS[scope.kind]))
    if document is None:
        raise Refusal("settings_unknown", scope=scope, revision=0)
    return Desk(
        scope,
        room.root.format(center=center),
        document.name
        if isinstance(document, CityDocument | CenterDocument)
        else visit.store.read(center_names)[center],
        document,
        visit.store.read(lambda reading: newest_revision(reading, scope)),
        tuple(visit.store.read(lambda reading: planned(reading, scope))),
        may(visit.who.grants, "configure", center or None, tree),
    )


def admit(visit: Visit, scope: Scope, document: Document | None = None) -> None:
    """Let who visits write there; raises `Refusal` as `admit_person` does."""
    admit_person(visit.tree, visit.who.grants, scope, document)


def moment_typed(visit: Visit, typed: str) -> int | None:
    """Return the moment (ms) that was typed by the clocks of the hall, None for none; raises `Refusal` bad_moment."""
    if not typed:
        return None
    try:
        local = datetime.strptime(typed[:16], MOMENT).replace(tzinfo=visit.store.read(zone_of))
    except ValueError as error:
        raise Refusal("settings_field_wrong", field="at") from error
    return int(local.timestamp() * 1000)


def catalogue(visit: Visit) -> CityDocument | None:
    """Return the city's document in force."""
    return visit.store.read(lambda reading: document_in_force(reading, CITY, CityDocument))
