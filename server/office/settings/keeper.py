"""Keeps settings in time: what was planned takes force at its moment, and at the start what became due meanwhile."""

from collections.abc import Callable
from typing import Final

import structlog

from config.documents import Scope
from server.office.keeper import Keeper
from server.office.settings.due import take_due
from server.rules.errors import Refusal
from server.store.store import Store

LOOK_SECONDS: Final = 1

_log = structlog.get_logger("settings")


class SettingsKeeper(Keeper):
    """Lets what is due take force; settings that wait for people are told to the log once. `clock` tells ms."""

    def __init__(self, store: Store, clock: Callable[[], int]) -> None:
        super().__init__("settings-keeper", LOOK_SECONDS, "settings cannot take force")
        self._store = store
        self._clock = clock
        self._told: dict[Scope, str] = {}

    def look(self) -> None:
        """Let what is due take force."""
        self.attempt(lambda: self._tell(take_due(self._store, self._clock())))

    def _tell(self, waits: dict[Scope, Refusal]) -> None:
        for scope, why in waits.items():
            if self._told.get(scope) != str(why):
                _log.info("settings wait", scope=str(scope), code=why.code, why=str(why))
        self._told = {scope: str(why) for scope, why in waits.items()}
