"""`banshi calendar import`: what packages know becomes the table of settings, and what changes is said."""

from datetime import date

import pytest

from commands.calendar import importing
from commands.calendar.importing import import_calendar
from commands.calendar.sources import Found
from config.centers import Text
from config.settings import Settings
from server.client.commands import Commands
from server.rules.errors import Refusal
from tests.server.web.conftest import Web, web

__all__ = ["web"]


@pytest.fixture
def server(web: Web) -> Settings:
    assert web.report.tokens is not None
    return Settings(server=f"http://127.0.0.1:{web.port}", token=web.report.tokens.admin)


def test_a_year_is_written_into_the_settings_and_can_be_edited_there(
    web: Web, server: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert import_calendar(server, None, 2026, "city", dry_run=True)
    told = capsys.readouterr().out
    assert "+ 2026-10-01 - 2026-10-07  National Day" in told
    assert "+ 2026-10-10  worked like a Monday" in told
    assert "Known so by: chinesecalendar, holidays" in told
    assert web.ask("GET", "/api/v1/settings/city", server.token).json["revision"] == 1
    assert import_calendar(server, None, 2026, "city", dry_run=False)
    kept = web.ask("GET", "/api/v1/settings/city", server.token).json
    calendar = kept["document"]["calendar"]
    first = {"first": "2026-01-01", "last": "2026-01-03", "name": {"zh": "元旦", "en": "New Year's Day"}}
    assert calendar["holidays"][0] == first
    assert len(calendar["workdays"]) == 6
    calendar["workdays"].pop()
    client = Commands(server.server, server.token)
    client.put_settings("city", kept["document"], kept["newest"], dry_run=False)
    client.close()
    capsys.readouterr()
    assert import_calendar(server, None, 2026, "city", dry_run=False)
    told = capsys.readouterr().out
    assert [line for line in told.splitlines() if line[:2] in ("+ ", "- ")] == ["+ 2026-10-10  worked like a Monday"]
    assert import_calendar(server, "chinesecalendar", 2026, "city", dry_run=False)
    assert "already" in capsys.readouterr().out
    assert web.ask("GET", "/api/v1/settings/city", server.token).json["revision"] == 4


def test_a_table_that_settings_refuse_changes_nothing(
    web: Web, server: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    both = Found(("holidays",), {date(2026, 1, 1): Text("", "New Year")}, frozenset({date(2026, 1, 4)}))
    monkeypatch.setattr(importing, "days_of", lambda *_, **__: both)
    with pytest.raises(Refusal, match=r"calendar\.holidays\[0\]\.name\.zh"):
        import_calendar(server, None, 2026, "city", dry_run=False)
    assert not import_calendar(server, None, 2026, "city", dry_run=True)
    assert "calendar.holidays[0].name.zh" in capsys.readouterr().out
    assert web.ask("GET", "/api/v1/settings/city", server.token).json["revision"] == 1
