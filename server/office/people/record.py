"""People as they are kept: found by id or by what they type, with their roles."""

from collections.abc import Iterable
from typing import cast

import msgspec
from sqlalchemy import bindparam, select

from server.rules.errors import Refusal
from server.rules.people.roles import Grant, Role
from server.store.people_tables import people, person_roles
from server.store.unit_of_work import Reading

_p, _r = people.c, person_roles.c
_COLUMNS = (
    _p.id,
    _p.login,
    _p.name,
    _p.password,
    _p.password_at,
    _p.must_change,
    _p.second,
    _p.second_step,
    _p.created_at,
    _p.disabled_at,
    _p.seen_at,
)
_ALL = select(*_COLUMNS).order_by(_p.login)
_BY_ID = select(*_COLUMNS).where(_p.id == bindparam("id"))
_BY_LOGIN = select(*_COLUMNS).where(_p.login == bindparam("login"))
_ROLES = select(_r.role, _r.center).where(_r.person == bindparam("person")).order_by(_r.role, _r.center)
_EVERY_ROLE = select(_r.person, _r.role, _r.center).order_by(_r.role, _r.center)
_HOLDERS = (
    select(_r.person)
    .join(people, _p.id == _r.person)
    .where(_r.role == bindparam("role"), _p.disabled_at.is_(None))
    .distinct()
)
_ANYBODY = select(_p.id).limit(1)


class PersonRow(msgspec.Struct, frozen=True):
    """One person; moments in ms, what is secret as hash or sealed."""

    id: str
    login: str
    name: str
    password: str | None
    password_at: int
    must_change: int
    second: str | None
    second_step: int
    created_at: int
    disabled_at: int | None
    seen_at: int | None
    grants: tuple[Grant, ...] = ()


def person_of(reading: Reading, id_: str) -> PersonRow:
    """Return the person of that id with their roles; raises `Refusal` person_gone."""
    found = reading.row(_BY_ID, id=id_)
    if found is None:
        raise Refusal("person_gone")
    return _with_roles(reading, PersonRow(*found))


def person_by_login(reading: Reading, login: str) -> PersonRow | None:
    """Return whoever signs in as `login`, as it was typed; None when nobody does."""
    found = reading.row(_BY_LOGIN, login=folded(login))
    return None if found is None else _with_roles(reading, PersonRow(*found))


def everybody(reading: Reading) -> tuple[PersonRow, ...]:
    """Return all people with their roles, by what they type to sign in."""
    roles: dict[str, list[Grant]] = {}
    for person, role, center in reading.rows(_EVERY_ROLE):
        roles.setdefault(str(person), []).append(Grant(cast(Role, role), str(center)))
    rows = (PersonRow(*row) for row in reading.rows(_ALL))
    return tuple(msgspec.structs.replace(row, grants=tuple(roles.get(row.id, ()))) for row in rows)


def is_anybody_there(reading: Reading) -> bool:
    """Tell whether anybody was ever given an account: without one the first run is still to come."""
    return reading.row(_ANYBODY) is not None


def holders(reading: Reading, role: Role) -> frozenset[str]:
    """Return the ids of all who have `role` somewhere and can sign in."""
    return frozenset(str(row[0]) for row in reading.rows(_HOLDERS, role=role))


def grants_of(reading: Reading, person: str) -> tuple[Grant, ...]:
    """Return the roles of `person`."""
    return tuple(Grant(cast(Role, role), str(center)) for role, center in reading.rows(_ROLES, person=person))


def folded(login: str) -> str:
    """Return a name for signing in as it is kept: without blanks around it, in small letters."""
    return login.strip().casefold()


def told(grants: Iterable[Grant]) -> list[str]:
    """Return roles as the record of changes names them."""
    return sorted(f"{grant.role}@{grant.center}" if grant.center else grant.role for grant in grants)


def _with_roles(reading: Reading, row: PersonRow) -> PersonRow:
    return msgspec.structs.replace(row, grants=grants_of(reading, row.id))
