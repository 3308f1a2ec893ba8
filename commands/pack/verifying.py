"""`banshi pack verify|replay`: prove what was published, and repeat what was answered."""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec

from commands.failing import CannotRun, language
from commands.pack.release import opened
from config.edition import Guidance
from config.settings import Settings
from config.text_file import read_bytes
from config.words import say
from server.office.guidance.consultations import CityTime, changed_at, consultation_of
from server.office.releases.keys import keys_ever
from server.office.releases.record import SHORT, acts_of, body_of, guidance_of, held_publications
from server.rules.errors import Refusal
from server.rules.guidance.consultation import consult
from server.rules.guidance.judge.book import open_book
from server.rules.guidance.release.editions import pack_of
from server.rules.guidance.search.entry import entries_of
from server.rules.guidance.search.pinyin import dictionary, readings_of
from server.rules.guidance.search.tables import belong
from server.store.unit_of_work import Reading
from server.wire.messages import moment
from server.wire.signed_release import Statement, check_signature, open_release, release_id

RELEASE_BYTES = 200_000_000


class Flaw(msgspec.Struct, frozen=True):
    """What is wrong with the record: act number or release, a stable code, what."""

    where: str
    code: str
    what: str


def verify(settings: Settings, file: Path | None, key: str | None, *, as_json: bool) -> bool:
    """Print whether everything published, or the release in `file`, is as it was signed; return that."""
    words = language()
    if file is not None:
        release = open_release(read_bytes(file, RELEASE_BYTES), key)
        wrong = tuple(flaws_of_search(release.id, release.guidance))
        told = {"release": release.id, "statement": release.statement, "key": release.key, "flaws": wrong}
        sentence = say(words, "Release {release} is as it was signed.", release=release.id[:SHORT])
        lines = [sentence, *(f"{flaw.where}: {flaw.code}: {flaw.what}" for flaw in wrong)]
        sys.stdout.write((msgspec.json.encode(told).decode() if as_json else "\n".join(lines)) + "\n")
        return not wrong
    with opened(settings) as store:
        flaws, count = store.read(lambda reading: (tuple(flaws_of(reading, key)), len(held_publications(reading))))
    if as_json:
        sys.stdout.write(msgspec.json.encode({"publications": count, "flaws": flaws}).decode() + "\n")
    else:
        for flaw in flaws:
            sys.stdout.write(f"{flaw.where}: {flaw.code}: {flaw.what}\n")
        sys.stdout.write(say(words, "{count} publications, {flaws} flaws", count=count, flaws=len(flaws)) + "\n")
    return not flaws


def flaws_of(reading: Reading, key: str | None = None) -> Iterator[Flaw]:
    """Find everything in the record that is not as it was written: bodies, order, statements, signatures."""
    acts = acts_of(reading)
    if [act.number for act in acts] != list(range(1, len(acts) + 1)):
        yield Flaw("record", "record_gap", "acts are missing")
    for release in dict.fromkeys(act.release for act in acts):
        if release_id(body_of(reading, release).encode()) != release:
            yield Flaw(release[:SHORT], "release_hash", "its content is not what its id says")
        else:
            yield from flaws_of_search(release, guidance_of(reading, release))
    named = {act.number: act for act in acts}
    trusted = keys_ever(reading) if key is None else frozenset((key,))
    for each in held_publications(reading):
        where = f"act {each.number}"
        if each.key not in trusted:
            yield Flaw(where, "release_key", "it is signed with a key that is not trusted")
        try:
            check_signature(each.key, each.statement, each.signature)
            said = msgspec.json.decode(each.statement, type=Statement)
        except (Refusal, msgspec.DecodeError):
            yield Flaw(where, "release_signature", "its signature is wrong")
            continue
        act = named[each.number]
        if (said.release, said.number, said.in_force_at) != (act.release, act.number, act.in_force_at):
            yield Flaw(
                where, "release_statement", f"it says release {said.release[:SHORT]} at {moment(said.in_force_at)}"
            )


def flaws_of_search(release: str, guidance: Guidance) -> Iterator[Flaw]:
    """Make the search tables of a release anew; one that was published before releases had any has no flaw."""
    tables = guidance.search
    if tables is None:
        return
    if not belong(tables, guidance.pack):
        yield Flaw(release[:SHORT], "release_search", "its search tables are not those of its guidance")
    # Another version of the dictionary may read a name otherwise; that is no reason to doubt what was published.
    if tables.readings.dictionary == dictionary() and tables.readings != readings_of(entries_of(guidance.pack)):
        yield Flaw(release[:SHORT], "release_readings", "its names are not read as its dictionary reads them")


def replay(settings: Settings, code: str, on: str | None) -> None:
    """Print what a consultation said on the day of its last change, or on another day, as JSON."""
    with opened(settings) as store:
        kept = store.read(lambda reading: consultation_of(reading, code))
        guidance = store.read(lambda reading: guidance_of(reading, kept.release))
        then = store.read(lambda reading: changed_at(reading, kept))
    try:
        at = then if on is None else CityTime(date.fromisoformat(on))
    except ValueError as error:
        raise CannotRun("day_wrong", "{day} is no day. Write it as 2026-11-24.", day=on) from error
    book = open_book(pack_of(guidance, kept.edition))
    answer = consult(book, kept.checklists, kept.answers, at.day, kept.wish, at.minute)
    told = {"state": kept, "day": at.day, "minute": at.minute, "answer": answer}
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(told), indent=1).decode() + "\n")
