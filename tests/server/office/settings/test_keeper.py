"""The keeper lets settings take force at their moment, outlives whatever fails, and says everything once."""

from typing import Any, cast

import pytest
from structlog.testing import capture_logs

from config.documents import Scope
from server.office.settings import keeper as keepers
from server.office.settings.keeper import SettingsKeeper
from server.rules.errors import Refusal
from server.store.store import Store
from tests.server.conftest import Office
from tests.server.settings_of import Settings, rename

WAITS = {Scope("center", "hall"): Refusal("settings_counter_in_hand", field="counters", counter="1", number="A001")}


def test_what_became_due_while_the_machine_was_off_takes_force_at_the_start(office: Office) -> None:
    boss = Settings(office.store, office.now)
    boss.edit(rename, at=office.now + 60_000)
    keeper = SettingsKeeper(office.store, lambda: office.now)
    keeper.look()
    assert office.kinds() == []
    office.now += 3_600_000
    keeper.start()
    keeper.stop()
    assert office.kinds() == ["settings.changed"]


def test_it_goes_on_over_every_failure_and_tells_each_once(monkeypatch: pytest.MonkeyPatch) -> None:
    unreachable, broken = Refusal("store_unavailable"), KeyError("mine")
    outcomes: list[Any] = [{}, unreachable, unreachable, WAITS, WAITS, {}, WAITS, broken, broken, {}]
    asked: list[int] = []

    def take_due(store: object, now: int) -> Any:
        asked.append(now)
        outcome = outcomes[len(asked) - 1]
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    monkeypatch.setattr(keepers, "take_due", take_due)
    keeper = SettingsKeeper(cast(Store, None), lambda: 7)
    with capture_logs() as logs:
        for _ in outcomes:
            keeper.look()
    assert asked == [7] * len(outcomes)
    assert [each["event"] for each in logs] == [
        "settings cannot take force",
        "settings wait",
        "settings wait",
        "settings cannot take force",
    ]
