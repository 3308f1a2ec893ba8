"""A token's text is long, told once, and kept as a hash; a kiosk's tells whom it trusts."""

from sqlalchemy import select

from server.store import access_tables
from server.store.secret_hash import secret_hash
from server.store.tokens import new_token
from tests.server.conftest import MORNING, Office

t = access_tables.tokens.c


def test_a_token_is_kept_with_all_that_is_said_of_it_but_its_text(embedded: Office) -> None:
    text = embedded.write(
        lambda uow: new_token(
            uow, "counter", MORNING, center="hall", counter="hall-1", name="front", expires_at=MORNING + 5
        )
    )
    kiosk = embedded.write(lambda uow: new_token(uow, "kiosk", MORNING, center="hall", release_key="key="))
    query = select(t.hash, t.scope, t.center, t.counter, t.created_at, t.name, t.expires_at, t.revoked_at, t.id)
    rows = {row[0]: tuple(row[1:]) for row in embedded.store.read(lambda reading: reading.rows(query))}
    found = rows[secret_hash(text)]
    assert found[:-1] == ("counter", "hall", "hall-1", MORNING, "front", MORNING + 5, None)
    assert len(found[-1]) == 16
    assert len(text) == 43
    assert kiosk[43:] == "~key="
    assert rows[secret_hash(kiosk)][:-1] == ("kiosk", "hall", None, MORNING, "", None, None)
    assert not [row for row in rows.values() if text in row or kiosk in row]
