"""Tokens as rows: the text is told once, the hash is kept."""

import secrets

from sqlalchemy import insert

from server.store import access_tables
from server.store.secret_hash import secret_hash
from server.store.unit_of_work import UnitOfWork

_NEW = insert(access_tables.tokens)


def new_token(
    uow: UnitOfWork,
    scope: str,
    now: int,
    *,
    center: str | None = None,
    counter: str | None = None,
    name: str = "",
    expires_at: int | None = None,
    release_key: str = "",
    person: str | None = None,
    sign_in: str | None = None,
    id_: str = "",
) -> str:
    """Return a new token as text, valid from `now` (ms) until it is revoked, or until `expires_at`.

    `center` None means the whole city, `name` is what people call its holder. A kiosk's token ends with `~` and the
    `release_key` that it trusts: whoever is given the one is given the other. One that somebody has because they signed
    in names the `person` and ends with the `sign_in`. Its id is a new one, or `id_`.
    """
    text = secrets.token_urlsafe(32) + (f"~{release_key}" if release_key else "")
    uow.run(
        _NEW,
        id=id_ or secrets.token_hex(8),
        hash=secret_hash(text),
        scope=scope,
        center=center,
        counter=counter,
        created_at=now,
        revoked_at=None,
        name=name,
        expires_at=expires_at,
        last_used_at=None,
        person=person,
        sign_in=sign_in,
        cloned_at=None,
        cloned=None,
    )
    return text
