"""Seals the journals of all halls every few minutes, beside their work."""

from collections.abc import Callable
from typing import Final

from server.office.audit.journal_seals import seal_journal
from server.office.keeper import Keeper
from server.store.store import Store

LOOK_SECONDS: Final = 300


class SealKeeper(Keeper):
    """Sets a seal where something was told since the last one; `clock` tells ms."""

    def __init__(self, store: Store, clock: Callable[[], int]) -> None:
        super().__init__("seal-keeper", LOOK_SECONDS, "the journal is not sealed")
        self._store = store
        self._clock = clock

    def look(self) -> None:
        """Seal what was told since."""
        self.attempt(lambda: seal_journal(self._store, self._clock()))
