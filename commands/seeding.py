"""`banshi seed`: make the database and write a city into it, once."""

import sys
import time
from functools import cache
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from commands.city.reading import CityFile
from commands.failing import CannotRun, language
from config.centers import City
from config.city_file import shipped_city
from config.documents import WrittenCity
from config.edition import Guidance
from config.edition_file import shipped_guidance
from config.settings import Settings
from config.words import say
from server.office.drafts.begun import shipped_names
from server.office.releases.shipped import publish_shipped
from server.rules.guidance.search.pinyin import searchable
from server.store.opening import open_store
from server.store.release_key import first_key
from server.store.seeding import SeedReport, empty_city, has_city
from server.store.seeding import seed as write_city
from server.store.store import Store
from server.store.unit_of_work import CITY
from server.wire.signed_release import public_key


def seed(settings: Settings, *, demo: bool, city: Path | None = None, as_json: bool) -> None:
    """Write the city in the file `city`, the fictional one, or an empty one; print its tokens, never shown again.

    Guidance that comes with Banshi under the name of the city's pack is published. Raises `CityProblems`.
    """
    if demo and city is not None:
        raise CannotRun("two_cities", "Give either --demo or --city FILE.")
    written = CityFile(city, language()).city if city is not None else empty_city()
    store = open_store(settings.data, settings.database, create=True)
    try:
        if demo:
            report = write_demo(store, settings.data)
        else:
            report = write_city(store, written, now(), _key_of(store, settings.data) if written.centers else "")
            if isinstance(written, WrittenCity) and not report.already:
                _publish(store, settings.data, written.city.pack)
    finally:
        store.close()
    sys.stdout.write((msgspec.json.encode(report).decode() if as_json else _text(report)) + "\n")


def write_demo(store: Store, data: Path, other: City | None = None) -> SeedReport:
    """Write the fictional city, or `other`, and publish its guidance; a store that has a city is left as it is.

    The key that signs its releases is made in the directory `data`.
    """
    city = other or shipped_city("dongjiang")
    report = write_city(store, city, now(), _key_of(store, data))
    if not report.already:
        _publish(store, data, city.pack)
    return report


def _key(data: Path) -> Ed25519PrivateKey:
    """Return the key that the city's releases are signed with, made where there is none."""
    return first_key(data)


def _key_of(store: Store, data: Path) -> str:
    """Return the public key that a new city's kiosks trust; a city that is here already is left alone."""
    return "" if store.read(has_city) else public_key(_key(data))


def _publish(store: Store, data: Path, pack: str) -> None:
    """Publish the guidance of `pack`, when it comes with Banshi."""
    if pack in shipped_names():
        guidance, key = searched_guidance(pack), _key(data)
        store.write(CITY, lambda uow: publish_shipped(uow, guidance, key, now()))


@cache
def searched_guidance(pack: str) -> Guidance:
    """Return the guidance of a pack that comes with Banshi and what it is searched by, once; raises `PackError`."""
    return searchable(shipped_guidance(pack))


def now() -> int:
    """Return the moment now in milliseconds since the epoch."""
    return time.time_ns() // 1_000_000


def steady() -> int:
    """Return milliseconds on a clock that nobody sets."""
    return time.monotonic_ns() // 1_000_000


def _text(report: SeedReport) -> str:
    if report.already:
        return say(language(), "There is a city already. Nothing was changed.")
    if report.city is None or report.tokens is None:
        return ""
    lines = [say(language(), "{city} is written. These tokens are shown only now:", city=report.city.name)]
    for center in report.centers:
        lines.append(f"{center.id}  {center.name}")
        lines += [f"  {counter.id:<24}{counter.token}" for counter in center.counters]
        lines.append(f"  {'kiosk':<24}{report.tokens.kiosk[center.id]}")
        lines.append(f"  {'display':<24}{report.tokens.display[center.id]}")
    lines += [f"{'channel':<26}{report.tokens.channel}", f"{'admin':<26}{report.tokens.admin}"]
    return "\n".join(lines)
