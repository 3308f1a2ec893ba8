"""The bench of backups measures a whole way out and back, at a size that a test can wait for."""

import pytest

from commands.bench import backup
from commands.bench.report import Noise

pytestmark = pytest.mark.slow


def test_every_row_is_back_and_the_hall_went_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "TICKETS", 400)
    monkeypatch.setattr(backup, "EVERY_SECONDS", 0.01)
    figures = {figure.name: figure for figure in backup.measure(0.05, Noise())}
    assert figures["tickets in the backup"].value >= 400
    assert figures["rows of the backup that are not back"].met
    assert figures["tables whose rows differ"].met
    assert figures["a ticket while it is made: worst"].value > 0
