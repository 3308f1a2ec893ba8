"""The web server on a real socket: an answer arrives whole, however slowly its client takes it."""

import http.client
from collections.abc import Iterator

import pytest
from flask import Flask, Response

from server.web.serving import UNKNOWN_BYTES, WebServer, bind

MIB = 1024 * 1024


@pytest.fixture
def port() -> Iterator[int]:
    app = Flask("answers")

    @app.get("/<int:size>")
    def answer(size: int) -> Response:
        return Response(bytes(MIB) for _ in range(size))

    listening = bind("127.0.0.1", 0)
    server = WebServer(app, listening)
    server.start()
    yield listening.getsockname()[1]
    server.stop()


@pytest.mark.parametrize("size", [1, 8, 48])
def test_an_answer_larger_than_the_sockets_buffer_arrives_whole(port: int, size: int) -> None:
    """48 MiB are more than a socket takes at once: no thread waits until its client has taken the rest."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    for _ in range(2):
        connection.request("GET", f"/{size}")
        assert len(connection.getresponse().read()) == size * MIB
    connection.close()


def test_a_client_that_goes_in_the_middle_of_its_answer_disturbs_nobody(port: int) -> None:
    for _ in range(20):
        leaving = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        leaving.request("GET", "/48")
        leaving.getresponse().read(1000)
        leaving.close()
    staying = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    staying.request("GET", "/1")
    assert len(staying.getresponse().read()) == MIB
    staying.close()


def test_a_body_that_no_address_takes_is_not_read(port: int) -> None:
    """Nothing of it is kept, in memory or on the disk."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/1", b"x" * (UNKNOWN_BYTES + 1))
    assert connection.getresponse().status == 413
    connection.close()
