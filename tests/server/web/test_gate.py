"""What the gate believes: a token for a moment, nothing of another kind."""

import time
from types import SimpleNamespace

import pytest
from sqlalchemy import update

from server.store import access_tables
from server.store.secret_hash import secret_hash
from server.store.unit_of_work import CITY
from server.web import known_tokens
from tests.server.web.conftest import Web


def test_a_revoked_token_is_out_a_second_later(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr(known_tokens, "time", SimpleNamespace(monotonic=lambda: now[0], time_ns=time.time_ns))
    assert web.ask("GET", "/api/v1/centers", web.display).status == 200
    row = access_tables.tokens.c.hash == secret_hash(web.display)
    revoke = update(access_tables.tokens).where(row).values(revoked_at=web.moment[0])
    web.store.write(CITY, lambda uow: uow.run(revoke))
    now[0] += known_tokens.STALE_SECONDS - 0.01
    assert web.ask("GET", "/api/v1/centers", web.display).status == 200
    now[0] += 0.01
    assert web.ask("GET", "/api/v1/centers", web.display).code == "token_unknown"


@pytest.mark.parametrize("grant", ["Basic YTpi", "Bearer", "Bearer ", "bearer", "token x"])
def test_what_is_no_bearer_token_is_none(web: Web, grant: str) -> None:
    assert web.ask("GET", "/api/v1/centers", Authorization=grant).code == "token_missing"


def test_pages_do_not_look_at_tokens(web: Web) -> None:
    assert web.ask("GET", "/c", Authorization="Basic YTpi").status == 200
    assert web.ask("GET", "/caller/", "no-such-token").status == 200
