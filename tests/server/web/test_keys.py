"""One key, one ticket: the same answer again, another request refused, two at once told to wait."""

import threading

import pytest

from server.office.idempotent import once
from server.office.requests import TakeTicketCommand
from server.office.take_ticket import take_ticket
from server.store.unit_of_work import UnitOfWork
from tests.server.conftest import MORNING
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


@pytest.mark.parametrize("key", [None, "short", "x" * 256])
def test_a_change_without_a_key_is_refused(web: Web, key: str | None) -> None:
    answer = web.ask("POST", "/api/v1/centers/hall/tickets", web.kiosk, {"services": ["social"]}, key)
    assert (answer.status, answer.code) == (400, "key_missing")


def test_after_three_days_a_key_is_forgotten(web: Web) -> None:
    web.take(key="same-key-1")
    web.moment[0] += 7 * 24 * 3600 * 1000
    assert web.take(service="idcard", key="same-key-1").json["number"] == "C001"


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
        return once(uow, "kiosk", "same-key-1", "hash", MORNING, lambda: (201, take(uow)))

    assert web.store.write("hall", kept) == web.store.write("hall", kept)
    assert web.store.write("hall", take) != web.store.write("hall", take)
