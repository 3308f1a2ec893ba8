"""Settings on the wire: documents with their history, what is to be written, and what speaks against it."""

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from config.centers import PolicyName, Text
from config.documents import CenterDocument, CityDocument, TownDocument
from server.rules.bounds import Count, Minutes, Moment

ScopeName = Annotated[str, Meta(pattern="^(city|(town|center)/.+)$")]


class RevisionAnswer(msgspec.Struct, frozen=True):
    """One revision of the history: when it was written, by which token, and when it takes (or took) force."""

    revision: Count
    effective_at: Moment
    written_at: Moment
    by: str


class SettingsListed(msgspec.Struct, frozen=True):
    """One scope (`city`, `town/ID`, `center/ID`): the revision in force (0: none yet) and the newest one."""

    scope: ScopeName
    revision: Count
    newest: Count


class SettingsList(msgspec.Struct, frozen=True):
    """Every scope that the token may decide for."""

    settings: tuple[SettingsListed, ...]


class SettingsHead(msgspec.Struct, frozen=True):
    """What the three kinds of settings share.

    `revision` is the one told here (0 when nothing was decided yet), `in_force` the one that holds and `since` when;
    `newest` is what a writer names as `seen`.
    """

    scope: ScopeName
    revision: Count
    in_force: Count
    since: Moment | None
    newest: Count
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
    seen: Count
    effective_at: Annotated[str, Meta(max_length=64, extra_json_schema={"format": "date-time"})] | None = None
    dry_run: bool = False


class PutCity(PutSettings, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Body of `PUT /settings/city`, as it is told to clients."""

    document: CityDocument  # type: ignore[assignment]


class PutTown(PutSettings, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Body of `PUT /settings/towns/{center}`, as it is told to clients."""

    document: TownDocument  # type: ignore[assignment]


class PutCenter(PutSettings, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Body of `PUT /settings/centers/{center}`, as it is told to clients."""

    document: CenterDocument  # type: ignore[assignment]


class Finding(msgspec.Struct, frozen=True):
    """One thing that speaks against a document: stable code, the field, and a sentence in the reader's language."""

    code: Annotated[str, Meta(pattern="^[a-z_]+$")]
    field: str
    detail: str


class SettingsPut(msgspec.Struct, frozen=True):
    """Answer of `PUT /settings/...`: the revision written (0 in a dry run, which alone has `findings`).

    A dry run that finds nothing says in plain words what the rules of the document mean.
    """

    scope: ScopeName
    revision: Count
    in_force: bool
    findings: tuple[Finding, ...] = ()
    means: tuple[Annotated[str, Meta(max_length=2000)], ...] = ()


class OrderAnswer(msgspec.Struct, frozen=True):
    """What an order of the line does to people, in sentences with figures.

    By the order alone nobody is overtaken by anyone who came more than `bound_min` minutes later; none without an end.
    """

    policy: PolicyName
    bound_min: Minutes | None
    said: tuple[Text, ...]
