"""Accounts: made, named, given roles, disabled; each change is recorded, and ends the sign-ins that it concerns.

Whoever has the duty `accounts` reaches everybody, whoever has `staff` at a center the clerks and guides there. Nobody
changes what they themselves may do.
"""

import re
import secrets
from typing import Final, cast, get_args

import msgspec
from sqlalchemy import bindparam, delete, insert, update

from server.office.audit.chain import Changed, lock_record, record
from server.office.people import sign_ins
from server.office.people.hashing import common, fits, hashed
from server.office.people.record import PersonRow, folded, holders, person_by_login, person_of, told
from server.office.people.second import drop_second
from server.office.people.wrong import forget_wrong
from server.rules.errors import Refusal
from server.rules.hall.city_tree import CityTree
from server.rules.people.passwords import Law, check_password
from server.rules.people.roles import INDISPENSABLE, STAFF, Grant, Role, check_apart, check_place, may
from server.rules.people.typed_code import LETTERS, shown, typed_code
from server.store.people_tables import past_passwords, people, person_roles
from server.store.projection import tree_of
from server.store.unit_of_work import Reading, UnitOfWork

LOGIN: Final = re.compile(r"[\w.-]{2,32}")
NAME_LONGEST: Final = 40
FIRST_LETTERS: Final = 12
FIRST_DIGITS: Final = 1000
_p, _r, _o = people.c, person_roles.c, past_passwords.c
_NEW = insert(people)
_GIVE = insert(person_roles)
_TAKE = delete(person_roles).where(
    _r.person == bindparam("of_person"), _r.role == bindparam("of_role"), _r.center == bindparam("of_center")
)
_NAME = update(people).where(_p.id == bindparam("of_id")).values(name=bindparam("to_name"))
_DISABLE = update(people).where(_p.id == bindparam("of_id")).values(disabled_at=bindparam("at"))
_PASSWORD = (
    update(people)
    .where(_p.id == bindparam("of_id"))
    .values(password=bindparam("to_hash"), password_at=bindparam("now"), must_change=bindparam("must"))
)
_PAST = insert(past_passwords)
_PAST_OF = (
    past_passwords.select()
    .with_only_columns(_o.password)
    .where(_o.person == bindparam("person"))
    .order_by(_o.until.desc())
)


class By(msgspec.Struct, frozen=True):
    """Who changes something: a person with their roles, "" for the system itself, and the address it came from."""

    person: str
    name: str
    place: str
    grants: tuple[Grant, ...] = ()


class NewPerson(msgspec.Struct, frozen=True):
    """Somebody to be let in: what they type, what they are called, and what they may."""

    login: str
    name: str
    grants: tuple[Grant, ...] = ()


class FirstPassword(msgspec.Struct, frozen=True):
    """A password made for somebody, told this once, and its hash: with it they sign in, and choose their own."""

    password: str
    hash: str


class Own(msgspec.Struct, frozen=True):
    """A password that its holder has chosen, as its hash."""

    hash: str


def first_password() -> FirstPassword:
    """Return a new first password; slow, so it is made outside of any unit of work."""
    letters = shown(typed_code(secrets.randbelow(len(LETTERS) ** FIRST_LETTERS), FIRST_LETTERS))
    # Of three kinds of signs and more, so that every profile takes it.
    password = f"{letters.lower().capitalize()}-{secrets.randbelow(FIRST_DIGITS):03}"
    return FirstPassword(password, hashed(password))


def add_person(uow: UnitOfWork, new: NewPerson, password: FirstPassword | Own, by: By, law: Law, now: int) -> str:
    """Make an account at `now` (ms) and return its id; a first password must be changed.

    Raises `Refusal` login_unfit, name_unfit, login_taken, and as `give_role`.
    """
    lock_record(uow)
    login = _login(new.login)
    name = _name(new.name)
    if person_by_login(uow, login) is not None:
        raise Refusal("login_taken", login=login)
    tree = tree_of(uow)
    _admit_grants(tree, new.grants, by, law)
    if not new.grants and not may(by.grants, "accounts", None, tree):
        raise Refusal("role_above")
    id_ = secrets.token_hex(8)
    uow.run(
        _NEW,
        id=id_,
        login=login,
        name=name,
        password=password.hash,
        password_at=now,
        must_change=int(isinstance(password, FirstPassword)),
        pin=None,
        card=None,
        second=None,
        second_step=0,
        created_at=now,
        disabled_at=None,
        seen_at=None,
    )
    for grant in new.grants:
        _give(uow, id_, grant, by, now)
    _record(uow, by, now, "person_added", login, after=[name, told(new.grants)])
    return id_


def give_role(uow: UnitOfWork, person: str, grant: Grant, by: By, law: Law, now: int) -> None:
    """Give somebody one more role at `now` (ms).

    Raises `Refusal` person_gone, own_account, role_above, role_place, role_place_missing, center_unknown, duties_apart.
    """
    row = reached(uow, person, by, own=False)
    if grant in row.grants:
        return
    _admit_grants(tree_of(uow), (grant,), by, law)
    check_apart((*row.grants, grant), law.apart)
    _give(uow, person, grant, by, now)
    _record(uow, by, now, "role_given", row.login, told(row.grants), told((*row.grants, grant)), grant.center)
    sign_ins.end_all(uow, person, "roles_changed", now)


def take_role(uow: UnitOfWork, person: str, grant: Grant, by: By, now: int) -> None:
    """Take a role away; raises `Refusal` person_gone, own_account, role_above, last_administrator."""
    row = reached(uow, person, by, own=False)
    if grant not in row.grants:
        return
    if not _may_give(tree_of(uow), grant, by):
        raise Refusal("role_above")
    _must_not_be_last(uow, row, {grant.role} - {each.role for each in row.grants if each != grant})
    uow.run(_TAKE, of_person=person, of_role=grant.role, of_center=grant.center)
    left = tuple(each for each in row.grants if each != grant)
    _record(uow, by, now, "role_taken", row.login, told(row.grants), told(left), grant.center)
    sign_ins.end_all(uow, person, "roles_changed", now)


def rename(uow: UnitOfWork, person: str, name: str, by: By, now: int) -> None:
    """Call somebody by another name; raises `Refusal` person_gone, role_above, name_unfit."""
    row = reached(uow, person, by)
    fresh = _name(name)
    if fresh != row.name:
        uow.run(_NAME, of_id=person, to_name=fresh)
        _record(uow, by, now, "person_renamed", row.login, row.name, fresh)


def disable(uow: UnitOfWork, person: str, by: By, now: int) -> None:
    """Let somebody sign in no more; raises `Refusal` person_gone, own_account, role_above, last_administrator."""
    row = reached(uow, person, by, own=False)
    if row.disabled_at is None:
        _must_not_be_last(uow, row, {each.role for each in row.grants})
        uow.run(_DISABLE, of_id=person, at=now)
        sign_ins.end_all(uow, person, "disabled", now)
        _record(uow, by, now, "person_disabled", row.login)


def enable(uow: UnitOfWork, person: str, by: By, now: int) -> None:
    """Let somebody sign in again; raises `Refusal` person_gone, own_account, role_above."""
    row = reached(uow, person, by, own=False)
    if row.disabled_at is not None:
        uow.run(_DISABLE, of_id=person, at=None)
        forget_wrong(uow, row.login)
        _record(uow, by, now, "person_enabled", row.login)


def unlock(uow: UnitOfWork, person: str, by: By, now: int) -> None:
    """Forget somebody's wrong tries; raises `Refusal` person_gone, role_above."""
    row = reached(uow, person, by)
    forget_wrong(uow, row.login)
    _record(uow, by, now, "person_unlocked", row.login)


def reset_password(uow: UnitOfWork, person: str, first: FirstPassword, by: By, now: int) -> None:
    """Give somebody a `first` password anew, and ask for no second factor until they set one up.

    Raises `Refusal` person_gone, own_account, role_above.
    """
    row = reached(uow, person, by, own=False)
    uow.run(_PASSWORD, of_id=person, to_hash=first.hash, now=now, must=1)
    drop_second(uow, person)
    forget_wrong(uow, row.login)
    sign_ins.end_all(uow, person, "password_changed", now)
    _record(uow, by, now, "password_reset", row.login)


def weigh_password(row: PersonRow, old: str | None, new: str, law: Law, past: list[str], about: tuple[str, ...]) -> str:
    """Return the hash of a new password that `law` takes; slow, so it is done outside of any unit of work.

    `old` is None where nobody has one yet. Raises `Refusal` password_wrong, password_used, and as `check_password`.
    """
    if old is not None and not fits(old, row.password):
        raise Refusal("password_wrong")
    check_password(new, law, common(), (row.login, row.name, *about))
    barred = [*past[: law.old], *([row.password] if row.password else [])]
    if any(fits(new, each) for each in barred):
        raise Refusal("password_used")
    return hashed(new)


def set_password(uow: UnitOfWork, row: PersonRow, to_hash: str, by: By, now: int, stays: str = "") -> None:
    """Keep a password that was weighed, end all other sign-ins than `stays`.

    Raises `Refusal` password_wrong when it was changed meanwhile.
    """
    lock_record(uow)
    if person_of(uow, row.id).password != row.password:
        raise Refusal("password_wrong")
    if row.password is not None:
        uow.run(_PAST, person=row.id, until=now, password=row.password)
    uow.run(_PASSWORD, of_id=row.id, to_hash=to_hash, now=now, must=0)
    sign_ins.end_all(uow, row.id, "password_changed", now, stays)
    _record(uow, by, now, "password_changed", row.login)


def past_of(reading: Reading, person: str) -> list[str]:
    """Return the hashes of the passwords that somebody had, the last first."""
    return [str(row[0]) for row in reading.rows(_PAST_OF, person=person)]


def end_sign_in(uow: UnitOfWork, person: str, sign_in: str, by: By, now: int) -> None:
    """End one sign-in of somebody; raises `Refusal` person_gone, role_above."""
    row = reached(uow, person, by)
    if sign_in in {each.id for each in sign_ins.open_sign_ins(uow, person)}:
        sign_ins.end(uow, sign_in, "ended_by_other", now)
        _record(uow, by, now, "sign_in_ended", row.login)


def read_role(text: str) -> Role:
    """Return the role of that name; raises `Refusal` role_unknown."""
    if text not in get_args(Role):
        raise Refusal("role_unknown")
    return cast(Role, text)


def reaches(tree: CityTree, row: PersonRow, by: By) -> bool:
    """Tell whether `by` may look after the account of `row`: all of its roles are such as they give themselves."""
    if may(by.grants, "accounts", None, tree):
        return True
    return bool(row.grants) and all(_may_give(tree, grant, by) for grant in row.grants)


def reached(uow: UnitOfWork, person: str, by: By, own: bool = True) -> PersonRow:
    """Return the account that `by` is about to change, its record locked; not their `own` where that is not for them.

    Raises `Refusal` person_gone, own_account, role_above.
    """
    lock_record(uow)
    row = person_of(uow, person)
    if not own and person == by.person:
        raise Refusal("own_account")
    if person != by.person and not reaches(tree_of(uow), row, by):
        raise Refusal("role_above")
    return row


def _may_give(tree: CityTree, grant: Grant, by: By) -> bool:
    if may(by.grants, "accounts", None, tree):
        return True
    return grant.role in STAFF and may(by.grants, "staff", grant.center or None, tree)


def _admit_grants(tree: CityTree, grants: tuple[Grant, ...], by: By, law: Law) -> None:
    check_apart(grants, law.apart)
    for grant in grants:
        check_place(grant)
        if grant.center and grant.center not in tree.parents:
            raise Refusal("center_unknown", center=grant.center)
        if not _may_give(tree, grant, by):
            raise Refusal("role_above")


def _give(uow: UnitOfWork, person: str, grant: Grant, by: By, now: int) -> None:
    uow.run(_GIVE, person=person, role=grant.role, center=grant.center, staff=None, given_at=now, given_by=by.person)


def _must_not_be_last(uow: UnitOfWork, row: PersonRow, leaving: set[Role]) -> None:
    if row.disabled_at is None and any(role in leaving and holders(uow, role) <= {row.id} for role in INDISPENSABLE):
        raise Refusal("last_administrator")


def _login(text: str) -> str:
    login = folded(text)
    if LOGIN.fullmatch(login) is None:
        raise Refusal("login_unfit")
    return login


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name or len(name) > NAME_LONGEST or not name.isprintable():
        raise Refusal("name_unfit", longest=NAME_LONGEST)
    return name


def _record(
    uow: UnitOfWork,
    by: By,
    now: int,
    what: str,
    about: str,
    before: object = "",
    after: object = "",
    center: str = "",
) -> None:
    written = ["" if each == "" else msgspec.json.encode(each).decode() for each in (before, after)]
    record(uow, Changed(now, by.person, by.name, what, about, center, "done", by.place, *written))
