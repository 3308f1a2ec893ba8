"""Beside a running server: a work that fails leaves nothing, not even a transaction; what is closed is closed."""

from pathlib import Path

import pysqlite3
import pytest

from server.office.releases.keys import keys_ever, use_key
from server.store.opening import open_store
from server.store.sqlite_beside import SqliteBeside
from server.store.sqlite_file import FILE
from server.store.unit_of_work import UnitOfWork
from tests.server.conftest import MORNING, refused


def test_after_a_work_that_fails_the_next_one_is_kept(tmp_path: Path) -> None:
    open_store(tmp_path, create=True).close()
    beside = SqliteBeside(tmp_path / FILE)

    def broken(uow: UnitOfWork) -> None:
        use_key(uow, "lost", MORNING)
        raise ValueError("changed my mind")

    def twice(uow: UnitOfWork) -> None:
        use_key(uow, "one", MORNING)
        use_key(uow, "one", MORNING)

    for work, error in ((broken, ValueError), (twice, pysqlite3.IntegrityError)):
        with pytest.raises(error):
            beside.write("", work)
        assert beside.write("", lambda uow: uow.database) == "sqlite"
    beside.write("", lambda uow: use_key(uow, "kept", MORNING))
    assert beside.read(keys_ever) == {"kept"}
    refused("store_unavailable", beside.write, "hall", lambda uow: None)
    beside.pulse()
    beside.close()
    refused("store_unavailable", beside.read, keys_ever)
    refused("store_unavailable", beside.pulse)
    with pytest.raises(pysqlite3.ProgrammingError, match="closed"):
        beside.write("", lambda uow: None)
