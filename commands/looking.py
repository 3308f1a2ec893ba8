"""What `banshi doctor` looks at beside programs: database, server and ports, devices, limits, the clock."""

import http.client
import os
import resource
import socket
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import msgspec
import pysqlite3
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from commands.failing import CannotRun
from commands.finding import Finding
from commands.listening import may_listen
from commands.terminal import language
from config.centers import Calendar
from config.settings import Settings, address
from config.system_words import for_others, system_says
from config.words import say
from server.office.care.backups import state_of
from server.office.care.box_health import box_health
from server.rules.days_off import missing_year
from server.store.foreign_log import foreign_log
from server.store.opening import DAMAGED, OLDEST_POSTGRESQL
from server.store.postgresql_store import engine_of
from server.store.sqlite_file import FILE, connect, is_in_use

DESCRIPTORS: Final = 12_000
"""What ten thousand connections need, and some room."""
SECONDS: Final = 2.0
_NEWEST: Final = "SELECT coalesce(max(told_at), 0) FROM centers"
_CALENDARS: Final = "SELECT DISTINCT calendar FROM centers"
_CITIES: Final = "SELECT count(*) FROM cities"


def look_around(settings: Settings, *, data_given: bool) -> Iterator[Finding]:
    """Give what was found; nothing is changed, and nothing is waited for longer than some seconds."""
    found = newest = None
    if settings.database:
        found, newest = _postgresql(settings.database)
        yield found
    elif data_given or settings.data.exists():
        found, newest = _sqlite(settings.data)
        yield found
    if found is not None and found.good:
        yield from _holidays(settings)
    yield _server(settings)
    if "BANSHI_PRINTER" in os.environ or settings.printer != Settings.model_fields["printer"].default:
        yield _device("printer", settings.printer)
    if settings.card_reader:
        yield _device("card reader", settings.card_reader)
    yield _screen()
    yield _descriptors()
    yield _clock(newest)
    yield _backup(settings)
    places = (settings.data, *([settings.backup.folder] if settings.backup.folder else []))
    for health in box_health(places):
        remedy = "" if health.remedy is None else health.remedy.say(language())
        yield Finding(health.name, health.good, health.found.say(language()), remedy)


def _sqlite(data: Path) -> tuple[Finding, int | None]:
    file = data / FILE
    if not file.is_file():
        seed = _say("Make it: banshi seed --data {place}", place=data)
        return Finding("database", False, _say("there is no data in {place}", place=data), seed), None
    if file.stat().st_size == 0:
        return Finding("database", False, _say("{place} is empty", place=file), _say("Restore a backup.")), None
    try:
        # Before SQLite looks at the file: it would copy the log into it.
        log = None if is_in_use(data) else foreign_log(file)
        if log is not None:
            found = _say("{place} was put there after {log} was written, which is another file's", place=file, log=log)
            remedy = (
                "If it is a backup: delete {log}, then say banshi restored. If both were moved together: touch {log}."
            )
            return Finding("database", False, found, _say(remedy, log=log)), None
        connection = connect(file, writer=False)
        try:
            sound = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            cities, newest = connection.execute(_CITIES).fetchone()[0], connection.execute(_NEWEST).fetchone()[0]
        finally:
            connection.close()
    except (pysqlite3.Error, OSError) as error:
        sound = str(error)
    if sound != "ok":
        why = for_others(sound, DAMAGED).say(language())
        return Finding("database", False, f"{file}: {why}", _say("Restore a backup.")), None
    return _whole(str(file), cities), int(newest)


def _postgresql(url: str) -> tuple[Finding, int | None]:
    engine = engine_of(url)
    place = engine.url.render_as_string(hide_password=True)
    try:
        with engine.connect() as connection:
            version = int(connection.scalar(text("SELECT current_setting('server_version_num')::int")) or 0) // 10_000
            if version < OLDEST_POSTGRESQL:
                remedy = _say("Use PostgreSQL {needed} or later.", needed=OLDEST_POSTGRESQL)
                return Finding("database", False, f"PostgreSQL {version}", remedy), None
            cities, newest = connection.scalar(text(_CITIES)), connection.scalar(text(_NEWEST))
        return _whole(place, int(cities or 0)), int(newest or 0)
    except DBAPIError as error:
        why = str(error.orig).strip().splitlines()[0]
        return Finding("database", False, f"{place}: {why}", _say("Start it, or correct its address.")), None
    finally:
        engine.dispose()


def _holidays(settings: Settings) -> Iterator[Finding]:
    """Say which year's table of holidays is missing, from the first of November on; nothing while all is well."""
    try:
        if settings.database:
            engine = engine_of(settings.database)
            with engine.connect() as connection:
                written = [row[0] for row in connection.execute(text(_CALENDARS))]
            engine.dispose()
        else:
            file = connect(settings.data / FILE, writer=False)
            written = [row[0] for row in file.execute(_CALENDARS).fetchall()]
            file.close()
    except (DBAPIError, pysqlite3.Error, OSError):
        # A database of before has no calendars; `banshi serve` brings it to this schema.
        return
    today = date.today()  # noqa: DTZ011 - as the wall of this machine shows it
    years = {missing_year(msgspec.json.decode(each, type=Calendar), today) for each in written} - {None}
    for year in sorted(each for each in years if each is not None):
        found = _say("the holidays of {year} are not written yet", year=year)
        remedy = _say("Import them: banshi calendar import --year {year}", year=year)
        yield Finding("calendar", False, found, remedy)


def _whole(place: str, cities: int) -> Finding:
    if cities == 0:
        return Finding("database", False, _say("{place} holds no city", place=place), _say("Write one: banshi seed"))
    return Finding("database", True, place)


def _server(settings: Settings) -> Finding:
    parts = urlsplit(settings.server)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "127.0.0.1", parts.port, timeout=SECONDS)
    try:
        connection.request("GET", "/readyz")
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return _ports(settings)
    finally:
        connection.close()
    found = _say("{place} answers {status}", place=settings.server, status=status)
    remedy = "" if status == 200 else _say("Look into its log.")
    return Finding("server", status == 200, found, remedy)


def _ports(settings: Settings) -> Finding:
    try:
        may_listen([address(settings.http), address(settings.live)])
    except CannotRun as error:
        return Finding("ports", False, say(language(), error.message, **error.values), _say("Give other ports."))
    return Finding("ports", True, _say("{http} and {live} are free", http=settings.http, live=settings.live))


def _device(what: str, url: str) -> Finding:
    parts = urlsplit(url)
    remedy = _say("Switch it on, and look at cable and address.")
    if parts.scheme == "serial":
        there = os.access(parts.path, os.R_OK | os.W_OK)
        return Finding(what, there, url, "" if there else remedy)
    try:
        socket.create_connection((parts.hostname or "", parts.port or 0), SECONDS).close()
    except OSError as error:
        return Finding(what, False, f"{url}: {system_says(error).say(language())}", remedy)
    return Finding(what, True, url)


def _screen() -> Finding:
    display = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return Finding("screen", True, display or _say("none here; only a kiosk needs one"))


def _descriptors() -> Finding:
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    enough = hard == resource.RLIM_INFINITY or hard >= DESCRIPTORS
    remedy = "" if enough else _say("Raise it to {count}: LimitNOFILE in the service, or ulimit -n.", count=DESCRIPTORS)
    return Finding("descriptors", enough, str(hard), remedy)


def _clock(newest: int | None) -> Finding:
    now = time.time()
    said = time.strftime("%Y-%m-%d %H:%M:%S %Z", time.localtime(now))
    if newest is not None and newest / 1000 > now + 60:
        behind = round(newest / 1000 - now)
        found = _say("{clock}, {seconds} seconds behind what was written last", clock=said, seconds=behind)
        return Finding("clock", False, found, _say("Set the clock, and let it be kept by NTP."))
    return Finding("clock", True, said)


def _backup(settings: Settings) -> Finding:
    state = state_of(settings, round(time.time() * 1000))
    if state.off:
        return Finding("backup", False, _say("no backups are made"), _say("Write [backup] into banshi.toml."))
    last = state.last
    if last is not None and last.why is not None:
        return Finding("backup", False, last.why.say(language()), _say("Mend that, then: banshi backup --trial"))
    if state.last_good is None:
        return Finding("backup", False, _say("there is no good backup"), _say("Make one: banshi backup --trial"))
    day = time.strftime("%Y-%m-%d %H:%M", time.localtime(state.last_good / 1000))
    found = _say("the last good backup is of {day}", day=day)
    remedy = _say("Does the server run? Make one: banshi backup --trial") if state.overdue else ""
    return Finding("backup", not state.overdue, found, remedy)


def _say(sentence: str, **values: object) -> str:
    return say(language(), sentence, **values)
