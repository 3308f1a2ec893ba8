"""Settings on the wire: documents with their history, what is to be written, and what speaks against it."""

from typing import Any

import msgspec

from config.documents import CenterDocument, CityDocument, TownDocument


class RevisionAnswer(msgspec.Struct, frozen=True):
    """One revision of the history: when it was written, by which token, and when it takes (or took) force."""

    revision: int
    effective_at: str
    written_at: str
    by: str


class SettingsListed(msgspec.Struct, frozen=True):
    """One scope (`city`, `town/ID`, `center/ID`): the revision in force (0: none yet) and the newest one."""

    scope: str
    revision: int
    newest: int


class SettingsList(msgspec.Struct, frozen=True):
    """Every scope that the token may decide for."""

    settings: tuple[SettingsListed, ...]


class SettingsHead(msgspec.Struct, frozen=True):
    """What the three kinds of settings share.

    `revision` is the one told here (0 when nothing was decided yet), `in_force` the one that holds and `since` when;
    `newest` is what a writer names as `seen`.
    """

    scope: str
    revision: int
    in_force: int
    since: str | None
    newest: int
    history: tuple[RevisionAnswer, ...]


class CitySettings(SettingsHead, frozen=True):
    """Settings of the city."""

    document: CityDocument


class TownSettings(SettingsHead, frozen=True):
    """Settings of a town; an empty document leaves all to the city."""

    document: TownDocument


class CenterSettings(SettingsHead, frozen=True):
    """Settings of a center."""

    document: CenterDocument


class PutSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of `PUT /settings/...`: the whole document, and the newest revision that its writer had seen (0: none).

    `effective_at` (RFC 3339) is when it takes force, without it at once. A `dry_run` changes nothing and returns
    everything that speaks against it.
    """

    document: dict[str, Any]
    seen: int
    effective_at: str | None = None
    dry_run: bool = False


class Finding(msgspec.Struct, frozen=True):
    """One thing that speaks against a document: stable code, the field, and a sentence in the reader's language."""

    code: str
    field: str
    detail: str


class SettingsPut(msgspec.Struct, frozen=True):
    """Answer of `PUT /settings/...`: the revision written (0 in a dry run, which alone has `findings`)."""

    scope: str
    revision: int
    in_force: bool
    findings: tuple[Finding, ...] = ()
