"""A kiosk that was switched on before its server: it says so, and takes up what comes, piece by piece."""

import pytest
from sqlalchemy import delete

from server.store import guidance_tables
from server.store.opening import open_store
from server.store.unit_of_work import CITY, UnitOfWork
from tests.kiosk.lobby import opened

pytestmark = [pytest.mark.screen, pytest.mark.xdist_group("no-server")]


def test_no_server_at_the_start_then_no_guidance_then_all() -> None:
    with opened(served=False) as lobby:
        store = open_store(lobby.hall.data)

        def unpublish(uow: UnitOfWork) -> None:
            uow.run(delete(guidance_tables.release_acts))
            uow.run(delete(guidance_tables.releases))

        store.write(CITY, unpublish)
        store.close()
        lobby.finger.touch("start:zh")
        lobby.finger.wait_for("home")
        lobby.finger.touch("direct")
        lobby.says("暂时连不上排队系统", "导办台", screen="away")
        lobby.hall.start()
        lobby.says("东江市政务服务中心", "暂时没有问政清单", screen="home", seconds=20)
        lobby.finger.touch("guided")
        lobby.finger.wait_for("service")
        lobby.finger.touch("service:social")
        lobby.finger.wait_for("confirm")
        lobby.finger.touch("take")
        lobby.finger.wait_until("a slip", lambda shown: shown["screen"] == "ticket" and shown["slip"] == "printed")
        lobby.leave()
        assert lobby.alive()
