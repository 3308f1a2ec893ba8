"""Whoever waits for the writer holds no thread, gets the answer that waiting would have given, and frees their key."""

import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from server.store.opening import open_store
from server.store.sqlite_store import SqliteStore
from server.web.app import create_app
from server.web.http.answering import Awaited
from server.web.serving import THREADS
from tests.server.conftest import MORNING
from tests.server.web.conftest import Answer, Web, held, web_over


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    """Return the web half over a store with one writer, which is what people wait for."""
    with closing(open_store(tmp_path, create=True)) as store, web_over(store) as made:
        yield made


def waiting(web: Web) -> int:
    """Return how many works wait for the writer."""
    assert isinstance(web.store, SqliteStore)
    return web.store.waiting


def test_more_wait_than_there_are_threads_and_others_are_answered(web: Web) -> None:
    many = THREADS["hall"] + 8
    with ThreadPoolExecutor(many) as people:
        with held(web):
            answers = [people.submit(web.take, key=f"waits-{n:03}") for n in range(many)]
            while waiting(web) < many:
                assert not any(answer.done() for answer in answers)
            assert web.ask("GET", "/api/v1/centers/hall/board", web.display).status == 200
        numbers = {answer.result().json["number"] for answer in answers}
    assert len(numbers) == many


def test_a_refusal_that_came_later_reads_like_any_other(web: Web) -> None:
    def call(language: str) -> Answer:
        headers = {"Accept-Language": language}
        return web.ask("POST", "/api/v1/counters/hall-1/call-next", web.counter(), {}, **headers)

    web.at("open")
    for language, said in (("en", "Nobody is waiting"), ("zh", "没有")):
        with ThreadPoolExecutor(1) as people:
            with held(web):
                asked = people.submit(call, language)
                while not waiting(web):
                    pass
            answer = asked.result()
        assert (answer.status, answer.code) == (409, "line_empty")
        assert said in answer.json["detail"]
        for name in ("content-security-policy", "cache-control", "x-content-type-options"):
            assert answer.headers[name]


Asked = tuple[Any, list[str]]


def asking(web: Web, app: Callable[..., Any], key: str) -> Asked:
    """Return the body of an application that takes a ticket, and what it says of the status."""
    body = json.dumps({"services": ["social"]}).encode()
    said: list[str] = []
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/api/v1/centers/hall/tickets",
        "SERVER_NAME": "hall",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "hall",
        "HTTP_AUTHORIZATION": f"Bearer {web.kiosk}",
        "HTTP_IDEMPOTENCY_KEY": key,
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.input": BytesIO(body),
        "wsgi.url_scheme": "http",
    }
    return app(environ, lambda status, headers, error=None: said.append(status)), said


def test_an_answer_that_nobody_takes_frees_its_key(web: Web) -> None:
    app = create_app(web.store, clock=lambda: MORNING, live_port=9).wsgi_app
    with held(web):
        left, said = asking(web, app, "left-alone-1")
        assert isinstance(left, Awaited)
        again, refused = asking(web, app, "left-alone-1")
        assert (b"key_in_flight" in b"".join(again), refused) == (True, ["409 CONFLICT"])
        done = threading.Event()
        left.when_ready(done.set)
        del left
    assert done.wait(20)
    assert said == []
    once_more, said = asking(web, app, "left-alone-1")
    assert json.loads(b"".join(once_more))["number"]
    assert said == ["201 CREATED"]


def test_what_is_given_up_is_busy_and_has_done_nothing(web: Web) -> None:
    app = create_app(web.store, clock=lambda: MORNING, live_port=9).wsgi_app
    with held(web):
        ordered, said = asking(web, app, "given-up-1")
        ordered.give_up()
        assert json.loads(b"".join(ordered))["code"] == "busy"
        assert said == ["503 SERVICE UNAVAILABLE"]
    assert web.ask("GET", "/api/v1/centers/hall/journal", web.kiosk).json["events"] == []


def test_whoever_calls_an_application_as_wsgi_says_just_waits(web: Web) -> None:
    app = create_app(web.store, clock=lambda: MORNING, live_port=9).wsgi_app
    body, said = asking(web, app, "just-waits-1")
    assert json.loads(b"".join(body))["number"].startswith("D")
    assert said == ["201 CREATED"]
