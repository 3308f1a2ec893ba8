"""Keeps settings in time: what was planned takes force at its moment, and at the start what became due meanwhile."""

import threading
from collections.abc import Callable
from typing import Final

import structlog

from config.documents import Scope
from server.office.settings.due import take_due
from server.rules.errors import Refusal
from server.store.store import Store

LOOK_SECONDS: Final = 1

_log = structlog.get_logger("settings")


class SettingsKeeper:
    """Looks every second what is due, in a thread of its own; any number of them may run at once.

    Settings that wait for people, and a store that cannot be reached, are told to the log once and tried again at the
    next look. `clock` tells ms.
    """

    def __init__(self, store: Store, clock: Callable[[], int]) -> None:
        self._store = store
        self._clock = clock
        self._ended = threading.Event()
        self._told: dict[Scope, str] = {}
        self._failing = False
        self._thread = threading.Thread(target=self._run, name="settings-keeper", daemon=True)

    def start(self) -> None:
        """Let what is due take force, then go on looking."""
        self.look()
        self._thread.start()

    def stop(self) -> None:
        """End; the look at hand is finished."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()

    def look(self) -> None:
        """Let what is due take force; nothing that fails ends the keeper."""
        try:
            waits = take_due(self._store, self._clock())
        except Refusal as refusal:
            if not self._failing:
                _log.warning("settings cannot take force now", code=refusal.code)
            self._failing = True
        except Exception:
            if not self._failing:
                _log.exception("settings cannot take force")
            self._failing = True
        else:
            self._failing = False
            self._tell(waits)

    def _tell(self, waits: dict[Scope, Refusal]) -> None:
        for scope, why in waits.items():
            if self._told.get(scope) != str(why):
                _log.info("settings wait", scope=str(scope), code=why.code, why=str(why))
        self._told = {scope: str(why) for scope, why in waits.items()}

    def _run(self) -> None:
        while not self._ended.wait(LOOK_SECONDS):
            self.look()
