"""A token that was revoked opens nothing: at once where nobody has seen it, within a second where it was believed."""

import time
from types import SimpleNamespace

import pytest
from sqlalchemy import update

from server.office.access.bearer import bearer_of
from server.store import access_tables
from server.store.unit_of_work import CITY as WHOLE_CITY
from server.web import known_tokens
from tests.server.web.conftest import Web

t = access_tables.tokens.c


def revoke(web: Web, token: str) -> None:
    name = web.store.read(lambda reading: bearer_of(reading, token)).id
    change = update(access_tables.tokens).where(t.id == name).values(revoked_at=web.moment[0])
    web.store.write(WHOLE_CITY, lambda uow: uow.run(change))


@pytest.mark.parametrize("path", ["/api/v1/centers", "/api/v1/centers/hall/board", "/api/v1/centers/hall/journal"])
def test_a_revoked_token_is_not_let_in(web: Web, path: str) -> None:
    revoke(web, web.kiosk)
    answer = web.ask("GET", path, web.kiosk)
    assert (answer.status, answer.code) == (401, "token_unknown")
    assert web.ask("GET", path, web.display).status == 200


def test_a_revoked_token_changes_nothing(web: Web) -> None:
    revoke(web, web.kiosk)
    revoke(web, web.counter())
    assert web.take().code == "token_unknown"
    assert web.at("open").code == "token_unknown"
    assert web.ask("GET", "/api/v1/centers/hall/journal", web.display).json == {"events": []}


def test_a_token_that_was_believed_is_out_after_a_second(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [time.monotonic()]
    monkeypatch.setattr(known_tokens, "time", SimpleNamespace(monotonic=lambda: now[0], time_ns=time.time_ns))
    assert known_tokens.STALE_SECONDS == 1
    assert web.ask("GET", "/api/v1/centers", web.kiosk).status == 200
    revoke(web, web.kiosk)
    now[0] += 0.99
    assert web.ask("GET", "/api/v1/centers", web.kiosk).status == 200
    now[0] += 0.01
    assert web.ask("GET", "/api/v1/centers", web.kiosk).code == "token_unknown"
    assert web.ask("GET", "/api/v1/centers", web.kiosk).code == "token_unknown"


def test_one_token_revoked_is_not_another_ones_end(web: Web) -> None:
    assert web.ask("GET", "/api/v1/centers", web.kiosk).status == 200
    revoke(web, web.village_kiosk)
    assert web.ask("GET", "/api/v1/centers", web.kiosk).status == 200
    assert web.ask("GET", "/api/v1/centers", web.village_kiosk).code == "token_unknown"
