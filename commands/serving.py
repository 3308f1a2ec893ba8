"""`banshi serve`: both halves of the server in one process, or one of them."""

import asyncio
import errno
import gc
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any, Final, TextIO, cast

import structlog

from caller.blueprint import page as caller_page
from commands.doctor import diagnosed
from commands.failing import CannotRun
from commands.first_run import tell_first_run
from commands.listening import may_listen
from commands.log_file import LogFile
from commands.one_core import keep_to_one_core
from commands.options import tell_what_is_seen
from commands.seeding import now, steady
from commands.service_manager import answers, tell, tell_every
from config.settings import Settings, address
from displays.blueprint import page as display_page
from server.live.doors import Doors
from server.live.service import LiveService
from server.office.alarm_keeper import AlarmKeeper
from server.office.alerts.sending import AlertKeeper
from server.office.audit.head_keeper import HeadKeeper
from server.office.audit.kept_heads import FILE as RECORD_HEADS
from server.office.audit.seal_keeper import SealKeeper
from server.office.bookings.due_keeper import DueKeeper
from server.office.care.backup_keeper import BackupKeeper
from server.office.care.box_health import box_health
from server.office.care.care_desk import CareDesk
from server.office.care.care_notices import care_notices
from server.office.care.upgrade_ahead import upgrade_ahead
from server.office.day_keeper import DayKeeper
from server.office.desk_watch import DeskKeeper
from server.office.elastic_keeper import ElasticKeeper
from server.office.hall_clock import HallClock
from server.office.hand_over_keeper import HandOverKeeper
from server.office.keeper import Keeper
from server.office.kept_waits import KeptWaitsKeeper
from server.office.postpone_keeper import PostponeKeeper
from server.office.purging import PurgeKeeper
from server.office.releases.proving import Proving
from server.office.remote.due_keeper import RemoteKeeper
from server.office.reports.fold_keeper import FoldKeeper
from server.office.reports.kept_files import FOLDER as KEPT_REPORTS
from server.office.reports.kept_files import ReportKeeper
from server.office.settings.keeper import SettingsKeeper
from server.rules.people.passwords import LAWS
from server.store.opening import open_store
from server.store.people_key import first_people_key
from server.store.postgresql_store import PostgresqlStore, engine_of
from server.store.read_only import ReadOnlyStore
from server.store.store import Store
from server.watched import watched_task
from server.web.app import create_app
from server.web.consulting import consulting
from server.web.http.limits import Limits, fitting, open_descriptors
from server.web.reports.making import book_in_force, kept_report
from server.web.serving import PortTaken, WebServer, bind
from server.wire.peer import LOOPBACK, Proxies, networks_of

END_WITHIN: Final = 4.5
"""Seconds after SIGTERM or Ctrl-C in which all is ended, also what waits for a database that does not answer."""
QUIET_AGAIN: Final = 60.0
COLLECT_AFTER: Final = (10_000, 10, 10)
"""New objects until the youngest are looked through for garbage, and how often until older ones and all are.

With Python's own 700 all of them are looked through again and again: with 5,000 sockets open that holds every thread
for half a second, and with 10,000 arriving at once several times in a row.
"""

SWITCH_SECONDS: Final = 0.001
"""How long a busy thread keeps the others from running: the one that takes newcomers in waits so long several times for
each, and Python's own 5 ms let 1,500 who come at once keep the next one waiting for more than a second."""


def serve(half: str, settings: Settings, *, safe: bool = False) -> None:
    """Run until SIGTERM or Ctrl-C; then finish what was begun, send sockets away, and close the store.

    A `safe` one only reads: no keeper works, whoever wants to change something is refused, and the database may be
    backed up, looked at and mended meanwhile.
    """
    log = LogFile(settings.log_file) if settings.log_file is not None else None
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(cast(TextIO, log or _Spoken(sys.stdout))),
    )
    web_at, live_at = address(settings.http), address(settings.live)
    may_listen([place for place, other in ((web_at, "live"), (live_at, "web")) if half != other])
    descriptors = open_descriptors()
    # Several processes on one PostgreSQL share the machine as they can: one that is alone need not.
    if settings.one_core and not settings.database:
        keep_to_one_core()
    deadline = threading.Timer(END_WITHIN, _give_up)
    deadline.daemon = True
    if safe:
        store: Store = only_to_read(settings)
    else:
        store = open_store(settings.data, settings.database, follow_only=half == "live" and not settings.database)
    tell_what_is_seen()
    try:
        asyncio.run(
            _run(
                store,
                web_at if half != "live" else None,
                live_at if half != "web" else None,
                live_at[1],
                settings,
                fitting(Limits(), descriptors),
                deadline,
                safe=safe,
            )
        )
    except PortTaken as error:
        raise CannotRun("port_taken", "{place} is in use. Choose another port.", place=error) from error
    finally:
        store.close()
        deadline.cancel()
        if log is not None:
            log.close()


def only_to_read(settings: Settings) -> ReadOnlyStore:
    """Return the store of `settings` as it is, to be read and nothing else.

    Raises `StoreError`, and `CannotRun` when another release has written it: nothing brings it to this one here.
    """
    ahead = upgrade_ahead(settings)
    if ahead.steps:
        raise CannotRun(
            "safe_schema",
            "The database is of schema {found} and this release of {newest}: a safe server changes nothing. "
            "Use the release that wrote it.",
            found=ahead.found,
            newest=ahead.newest,
        )
    if settings.database:
        return ReadOnlyStore(PostgresqlStore(engine_of(settings.database)))
    return ReadOnlyStore(open_store(settings.data, follow_only=True))


KEEPERS: Final = (
    AlarmKeeper,
    DayKeeper,
    DeskKeeper,
    DueKeeper,
    ElasticKeeper,
    FoldKeeper,
    HandOverKeeper,
    KeptWaitsKeeper,
    PostponeKeeper,
    RemoteKeeper,
    SealKeeper,
    SettingsKeeper,
    PurgeKeeper,
)
"""What looks after the hall beside its routes."""


async def _run(
    store: Store,
    web_at: tuple[str, int] | None,
    live_at: tuple[str, int] | None,
    live_port: int,
    settings: Settings,
    limits: Limits,
    deadline: threading.Timer,
    *,
    safe: bool,
) -> None:
    ending = asyncio.Event()
    failed: list[BaseException] = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(FullOnce().handle)

    def fail(error: BaseException) -> None:
        failed.append(error)
        loop.call_soon_threadsafe(ending.set)

    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, ending.set)
    clock = HallClock(now, steady)
    proving = Proving(store, clock, settings.data)
    care = CareDesk(settings, diagnosed, safe=safe)
    web = _web(store, web_at, live_port, settings, clock, limits, fail, proving, care) if web_at else None
    keepers: list[Keeper] = [keeper(store, clock) for keeper in KEEPERS if web_at and not safe]
    if web_at and not safe:
        keepers.append(HeadKeeper(store, clock, settings.data / RECORD_HEADS))
        keepers.append(AlertKeeper(store, clock, settings.alerts))
    if web_at and not safe and settings.reports.every:
        book = book_in_force(store, consulting(store))
        make = kept_report(store, book, clock, settings.reports)
        keepers.append(ReportKeeper(store, settings.data / KEPT_REPORTS, settings.reports, make))
    if web_at and not safe and settings.backup.folder is not None:
        keepers.append(BackupKeeper(settings, now))
    live = LiveService(store, _doors(settings))
    watching: asyncio.Task[None] | None = None
    try:
        if live_at is not None:
            try:
                await live.start(*live_at)
            except OSError as error:
                raise PortTaken(f"{live_at[0]}:{live_at[1]}") from error
        for keeper in keepers:
            await asyncio.to_thread(keeper.start)
        if web is not None:
            web.start()
        collect_seldom()
        sys.setswitchinterval(SWITCH_SECONDS)
        structlog.get_logger("serve").info("ready", http=web_at, live=live_at, safe=safe)
        if web is not None and not safe:
            await asyncio.to_thread(tell_first_run, store, clock(), settings)
        tell("READY=1")
        watching = _watched(web_at, live_at)
        await ending.wait()
        tell("STOPPING=1")
    finally:
        deadline.start()
        if watching is not None:
            watching.cancel()
        halves = [live.stop(), *(asyncio.to_thread(keeper.stop) for keeper in keepers)]
        halves.append(asyncio.to_thread(proving.stop))
        halves.append(asyncio.to_thread(care.stop))
        if web is not None:
            halves.append(asyncio.to_thread(web.stop))
        await asyncio.gather(*halves)
    if failed:
        raise failed[0]


def _watched(web_at: tuple[str, int] | None, live_at: tuple[str, int] | None) -> "asyncio.Task[None] | None":
    """Tell the service manager that this process lives as long as its halves answer; None where nobody watches."""
    every = tell_every()
    if every is None:
        return None
    places = [place for place in (web_at, live_at) if place is not None]

    async def tell_on() -> None:
        while True:
            if all(await asyncio.gather(*(asyncio.to_thread(answers, place) for place in places))):
                tell("WATCHDOG=1")
            await asyncio.sleep(every)

    return watched_task("service-manager", tell_on)


def collect_seldom() -> None:
    """Leave what is there for good (modules, statements, routes) out of all looking for garbage, and look seldom."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)


class _Spoken:
    """Where the log goes; a full disk below it, or a reader that is gone, stops nobody who has something to say."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def write(self, text: str) -> int:
        with suppress(OSError, ValueError):
            self._out.write(text)
        return len(text)

    def flush(self) -> None:
        with suppress(OSError, ValueError):
            self._out.flush()


class FullOnce:
    """Says once that the live socket has no descriptor for another connection, however often the loop tells it."""

    def __init__(self) -> None:
        self._last = float("-inf")

    def handle(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Take what the event loop could not handle."""
        error = context.get("exception")
        if not (isinstance(error, OSError) and error.errno in (errno.EMFILE, errno.ENFILE)):
            loop.default_exception_handler(context)
            return
        before, self._last = self._last, time.monotonic()
        if self._last - before > QUIET_AGAIN:
            structlog.get_logger("live").error("too few descriptors for another connection", why=str(error))


def _give_up() -> None:
    """Let the process end even when a thread does not: what is not committed then was answered to nobody."""
    structlog.get_logger("serve").critical("ended while something was still working")
    os._exit(1)


def _web(
    store: Store,
    at: tuple[str, int],
    live_port: int,
    settings: Settings,
    clock: HallClock,
    limits: Limits,
    fail: Callable[[BaseException], None],
    proving: Proving,
    care: CareDesk,
) -> WebServer:
    pages = [caller_page(), display_page()]
    listening = bind(*at)
    app = create_app(
        store,
        clock=clock,
        live_port=live_port,
        blueprints=pages,
        consultation_days=settings.consultation_days,
        phone=settings.phone,
        live_public=settings.live_public,
        metrics_token=settings.metrics_token,
        tickets_per_minute=settings.tickets_per_minute,
        care=partial(care_notices, settings),
        law=LAWS[settings.passwords],
        people_key=first_people_key(settings.data),
        record_heads=settings.data / RECORD_HEADS,
        reports=settings.reports,
        kept_reports=settings.data / KEPT_REPORTS,
        proving=proving,
        care_desk=care,
        box=lambda: tuple(box_health((settings.data,))),
    )
    doors = _doors(settings)
    limits = replace(limits, per_address=doors.per_address, unlimited=doors.unlimited)
    return WebServer(app, listening, limits=limits, proxies=doors.proxies, ended=fail)


def _doors(settings: Settings) -> Doors:
    """Return what holds for both halves: how many one address may have open, and which proxies are believed."""
    trusted = networks_of(filter(None, settings.trusted_proxy.split(",")))
    return Doors(settings.connections_per_address, (*LOOPBACK, *trusted), Proxies(trusted))
