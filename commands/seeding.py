"""`banshi seed`: make the database and write a city into it, once."""

import sys
import time
from pathlib import Path

import msgspec

from commands.failing import language
from config.city_file import shipped_city
from config.edition_file import shipped_guidance
from config.settings import Settings
from config.words import say
from server.office.releases.shipped import publish_shipped
from server.rules.guidance.search.pinyin import searchable
from server.store.opening import open_store
from server.store.release_key import make_key, read_key
from server.store.seeding import SeedReport, empty_city
from server.store.seeding import seed as write_city
from server.store.store import Store
from server.store.unit_of_work import CITY


def seed(settings: Settings, *, demo: bool, as_json: bool) -> None:
    """Write the fictional city (or an empty one) and print its tokens, which are never shown again."""
    store = open_store(settings.data, settings.database, create=True)
    try:
        report = write_demo(store, settings.data) if demo else write_city(store, empty_city(), now())
    finally:
        store.close()
    sys.stdout.write((msgspec.json.encode(report).decode() if as_json else _text(report)) + "\n")


def write_demo(store: Store, data: Path) -> SeedReport:
    """Write the fictional city and publish its guidance; a store that has a city is left as it is.

    The key that signs its releases is made in the directory `data`.
    """
    city = shipped_city("dongjiang")
    report = write_city(store, city, now())
    if not report.already:
        guidance, key = searchable(shipped_guidance(city.pack)), read_key(data) or make_key(data)
        store.write(CITY, lambda uow: publish_shipped(uow, guidance, key, now()))
    return report


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
