"""The words of `banshi calendar import` reach what imports, and wrong ones change nothing."""

from typing import Any

import pytest
from typer.testing import CliRunner

from commands.calendar import importing
from commands.calendar.words import calendar


def test_the_words_say_which_year_is_imported_where(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[Any, ...]] = []

    def imports(_settings: object, *given: Any, dry_run: bool, unannounced: bool) -> bool:
        asked.append((*given, dry_run, unannounced))
        return dry_run

    monkeypatch.setattr(importing, "import_calendar", imports)
    run = CliRunner().invoke
    words = ["import", "--from", "holidays", "--year", "2027"]
    assert run(calendar, [*words, "--scope", "centers/hall", "--dry-run"]).exit_code == 0
    assert run(calendar, words).exit_code == 1
    assert run(calendar, ["import", "--from", "elsewhere"]).exit_code == 2
    assert run(calendar, [*words[:-1], "1999"]).exit_code == 2
    assert run(calendar, ["import", "--year", "2027", "--unannounced"]).exit_code == 1
    assert asked == [
        ("holidays", 2027, "centers/hall", True, False),
        ("holidays", 2027, "city", False, False),
        (None, 2027, "city", False, True),
    ]
