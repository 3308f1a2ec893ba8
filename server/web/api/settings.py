"""Settings of city, towns and centers: looked at and written by administrators, each within their reach."""

import re
from typing import Any, Final

from config.documents import CITY as THE_CITY
from config.documents import Kind, Scope
from config.words import both
from server.office.settings.change import Change, try_settings, what_it_means
from server.office.settings.look import center_settings, city_settings, list_settings, town_settings
from server.office.settings.recorded import put_by_token
from server.rules.bounds import ID_LONGEST, ID_SIGNS
from server.rules.codes.settings import SETTINGS
from server.rules.errors import Code, Refusal
from server.store.unit_of_work import Reading, UnitOfWork
from server.web.address import KIB, Target, whole
from server.web.address import Scope as TokenScope
from server.web.problems import language
from server.web.route import Asked, Read, Route, Write
from server.wire.messages import milliseconds
from server.wire.problem import said
from server.wire.settings import (
    CenterSettings,
    CitySettings,
    Finding,
    PutCenter,
    PutCity,
    PutSettings,
    PutTown,
    SettingsList,
    SettingsPut,
    TownSettings,
)

_ID: Final = re.compile(f"{ID_SIGNS}{{1,{ID_LONGEST}}}")
ADMIN: Final[tuple[TokenScope, ...]] = ("admin",)
DOCUMENT_BYTES: Final = 128 * KIB
"""Room for a catalogue of five hundred services, or a hall of three hundred counters."""
REVISION: Final = (whole("revision", 0, high=10**9),)
"""0 is the one in force."""


WRITTEN: Final[dict[Kind, Any]] = {"city": PutCity, "town": PutTown, "center": PutCenter}
WRITING: Final[tuple[Code, ...]] = (
    # A number is a number in JSON; what somebody types into a page or a sheet may be none.
    *(code for code in SETTINGS if code not in ("settings_unknown", "settings_other_city", "settings_whole_number")),
    "moment_past",
    "center_unknown",
    "ticket_state",
)
"""All that can be wrong with a document; a new day that a change begins may find a ticket that cannot expire."""


def _list(asked: Asked) -> SettingsList:
    return asked.store.read(lambda reading: list_settings(reading, asked.by.center))


def _city(asked: Asked) -> CitySettings:
    return asked.store.read(lambda reading: city_settings(reading, asked.by.center, _revision(asked)))


def _town(asked: Asked) -> TownSettings:
    return asked.store.read(
        lambda reading: town_settings(reading, asked.by.center, asked.places["center"], _revision(asked))
    )


def _center(asked: Asked) -> CenterSettings:
    return asked.store.read(
        lambda reading: center_settings(reading, asked.by.center, asked.places["center"], _revision(asked))
    )


def _prepare(kind: Kind) -> Any:
    """Return what makes a change out of a body; a dry run is answered here, where nothing can be written."""

    def prepare(asked: Asked, body: PutSettings) -> Change | SettingsPut:
        if kind != "city" and _ID.fullmatch(asked.places["center"]) is None:
            raise Refusal("settings_id", field="id", id=asked.places["center"][:ID_LONGEST])
        scope = THE_CITY if kind == "city" else Scope(kind, asked.places["center"])
        change = Change(scope, body.document, body.seen, asked.by.id, asked.by.center, _moment(body.effective_at))
        if not body.dry_run:
            return change
        return asked.store.read(lambda reading: _tried(reading, change, asked.now))

    return prepare


def _put(asked: Asked, uow: UnitOfWork, change: Change | SettingsPut) -> SettingsPut:
    if isinstance(change, SettingsPut):
        return change
    written = put_by_token(uow, change, asked.admitted.place, asked.now)
    return SettingsPut(str(written.scope), written.revision, change.at is None)


def _tried(reading: Reading, change: Change, now: int) -> SettingsPut:
    found = try_settings(reading, change, now)
    means = [] if found else what_it_means(reading, change, now)
    return SettingsPut(
        str(change.scope), 0, False, tuple(map(_finding, found)), tuple(each.say(language()) for each in means)
    )


def _finding(refusal: Refusal) -> Finding:
    return Finding(refusal.code, str(refusal.values.get("field", "")), said(refusal, language()))


def _moment(text: str | None) -> int | None:
    try:
        return None if text is None else milliseconds(text)
    except (ValueError, OverflowError) as error:
        raise Refusal(
            "bad_request", why=both("{field} is no moment such as 2026-11-24T01:00:00Z", field="effective_at")
        ) from error


def _revision(asked: Asked) -> int | None:
    return asked.query["revision"] or None


def _reads(path: str, target: Target, summary: str, answer: Any, act: Read) -> Route:
    return Route(
        method="GET",
        path=path,
        summary=summary,
        permission="token",
        scopes=ADMIN,
        target=target,
        query=REVISION,
        answer=answer,
        refuses=("center_unknown", "settings_not_a_town", "settings_unknown"),
        act=act,
    )


def _writes(path: str, target: Target, summary: str, kind: Kind) -> Route:
    return Route(
        method="PUT",
        path=path,
        summary=summary,
        permission="token",
        scopes=ADMIN,
        target=target,
        body_bytes=DOCUMENT_BYTES,
        answer=SettingsPut,
        refuses=WRITING,
        act=Write(_put, PutSettings, keyed=False, prepare=_prepare(kind), told_as=WRITTEN[kind]),
    )


ROUTES = (
    Route(
        method="GET",
        path="/settings",
        summary="All that this token may decide",
        permission="token",
        scopes=ADMIN,
        target="city",
        answer=SettingsList,
        act=_list,
    ),
    _reads("/settings/city", "whole_city", "Settings of the city in force, or one `revision`", CitySettings, _city),
    _writes("/settings/city", "whole_city", "Decide for the city", "city"),
    _reads("/settings/towns/{center}", "center_below", "Settings of a town, by its center", TownSettings, _town),
    _writes("/settings/towns/{center}", "center_below", "Decide for a town, by its center", "town"),
    _reads("/settings/centers/{center}", "center_below", "Settings of a center", CenterSettings, _center),
    _writes("/settings/centers/{center}", "center_below", "Decide for a center, also a new one", "center"),
)
