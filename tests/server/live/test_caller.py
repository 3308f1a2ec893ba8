"""A connection is counted by who asks for as long as it is there, and not a moment longer."""

import asyncio

import pytest
from websockets.asyncio.server import ServerConnection
from websockets.http11 import Request, Response

from server.live.doors import Doors
from server.live.service import LiveService
from tests.server.live.test_doors import PROXY, Hall, Run, run

__all__ = ["run"]


def test_who_has_gone_before_being_looked_at_is_not_counted(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Behind a proxy an address is known by the request alone, and that may be looked at after its sender has gone."""
    real = LiveService._answer_or_admit
    looked = asyncio.Semaphore(0)

    async def late(self: LiveService, socket: ServerConnection, request: Request) -> Response | None:
        if request.path == "/live?gone":
            await asyncio.shield(socket.connection_lost_waiter)
        try:
            return await real(self, socket, request)
        finally:
            looked.release()

    monkeypatch.setattr(LiveService, "_answer_or_admit", late)

    async def story(hall: Hall) -> None:
        port = int(hall.url.rpartition(":")[2].partition("/")[0])
        head = (
            "GET /live?gone HTTP/1.1\r\nHost: hall\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
            "X-Forwarded-For: 192.0.2.7\r\n\r\n"
        )
        for _ in range(4):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(head.encode())
            await writer.drain()
            writer.close()
            await looked.acquire()
        assert await hall.follows("127.0.0.1", X_Forwarded_For="192.0.2.7")

    run(story, Doors(2, (), PROXY))
