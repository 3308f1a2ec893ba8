"""Settings as their writers see them: a document, which revision it is, and all that were before and will be."""

from typing import TypeVar

import msgspec

from config.documents import CITY, CenterDocument, CityDocument, Document, Scope, TownDocument
from server.office.settings.reach import admit_to, within
from server.rules.errors import Refusal
from server.store.projection import tree_of
from server.store.settings import history, in_force, newest_revision, revision_of, scopes
from server.store.unit_of_work import Reading
from server.wire.messages import moment
from server.wire.settings import (
    CenterSettings,
    CitySettings,
    RevisionAnswer,
    SettingsHead,
    SettingsList,
    SettingsListed,
    TownSettings,
)

Wanted = TypeVar("Wanted", bound=Document)


def list_settings(reading: Reading, reach: str | None) -> SettingsList:
    """Return every scope that somebody may decide for whose word counts at and below center `reach` (None: all)."""
    tree = tree_of(reading)
    listed = []
    for scope in scopes(reading):
        if within(tree, reach, scope.id):
            holds = in_force(reading, scope)
            revision = holds.what.revision if holds else 0
            listed.append(SettingsListed(str(scope), revision, newest_revision(reading, scope)))
    return SettingsList(tuple(listed))


def city_settings(reading: Reading, reach: str | None, revision: int | None = None) -> CitySettings:
    """Return the city's settings in force, or one revision; raises `Refusal` token_scope, settings_unknown."""
    head, document = _look(reading, reach, CITY, revision, CityDocument)
    if document is None:
        raise Refusal("settings_unknown", scope=CITY, revision=0)
    return CitySettings(**msgspec.structs.asdict(head), document=document)


def town_settings(reading: Reading, reach: str | None, town: str, revision: int | None = None) -> TownSettings:
    """Return a town's settings in force, or one revision.

    Raises `Refusal` token_scope, center_unknown, settings_not_a_town, settings_unknown.
    """
    head, document = _look(reading, reach, Scope("town", town), revision, TownDocument)
    return TownSettings(**msgspec.structs.asdict(head), document=document or TownDocument())


def center_settings(reading: Reading, reach: str | None, center: str, revision: int | None = None) -> CenterSettings:
    """Return a center's settings in force, or one revision.

    Raises `Refusal` token_scope, center_unknown, settings_unknown.
    """
    scope = Scope("center", center)
    head, document = _look(reading, reach, scope, revision, CenterDocument)
    if document is None:
        raise Refusal("settings_unknown", scope=scope, revision=0)
    return CenterSettings(**msgspec.structs.asdict(head), document=document)


def _look(
    reading: Reading, reach: str | None, scope: Scope, revision: int | None, kind: type[Wanted]
) -> tuple[SettingsHead, Wanted | None]:
    admit_to(tree_of(reading), reach, scope)
    holds = in_force(reading, scope)
    shown = holds.what if holds else None
    if revision is not None:
        shown = revision_of(reading, scope, revision)
        if shown is None:
            raise Refusal("settings_unknown", scope=scope, revision=revision)
    told = tuple(
        RevisionAnswer(each.revision, moment(each.effective_at), moment(each.written_at), each.by)
        for each in history(reading, scope)
    )
    head = SettingsHead(
        scope=str(scope),
        revision=shown.revision if shown else 0,
        in_force=holds.what.revision if holds else 0,
        since=moment(holds.since) if holds else None,
        newest=told[-1].revision if told else 0,
        history=told,
    )
    return head, None if shown is None else msgspec.json.decode(shown.body, type=kind)
