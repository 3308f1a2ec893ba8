"""What changes in the settings of a center is known to its kiosk at the next look."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest

from kiosk.work.local_guide import HeldRelease
from kiosk.work.lookout import Lookout
from server.client.commands import Commands
from tests.server.settings_of import Json, Settings
from tests.server.web.conftest import Web, web

__all__ = ["web"]


@pytest.fixture
def commands(web: Web) -> Iterator[Commands]:
    made = Commands(f"http://127.0.0.1:{web.port}", web.kiosk)
    yield made
    made.close()


def test_a_service_that_a_counter_begins_to_serve_is_offered_at_the_next_look(
    web: Web, commands: Commands, tmp_path: Path
) -> None:
    learned: SimpleQueue[dict[str, Any]] = SimpleQueue()
    lookout = Lookout(commands, "hall", HeldRelease(tmp_path), lambda: date(2025, 11, 25), learned.put)

    def offered() -> dict[str, str]:
        lookout._looked()
        world = learned.get(timeout=5)
        return {**{service.id: service.name.zh for service in world["services"]}, "name": world["name"].zh}

    def edit(hall: Json) -> None:
        hall["counters"][0]["services"].append("rare")
        hall["name"] = {"zh": "新大厅", "en": "New hall"}

    assert offered() == {"social": "社保", "idcard": "身份证", "school": "入学", "name": "大厅"}
    Settings(web.store, web.moment[0]).edit(edit)
    assert offered() == {"social": "社保", "idcard": "身份证", "school": "入学", "rare": "罕见", "name": "新大厅"}
