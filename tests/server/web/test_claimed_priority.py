"""Priority claimed when a number is taken: it counts, its ground is the office's alone, a hall may forbid it."""

import msgspec
import pytest
from sqlalchemy import select, update

from server.store import tables
from server.store.unit_of_work import UnitOfWork
from tests.server.web.conftest import Web


@pytest.mark.parametrize(("ground", "kept"), [(None, "other_law"), ("elderly", "elderly")])
def test_priority_is_claimed_with_a_ground_or_without(web: Web, ground: str | None, kept: str) -> None:
    ordinary = web.take().json
    more = {} if ground is None else {"ground": ground}
    taken = web.take(priority="priority", **more)
    assert taken.status == 201
    assert "ground" not in taken.json
    _t = tables.tickets.c
    row = web.store.read(lambda reading: reading.row(select(_t.priority, _t.ground).where(_t.id == taken.json["id"])))
    assert row == ("priority", kept)
    # Within the credit of the class they go before whoever came a moment earlier.
    web.at("open")
    assert web.at("call-next").json["ticket"]["id"] == taken.json["id"] != ordinary["id"]


def test_a_hall_may_leave_it_to_its_counters(web: Web) -> None:
    def forbid(uow: UnitOfWork) -> None:
        _c = tables.centers.c
        kept = msgspec.json.decode(uow.value(select(_c.rules).where(_c.id == "hall")))
        rules = msgspec.json.encode({**kept, "kiosk_priority": False}).decode()
        uow.run(update(tables.centers).where(_c.id == "hall").values(rules=rules, revision=_c.revision + 1))

    web.store.write("hall", forbid)
    refused = web.take(priority="priority", ground="elderly")
    assert (refused.status, refused.code) == (403, "priority_at_counter")
    assert web.take().status == 201
