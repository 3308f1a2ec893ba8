"""`banshi access grant|list|revoke` and `banshi token new|list|revoke`, also beside a running server."""

import io
import os
import sys
from pathlib import Path
from typing import Final

import msgspec
import segno

from commands.at_console import at_console
from commands.failing import CannotRun
from commands.pack.release import opened
from commands.seeding import now
from commands.terminal import language
from config.settings import Settings
from config.text_file import file_error
from config.words import say
from server.office.access.grant import Scope
from server.office.access.keeping import list_codes, list_tokens, place_for
from server.office.access.recorded import grant_as, make_token_as, revoke_code_as, revoke_token_as
from server.office.releases.signing import signing_key
from server.store.unit_of_work import CITY
from server.wire.messages import moment
from server.wire.signed_release import public_key

PAGES: Final[dict[Scope, str]] = {"counter": "caller/", "display": "display/", "admin": "caller/editing"}
"""Scope -> the page that a one-time code of it opens."""


class Granted(msgspec.Struct, frozen=True):
    """What `banshi access grant --json` prints: the code and the address that it opens once."""

    scope: str
    center: str | None
    counter: str | None
    code: str
    address: str


class Made(msgspec.Struct, frozen=True):
    """What `banshi token new --json` prints; the token is told this once."""

    scope: str
    center: str | None
    counter: str | None
    name: str
    token: str
    release_key: str


def grant(settings: Settings, scope: Scope, center: str | None, counter: str | None, *, as_json: bool) -> None:
    """Print an address that lets one browser in, once within an hour, and its QR code; raises `Refusal`."""
    if scope not in PAGES:
        raise CannotRun("access_page", "{scope} has no page. Make it a token: banshi token new {scope}", scope=scope)
    with opened(settings) as store:
        place = store.read(lambda reading: place_for(reading, scope, center, counter))
        code = store.write(CITY, lambda uow: grant_as(uow, place, at_console(), now()))
    address = f"{(settings.phone or settings.server).rstrip('/')}/{PAGES[scope]}#{code}"
    if as_json:
        _json(Granted(scope, place.center, place.counter, code, address))
        return
    _say("This address lets one browser in, once, within an hour:")
    sys.stdout.write(f"{address}\n{picture_of(address)}")


def list_granted(settings: Settings, *, as_json: bool) -> None:
    """Print the one-time codes that nobody has used yet."""
    with opened(settings) as store:
        found = store.read(lambda reading: list_codes(reading, now()))
    if as_json:
        _json({"codes": found})
        return
    for each in found:
        sys.stdout.write(
            f"{each.id}  {each.scope:<8} {_place(each.center, each.counter)}  -> {moment(each.expires_at)}\n"
        )
    _say("{count} codes can still be used.", count=len(found))


def revoke_granted(settings: Settings, id_: str) -> None:
    """Let a one-time code open nothing any more; raises `Refusal` access_unknown."""
    with opened(settings) as store:
        store.write(CITY, lambda uow: revoke_code_as(uow, id_, at_console(), now()))
    _say("{id} opens nothing any more.", id=id_)


def make(
    settings: Settings,
    scope: Scope,
    center: str | None,
    counter: str | None,
    name: str,
    out: Path | None,
    *,
    as_json: bool,
) -> None:
    """Make a token and print it, this once, or write it to `out`, which only this user can read.

    A kiosk's token carries the key of the releases that it trusts. Raises `Refusal`, `CannotRun`.
    """
    if scope == "channel" and not name.strip():
        raise CannotRun("name_missing", "Say whose it is: each channel has a token of its own, --name 12345.")
    with opened(settings) as store:
        place = store.read(lambda reading: place_for(reading, scope, center, counter))
        key = public_key(signing_key(store, settings.data, now())) if scope == "kiosk" else ""
        token = store.write(
            CITY,
            lambda uow: make_token_as(uow, place, at_console(), now(), name=name.strip(), release_key=key),
        )
    if out is not None:
        _keep(out, token)
        _say("The token is in {file}. Start with: --token-file {file}", file=out)
        return
    if as_json:
        _json(Made(scope, place.center, place.counter, name.strip(), token, key))
        return
    _say("This token is shown only now. Give it to the device in its environment:")
    sys.stdout.write(f"BANSHI_TOKEN={token}\n")
    if scope == "kiosk":
        sys.stdout.write(f"banshi kiosk --server {settings.phone or settings.server} --center {place.center}\n")
    sys.stdout.write(picture_of(token))


def list_made(settings: Settings, *, as_json: bool, everything: bool) -> None:
    """Print the tokens that are valid, or all there ever were, with their last use."""
    with opened(settings) as store:
        found = [each for each in store.read(lambda r: list_tokens(r, now())) if everything or each.state == "valid"]
    if as_json:
        _json({"tokens": found})
        return
    never = say(language(), "never used")
    for each in found:
        used = moment(each.last_used_at) if each.last_used_at is not None else never
        line = f"{each.id}  {each.scope:<8} {_place(each.center, each.counter):<24} {used:<24} {each.name}"
        sys.stdout.write(f"{line.rstrip()}{'' if each.state == 'valid' else f'  [{each.state}]'}\n")
    _say("{count} tokens.", count=len(found))


def revoke_made(settings: Settings, ids: list[str]) -> None:
    """Let tokens open nothing any more: over HTTP within a second, their live sockets within five; raises `Refusal`."""
    with opened(settings) as store:
        at = now()
        for id_ in ids:
            store.write(CITY, lambda uow, id_=id_: revoke_token_as(uow, id_, at_console(), at))  # type: ignore[misc]
    for id_ in ids:
        _say("{id} opens nothing any more.", id=id_)


def picture_of(text: str) -> str:
    """Return `text` as a QR code in half blocks; empty where this terminal does not have them."""
    drawn = io.StringIO()
    segno.make(text, error="l", micro=False).terminal(drawn, border=2, compact=True)
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return drawn.getvalue() if encoding.lower().replace("-", "") in ("utf8", "utf16", "gb18030") else ""


def _keep(file: Path, token: str) -> None:
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as kept:
            os.fchmod(handle, 0o600)
            kept.write(token + "\n")
    except OSError as error:
        raise file_error(file, error) from error


def _place(center: str | None, counter: str | None) -> str:
    return counter or center or "*"


def _say(sentence: str, **values: object) -> None:
    sys.stdout.write(say(language(), sentence, **values) + "\n")


def _json(told: object) -> None:
    sys.stdout.write(msgspec.json.encode(told).decode() + "\n")
