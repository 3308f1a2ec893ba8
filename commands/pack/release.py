"""`banshi pack submit|check|review|return|publish|withdraw|rollback|state|key`: the way of a release, act by act."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, tzinfo
from pathlib import Path
from typing import TypeVar

import msgspec

from commands.at_console import CONSOLE, at_console
from commands.failing import CannotRun, language
from commands.seeding import now
from config.edition_file import load_guidance
from config.settings import Settings
from config.words import say
from server.office.guidance.consultations import city_zone
from server.office.people.accounts import By
from server.office.releases import prepare as prepare_release
from server.office.releases import publish as publish_release
from server.office.releases import recorded
from server.office.releases.record import SHORT, acts_of, guidance_of, in_force, must_be, named_release, standing_of
from server.office.releases.signing import signing_key
from server.rules.guidance.release.difference import difference_of
from server.rules.guidance.release.record import WORDS, Act, Standing, standings
from server.rules.guidance.search.pinyin import searchable
from server.store.opening import open_store
from server.store.release_key import make_key
from server.store.store import Store
from server.store.unit_of_work import CITY, Reading
from server.wire.messages import moment
from server.wire.signed_release import public_key, release_body, release_id

T = TypeVar("T")


class Submitted(msgspec.Struct, frozen=True):
    """What `banshi pack submit --json` prints: the draft, how much it changes, who must vouch for it."""

    release: str
    changes: int
    departments: tuple[str, ...]


class RecordReport(msgspec.Struct, frozen=True):
    """What `banshi pack state --json` prints."""

    releases: tuple[Standing, ...]
    acts: tuple[Act, ...]


@contextmanager
def opened(settings: Settings) -> Iterator[Store]:
    """Open the city's store, also beside a running server."""
    store = open_store(settings.data, settings.database, beside=True)
    try:
        yield store
    finally:
        store.close()


def submit(settings: Settings, folder: Path, by: str, note: str, *, as_json: bool) -> None:
    """Prove the pack in `folder` and hand it in; raises `PackError`, `Refusal`."""
    written = searchable(load_guidance(folder))
    with opened(settings) as store:
        guidance = store.read(lambda reading: prepare_release.with_halls_table(reading, written))
        today = datetime.fromtimestamp(now() / 1000, store.read(city_zone)).date()
        publish_release.pass_gate(release_id(release_body(guidance)), guidance, today)
        release = store.write(CITY, lambda uow: recorded.submit(uow, guidance, _by(by), now(), note))
        told = store.read(lambda reading: _submitted(reading, release))
    if as_json:
        sys.stdout.write(msgspec.json.encode(told).decode() + "\n")
        return
    _tell("Release {release} is handed in: {count} changes.", release=release[:SHORT], count=told.changes)
    _tell("To be checked by: {departments}", departments=", ".join(told.departments))


def check(settings: Settings, release: str, by: str, departments: list[str], note: str) -> None:
    """Let `departments` vouch for a draft; raises `Refusal`."""
    with opened(settings) as store:
        whole = store.read(lambda reading: named_release(reading, release))
        store.write(CITY, lambda uow: recorded.check(uow, whole, _by(by), departments, now(), note))
        left = store.read(lambda reading: prepare_release.unchecked(reading, standing_of(reading, whole, now()), now()))
    if left:
        _tell("To be checked by: {departments}", departments=", ".join(left))
    else:
        _tell("Release {release} is checked. It can be reviewed now.", release=whole[:SHORT])


def review(settings: Settings, release: str, by: str, note: str) -> None:
    """Review a draft; raises `Refusal`."""
    with opened(settings) as store:
        whole = store.read(lambda reading: named_release(reading, release))
        store.write(CITY, lambda uow: recorded.review(uow, whole, _by(by), now(), note))
    _tell("Release {release} is reviewed. It can be published now.", release=whole[:SHORT])


def give_back(settings: Settings, release: str, by: str, note: str) -> None:
    """Give a draft back to its author; raises `Refusal`."""
    with opened(settings) as store:
        whole = store.read(lambda reading: named_release(reading, release))
        store.write(CITY, lambda uow: recorded.give_back(uow, whole, _by(by), now(), note))
    _tell("Release {release} is given back to its author.", release=whole[:SHORT])


def publish(settings: Settings, release: str, by: str, at: str | None, note: str) -> None:
    """Publish a reviewed release at once, or from `at` on the city's clock; raises `Refusal`, `CannotRun`."""
    with opened(settings) as store:
        whole = store.read(lambda reading: named_release(reading, release))
        zone = store.read(city_zone)
        begins = None if at is None else _moment(at, zone)
        # First what takes no time: a release that is not reviewed need not be proved.
        standing = store.read(lambda reading: standing_of(reading, whole, now()))
        must_be(standing, "reviewed")
        day = datetime.fromtimestamp((begins or now()) / 1000, zone).date()
        guidance = store.read(lambda reading: guidance_of(reading, whole))
        passed = publish_release.pass_gate(whole, guidance, day)
        key = signing_key(store, settings.data, now())
        store.write(CITY, lambda uow: recorded.put_in_force(uow, passed, _by(by), key, now(), begins, note))
    if begins is None:
        _tell("Release {release} is in force.", release=whole[:SHORT])
    else:
        _tell("Release {release} comes into force at {moment}.", release=whole[:SHORT], moment=at)


def withdraw(settings: Settings, release: str, by: str, note: str) -> None:
    """Take a scheduled release back; raises `Refusal`."""
    with opened(settings) as store:
        whole = store.read(lambda reading: named_release(reading, release))
        store.write(CITY, lambda uow: recorded.withdraw(uow, whole, _by(by), now(), note))
    _tell("Release {release} will not come into force.", release=whole[:SHORT])


def rollback(settings: Settings, release: str | None, by: str, note: str) -> None:
    """Put an earlier release back into force; raises `Refusal`."""
    with opened(settings) as store:
        wanted = None if release is None else store.read(lambda reading: named_release(reading, release))
        key = signing_key(store, settings.data, now())
        whole = store.write(CITY, lambda uow: recorded.roll_back(uow, _by(by), key, now(), wanted, note))
    _tell("Release {release} is in force.", release=whole[:SHORT])


def state(settings: Settings, *, as_json: bool) -> None:
    """Print where every release stands, and the record."""
    with opened(settings) as store:
        acts = store.read(acts_of)
    found = tuple(standings(acts, now()).values())
    if as_json:
        sys.stdout.write(msgspec.json.encode(RecordReport(found, acts)).decode() + "\n")
        return
    words = language()
    for each in found:
        since = f"  {moment(each.in_force_at)}" if each.in_force_at is not None else ""
        sys.stdout.write(f"{each.release[:SHORT]}  {say(words, WORDS[each.state])}{since}  {each.author}\n")
    for act in acts:
        more = " ".join(each for each in (act.department, act.note) if each)
        line = f"{act.number:>5}  {moment(act.at)}  {act.release[:SHORT]}  {act.kind:<10} {act.actor}  {more}"
        sys.stdout.write(line.rstrip() + "\n")


def tell_key(settings: Settings, by: str, *, new: bool) -> None:
    """Print the public key in use; with `new` make another one and sign what is in force with it."""
    with opened(settings) as store:
        if new:
            key = make_key(settings.data)
            store.write(CITY, lambda uow: recorded.take_key(uow, public_key(key), at_console(by), now()))
            if store.read(lambda reading: in_force(reading, now())) is not None:
                store.write(CITY, lambda uow: publish_release.publish_again(uow, by, key, now(), "new key"))
        sys.stdout.write(public_key(signing_key(store, settings.data, now())) + "\n")


def _by(name: str) -> By:
    """Return who does it, by the `name` that was typed; without one the step is refused."""
    return By("", name.strip(), CONSOLE)


def _submitted(reading: Reading, release: str) -> Submitted:
    current = in_force(reading, now())
    after = guidance_of(reading, release)
    changes = len(difference_of(guidance_of(reading, current.release), after)) if current else len(after.pack.items)
    departments = prepare_release.unchecked(reading, standing_of(reading, release, now()), now())
    return Submitted(release, changes, departments)


def _moment(at: str, zone: tzinfo) -> int:
    try:
        begins = datetime.fromisoformat(at)
    except ValueError as error:
        raise CannotRun("moment_wrong", "{moment} is no moment. Write it as 2026-12-01T08:00.", moment=at) from error
    return round((begins if begins.tzinfo else begins.replace(tzinfo=zone)).timestamp() * 1000)


def _tell(sentence: str, **values: object) -> None:
    sys.stdout.write(say(language(), sentence, **values) + "\n")
