"""A server of the bench that fails over: another one has everything that was acknowledged, and work goes on there."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from commands.bench.database import Database, Line
from commands.bench.recovery import wait_for_copies
from server.rules.errors import Refusal
from server.store.opening import open_store
from server.store.seeding import seed
from tests.server.conftest import CITY, MORNING, Office

pytestmark = pytest.mark.postgres


@pytest.fixture
def servers() -> Iterator[tuple[Database, Database]]:
    """Yield two servers of which one follows the other."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="banshi-test-")))
        # Neither runs as root, and each must enter what is its own.
        folder.chmod(0o755)
        places = folder / "one", folder / "other"
        for place in places:
            place.mkdir()
        one = Database(places[0], durable=False)
        one.start()
        stack.callback(one.stop)
        other = Database(places[1], durable=False, follows=one)
        other.start()
        stack.callback(other.stop)
        yield one, other


def test_what_was_acknowledged_is_there_after_another_server_took_over(servers: tuple[Database, Database]) -> None:
    one, other = servers
    open_store(None, one.url(), create=True).close()
    line = Line(one.socket)
    store = open_store(None, f"postgresql://postgres@127.0.0.1:{line.port}/postgres")
    try:
        seed(store, CITY, MORNING)
        office = Office(store)
        wait_for_copies(one)
        held = [office.take().id for _ in range(5)]
        one.stop()
        with pytest.raises(Refusal):
            office.take()
        other.take_over()
        line.lead_to(other.socket)
        while len(held) < 6:
            with suppress(Refusal):
                held.append(office.take().id)
        issued = [fact.ticket.id for fact in office.journal() if fact.kind == "ticket.issued" and fact.ticket]
        assert issued == held
    finally:
        store.close()
        line.close()
