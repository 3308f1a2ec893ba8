"""How many sockets and tries one address has, on real sockets: over IPv6, and behind a proxy that is trusted."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from server.live.doors import Doors, same_host
from server.live.service import LiveService
from server.office.access.tries import MOST
from server.store.seeding import seed
from server.store.store import Store
from server.wire.peer import LOOPBACK, Proxies, networks_of
from tests.server.conftest import CITY, MORNING

DEEP = '{"type":"hello","x":' + "[" * 20_000 + "]" * 20_000 + "}"
PROXY = Proxies(networks_of(["127.0.0.1"]))
ONE, OTHER = "127.0.0.2", "127.0.0.3"


class Hall:
    """A running service, and what a screen says to it."""

    def __init__(self, port: int, token: str, host: str) -> None:
        self.url = f"ws://{host}:{port}/live"
        self.hello = json.dumps({"type": "hello", "protocol": 1, "token": token, "follow": ["hall"], "after": {}})

    @asynccontextmanager
    async def open(self, source: str = ONE, **headers: str) -> AsyncIterator[ClientConnection]:
        local = {} if "[" in self.url else {"local_addr": (source, 0)}
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        async with connect(self.url, compression=None, additional_headers=sent, **local) as socket:  # type: ignore[arg-type]
            yield socket

    async def follows(self, source: str = ONE, **headers: str) -> bool:
        """Tell whether a screen with its token is let in."""
        async with self.open(source, **headers) as socket:
            await socket.send(self.hello)
            return str(json.loads(await socket.recv())["type"]) == "snapshot"

    async def says(self, text: str, source: str = ONE, **headers: str) -> tuple[int, str]:
        """Say `text` instead of hello; return how the socket ended."""
        async with self.open(source, **headers) as socket:
            await socket.send(text)
            with pytest.raises(ConnectionClosed):
                await socket.recv()
            return socket.close_code or 0, socket.close_reason or ""


Story = Callable[[Hall], Coroutine[Any, Any, None]]
Run = Callable[..., None]


@pytest.fixture
def run(store: Store) -> Run:
    """Return what plays a story against a service with `doors`, listening at `host`."""
    report = seed(store, CITY, MORNING)
    assert report.tokens is not None
    token = report.tokens.display["hall"]

    def play(story: Story, doors: Doors, host: str = "127.0.0.1") -> None:
        async def whole() -> None:
            service = LiveService(store, doors)
            port = await service.start(host, 0)
            try:
                async with asyncio.timeout(30):
                    await story(Hall(port, token, f"[{host}]" if ":" in host else host))
            finally:
                await service.stop()

        asyncio.run(whole())

    return play


async def refused(hall: Hall, source: str = ONE, **headers: str) -> tuple[int, Any, Any]:
    """Return status, code and Retry-After with which a socket is not opened."""
    with pytest.raises(InvalidStatus) as error:
        await hall.follows(source, **headers)
    response = error.value.response
    told = json.loads(response.body or b"{}")
    assert response.headers["Content-Type"] == "application/problem+json"
    return response.status_code, told["code"], response.headers.get("Retry-After")


def test_one_address_has_so_many_sockets_and_others_their_own(run: Run) -> None:
    async def story(hall: Hall) -> None:
        async with AsyncExitStack() as held:
            for _ in range(3):
                await held.enter_async_context(hall.open())
            assert await refused(hall) == (429, "too_many", "30")
            assert await hall.follows(OTHER)
        assert await hall.follows(), "who has let theirs go comes in again"

    run(story, Doors(3, ()))


def test_who_opens_connections_without_a_word_is_not_listened_to(run: Run) -> None:
    async def story(hall: Hall) -> None:
        port = int(hall.url.rpartition(":")[2].partition("/")[0])
        held = [await asyncio.open_connection("127.0.0.1", port, local_addr=(ONE, 0)) for _ in range(5)]
        # The fifth is one more than twice the number of sockets: it ends, the others are waited for.
        assert await held[4][0].read() == b""
        assert await hall.follows(OTHER)
        for _, writer in held:
            writer.close()

    run(story, Doors(2, ()))


def test_this_machine_is_not_limited(run: Run) -> None:
    async def story(hall: Hall) -> None:
        async with AsyncExitStack() as held:
            for _ in range(6):
                await held.enter_async_context(hall.open())
            assert await hall.follows()

    run(story, Doors(3, LOOPBACK))


def test_behind_a_trusted_proxy_the_real_address_is_counted(run: Run) -> None:
    async def story(hall: Hall) -> None:
        def at(address: str) -> dict[str, str]:
            return {"source": "127.0.0.1", "X_Forwarded_For": address}

        async with AsyncExitStack() as held:
            for _ in range(3):
                await held.enter_async_context(hall.open(**at("192.0.2.7")))
            assert await refused(hall, **at("192.0.2.7")) == (429, "too_many", "30")
            assert await refused(hall, **at("198.51.100.1, 192.0.2.7")) == (429, "too_many", "30")
            assert await hall.follows(**at("192.0.2.8"))
            # Of an IPv6 address a home has a whole /64.
            for last in ("1", "2", "3"):
                told = f'for="[2001:db8::{last}]:4711"'
                await held.enter_async_context(hall.open("127.0.0.1", Forwarded=told))
            assert (await refused(hall, "127.0.0.1", Forwarded='for="[2001:db8::ffff]"'))[0] == 429
            assert await hall.follows("127.0.0.1", Forwarded='for="[2001:db8:0:1::1]"')
        assert await hall.follows(**at("192.0.2.7"))

    run(story, Doors(3, (), PROXY))


def test_nobody_but_a_trusted_proxy_is_believed(run: Run) -> None:
    async def story(hall: Hall) -> None:
        async with AsyncExitStack() as held:
            for last in range(3):
                await held.enter_async_context(hall.open(X_Forwarded_For=f"192.0.2.{last}"))
            assert (await refused(hall, X_Forwarded_For="192.0.2.99"))[0] == 429

    run(story, Doors(3, (), PROXY))


def test_over_ipv6_too(run: Run) -> None:
    async def story(hall: Hall) -> None:
        async with AsyncExitStack() as held:
            for _ in range(2):
                await held.enter_async_context(hall.open())
            assert await refused(hall) == (429, "too_many", "30")
        assert await hall.follows()

    run(story, Doors(2, ()), "::1")


def test_what_is_nested_too_deeply_is_a_try(run: Run) -> None:
    async def story(hall: Hall) -> None:
        ends = [await hall.says(DEEP) for _ in range(MOST + 2)]
        assert ends == [(1007, "hello cannot be read")] * MOST + [(1013, "too_many")] * 2
        assert await hall.says(DEEP, OTHER) == (1007, "hello cannot be read")
        assert await hall.says('{"type":"hello"}') == (1007, "hello cannot be read"), "what is short is no try"
        assert await hall.follows(), "a screen that shows its token is not kept out by others at its address"

    run(story, Doors())


def test_tries_are_those_of_the_real_address(run: Run) -> None:
    async def story(hall: Hall) -> None:
        for _ in range(MOST):
            await hall.says(DEEP, "127.0.0.1", X_Forwarded_For="192.0.2.7")
        assert (await hall.says(DEEP, "127.0.0.1", X_Forwarded_For="192.0.2.7"))[1] == "too_many"
        assert (await hall.says(DEEP, "127.0.0.1", X_Forwarded_For="192.0.2.8"))[0] == 1007

    run(story, Doors(proxies=PROXY))


def test_a_refusal_is_told_in_the_language_of_the_page(run: Run) -> None:
    async def story(hall: Hall) -> None:
        for language, words in (("en", "A page of another host"), ("zh-TW", "其他主机"), ("", "其他主机")):
            with pytest.raises(InvalidStatus) as error:
                async with hall.open(Origin="http://evil.example", Accept_Language=language):
                    pass
            told = json.loads(error.value.response.body or b"")
            assert (error.value.response.status_code, told["code"]) == (403, "page_elsewhere")
            assert told["detail"].startswith(words)

    run(story, Doors())


@pytest.mark.parametrize(
    ("origin", "host", "same"),
    [
        ("http://hall.example", "hall.example:8081", True),
        ("https://hall.example", "hall.example", True),
        ("http://[::1]:8080", "[::1]:8081", True),
        ("http://[::1]:8080", "[::2]:8081", False),
        ("http://evil.example", "hall.example", False),
        ("null", "hall.example", False),
        ("http://[::1", "[::1]", False),
        ("http://hall.example", "", False),
        ("http://hall.example", "hall.example@evil.example", False),
    ],
)
def test_a_page_is_of_the_same_host_whatever_its_port(origin: str, host: str, same: bool) -> None:
    assert same_host(origin, host) is same
