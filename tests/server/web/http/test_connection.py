"""Whoever comes is taken in cheaply: thousands at once keep nobody waiting for long."""

import select
import socket
from collections.abc import Iterator
from dataclasses import replace

import pytest

from server.web.http.connection import Connections
from server.web.http.limits import KIB, Limits


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    near, far = socket.socketpair()
    with near, far:
        yield near, far


class Unlistable(dict):  # type: ignore[type-arg]
    """What costs as much as there are in it to be listed."""

    def __iter__(self) -> Iterator[object]:
        raise AssertionError("listed")


def test_a_newcomer_is_heard_of_by_one_call_to_the_system(pair: tuple[socket.socket, socket.socket]) -> None:
    near, far = pair
    with select.epoll() as epoll:
        opened = Connections(Limits(), epoll).opened(near, "127.0.0.1", lambda method, path: KIB, select.EPOLLIN)
        assert opened.armed
        far.send(b"x")
        assert epoll.poll(5) == [(near.fileno(), select.EPOLLIN)]
        # Told once: until it is armed again nobody hears of it.
        assert epoll.poll(0) == []
        assert near.getblocking()


def test_a_proxys_thousands_are_not_listed_for_each_newcomer(pair: tuple[socket.socket, socket.socket]) -> None:
    near, _ = pair
    with select.epoll() as epoll:
        connections = Connections(replace(Limits(), per_address=1), epoll)
        one = connections.opened(near, "127.0.0.1", lambda method, path: KIB)
        vars(connections)["_by_address"]["127.0.0.1"] = Unlistable({one: None})
        assert connections.crowd("127.0.0.1") == []
        vars(connections)["_by_address"]["192.0.2.1"] = Unlistable({one: None})
        with pytest.raises(AssertionError, match="listed"):
            connections.crowd("192.0.2.1")
