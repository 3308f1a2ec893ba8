"""One key, one ticket: the same answer again, another request refused, two at once told to wait."""

import json
import threading
from base64 import b64encode
from pathlib import Path

import pytest
from sqlalchemy import select, update

from server.office.idempotent import FORGET_EVERY_MS, Forgetting, KeyedRequest, once
from server.office.requests import TakeTicketCommand
from server.office.take_ticket import take_ticket
from server.rules.errors import Refusal
from server.store import tables
from server.store.opening import open_store
from server.store.seeding import seed
from server.store.unit_of_work import UnitOfWork
from tests.server.conftest import CITY, MORNING
from tests.server.web.conftest import Answer, Web


def test_the_same_request_again_is_the_same_answer_byte_for_byte(web: Web) -> None:
    first = web.take(key="same-key-1")
    second = web.take(key="same-key-1")
    assert (first.status, second.status) == (201, 201)
    assert first.data == second.data
    assert first.json["secret"] is not None
    assert len(web.ask("GET", "/api/v1/centers/hall/journal", web.kiosk).json["events"]) == 1


def test_another_request_under_the_key_is_refused(web: Web) -> None:
    web.take(key="same-key-1")
    answer = web.take(service="idcard", key="same-key-1")
    assert (answer.status, answer.code) == (422, "key_conflict")


def test_a_key_belongs_to_its_token(web: Web) -> None:
    web.take(key="same-key-1")
    answer = web.ask("POST", "/api/v1/centers/hall/tickets", web.channel, {"services": ["social"]}, "same-key-1")
    assert answer.json["number"] == "D002"


def test_a_refused_request_may_be_asked_again(web: Web) -> None:
    assert web.at("call-next").code == "counter_closed"
    path = "/api/v1/counters/hall-1/call-next"
    assert web.ask("POST", path, web.counter(), {}, "again-key-1").code == "counter_closed"
    web.at("open")
    web.take()
    assert web.ask("POST", path, web.counter(), {}, "again-key-1").json["ticket"]["number"] == "D001"


def test_a_press_that_is_taken_back_twice_under_one_key_is_taken_back_once(web: Web) -> None:
    web.at("open")
    for _ in range(2):
        web.take()
    told = web.at("call-next").json["undo"]
    assert told["moves"] == [{"verb": "call_next", "number": "D001"}]
    path = "/api/v1/counters/hall-1/undo"
    first, again = (web.ask("POST", path, web.counter(), {}, "undo-key-1") for _ in range(2))
    assert (first.status, first.data) == (200, again.data)
    assert (first.json["ticket"], first.json["undo"], first.json["waiting"]) == (None, None, 2)
    other = web.ask("POST", path, web.counter(), {}, "undo-key-2")
    assert (other.status, other.code) == (409, "undo_nothing")
    events = web.ask("GET", "/api/v1/centers/hall/journal", web.kiosk).json["events"]
    assert [event["undone"] for event in events if event["type"] == "ticket.undone"] == ["ticket.called"]


@pytest.mark.parametrize("key", [None, "short", "x" * 256, "two words", "schl\xfcssel"])
def test_a_change_without_a_key_is_refused(web: Web, key: str | None) -> None:
    answer = web.ask("POST", "/api/v1/centers/hall/tickets", web.kiosk, {"services": ["social"]}, key)
    assert (answer.status, answer.code) == (400, "key_missing")


DAYS_3 = 72 * 3600 * 1000


def test_without_a_key_nothing_is_looked_up(web: Web) -> None:
    web.publish()
    unknown = {"checklists": ["no-such-list"]}
    assert web.ask("POST", "/consultations", web.kiosk, unknown, key=None).code == "key_missing"
    assert web.ask("POST", "/consultations", web.kiosk, b"[[", key=None).code == "key_missing"
    assert web.ask("POST", "/consultations", web.kiosk, unknown).code == "checklist_unknown"


def test_a_key_on_another_path_is_another_request(web: Web) -> None:
    body = {"services": ["social"]}
    hall = web.ask("POST", "/api/v1/centers/hall/tickets", web.channel, body, "same-key-1")
    village = web.ask("POST", "/api/v1/centers/village/tickets", web.channel, body, "same-key-1")
    assert (hall.status, village.status, village.code) == (201, 422, "key_conflict")
    assert web.ask("GET", "/api/v1/centers/village/journal", web.channel).json["events"] == []
    assert web.ask("POST", "/api/v1/centers/hall/tickets", web.channel, body, "same-key-1").data == hall.data


def test_a_key_of_one_verb_is_none_of_another(web: Web) -> None:
    path = "/api/v1/counters/hall-1"
    assert web.ask("POST", f"{path}/open", web.counter(), {}, "same-key-1").json["state"] == "open"
    assert web.ask("POST", f"{path}/close", web.counter(), {}, "same-key-1").code == "key_conflict"
    assert web.ask("GET", path, web.counter()).json["state"] == "open"


def test_holders_of_tickets_share_no_keys(web: Web) -> None:
    tickets = [web.take().json for _ in range(2)]

    def cancel(ticket: dict[str, str]) -> Answer:
        path = f"/api/v1/tickets/{ticket['id']}/cancel"
        return web.ask("POST", path, body={}, key="same-key-1", X_Ticket_Secret=ticket["secret"])

    answers = [cancel(ticket) for ticket in tickets]
    assert [(each.status, each.json["id"], each.json["state"]) for each in answers] == [
        (200, ticket["id"], "cancelled") for ticket in tickets
    ]
    assert [cancel(ticket).data for ticket in tickets] == [each.data for each in answers]


def test_for_three_days_and_not_longer_a_key_is_known(web: Web) -> None:
    first = web.take(key="same-key-1")
    web.moment[0] += DAYS_3
    assert web.take(key="same-key-1").data == first.data
    assert web.take(service="idcard", key="same-key-1").code == "key_conflict"
    web.moment[0] += 1
    assert web.take(service="idcard", key="same-key-1").json["number"] == "C001"
    assert web.take(service="idcard", key="same-key-1").json["number"] == "C001"


def kept(web: Web) -> list[str]:
    return sorted(row[0] for row in web.store.read(lambda reading: reading.rows(select(tables.idempotency.c.key))))


def test_answers_are_thrown_away_by_the_clock_whatever_the_keys(web: Web) -> None:
    for number in range(20):
        web.take(key=f"old-key-{number:02}")
    web.moment[0] += DAYS_3 - 1000
    web.take(key="later-key")
    assert len(kept(web)) == 21
    web.moment[0] += FORGET_EVERY_MS
    web.take(key="last-key-1")
    assert kept(web) == ["last-key-1", "later-key"]


def test_forgetting_is_due_once_an_hour_and_when_the_clock_was_set_back() -> None:
    forgetting = Forgetting()
    due = [forgetting.due(MORNING + each) for each in (0, 1, FORGET_EVERY_MS - 1, FORGET_EVERY_MS, -1, 0)]
    assert due == [True, False, False, True, True, False]


def test_a_secret_is_kept_nowhere(web: Web, tmp_path: Path) -> None:
    ticket = web.take(key="same-key-1").json
    holder = {"X_Ticket_Secret": ticket["secret"]}
    web.ask("POST", f"/api/v1/tickets/{ticket['id']}/cancel", body={}, key="same-key-2", **holder)
    rows = [
        str(row)
        for table in tables.metadata.sorted_tables
        for row in web.store.read(lambda reading, table=table: reading.rows(select(table)))  # type: ignore[misc]
    ]
    files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert any(ticket["id"] in row for row in rows)
    for secret in (ticket["secret"], web.kiosk):
        assert not any(secret in row for row in rows)
        assert not any(secret.encode() in data for data in files)
        assert not any(b64encode(secret.encode()[: len(secret) // 3 * 3]) in data for data in files)
    assert web.take(key="same-key-1").json["secret"] == ticket["secret"], "its asker is told again"


@pytest.mark.postgres
def test_two_processes_with_one_key_do_it_once(postgres_url: str) -> None:
    """Two stores stand for two processes; both have begun before either has ended."""
    both_began = threading.Barrier(2, timeout=20)
    told: list[object] = []

    def begin(center: str) -> None:
        store = open_store(None, postgres_url)

        def work() -> tuple[int, str]:
            both_began.wait()
            return 201, "{}"

        request = KeyedRequest(who="channel", key="same-key-1", digest=center, credential="token")
        try:
            told.append(store.write(center, lambda uow: once(uow, request, MORNING, work)))
        except Refusal as refusal:
            told.append(refusal.code)
        finally:
            store.close()

    first = open_store(None, postgres_url)
    seed(first, CITY, MORNING)
    first.close()
    threads = [threading.Thread(target=begin, args=(center,)) for center in ("hall", "village")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told, key=str) == [(201, "{}"), "key_in_flight"]


def test_sixteen_at_once_make_one_ticket(web: Web) -> None:
    answers: list[Answer] = []
    start = threading.Barrier(16)

    def ask() -> None:
        start.wait()
        answers.append(
            web.ask("POST", "/api/v1/centers/hall/tickets", web.kiosk, {"services": ["social"]}, "same-key-1")
        )

    threads = [threading.Thread(target=ask) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    made = {answer.data for answer in answers if answer.status == 201}
    waits = [answer for answer in answers if answer.status != 201]
    assert len(made) == 1
    assert all((answer.code, answer.headers["retry-after"]) == ("key_in_flight", "1") for answer in waits)
    assert len(web.ask("GET", "/api/v1/centers/hall/journal", web.kiosk).json["events"]) == 1


def test_without_keeping_the_answer_a_repeat_makes_a_second_ticket(web: Web) -> None:
    """The negative control: the same two requests without `once` are two tickets."""

    def take(uow: UnitOfWork) -> str:
        return take_ticket(uow, TakeTicketCommand(("social",), "kiosk"), MORNING).number

    def kept(uow: UnitOfWork) -> tuple[int, str]:
        return once(uow, KeyedRequest("kiosk", "same-key-1", "hash", "token"), MORNING, lambda: (201, take(uow)))

    assert web.store.write("hall", kept) == web.store.write("hall", kept)
    assert web.store.write("hall", take) != web.store.write("hall", take)


def test_what_an_older_release_kept_is_answered_once_more(web: Web) -> None:
    first = web.take(key="same-key-1").json
    open_answer = json.dumps({**first, "secret": None})
    web.store.write("hall", lambda uow: uow.run(update(tables.idempotency).values(answer=open_answer)))
    again = web.take(key="same-key-1")
    assert (again.status, again.json) == (201, {**first, "secret": None})
