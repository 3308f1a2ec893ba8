"""What is kept of a consultation is small: its answer is told anew from what it rests on, byte for byte."""

from sqlalchemy import func, select

from server.store import guidance_tables, tables
from tests.server.web.conftest import Web

MOST_BYTES = 2000


def test_a_consultation_and_its_key_cost_little_and_the_same_key_gets_the_same_answer(web: Web) -> None:
    web.publish()
    body = {"checklists": ["school"]}
    first = web.ask("POST", "/consultations", web.kiosk, body, key="once-and-for-all")
    again = web.ask("POST", "/consultations", web.kiosk, body, key="once-and-for-all")
    assert (again.status, again.data) == (first.status, first.data)
    assert first.status == 201
    kept = web.store.read(lambda reading: reading.value(select(func.max(func.length(tables.idempotency.c.answer)))))
    row = web.store.read(lambda reading: reading.rows(select(guidance_tables.consultations)))[0]
    assert kept + sum(len(str(value)) for value in row) <= MOST_BYTES
    assert len(first.data) > MOST_BYTES
