"""Waitress in a thread of its own: one socket, bound before anything starts, stopped without cutting an answer."""

import logging
import socket
import threading
from contextlib import suppress
from typing import Final

from flask import Flask
from waitress.channel import HTTPChannel
from waitress.server import create_server
from waitress.wasyncore import close_all, dispatcher

THREADS: Final = 16
READ_AT_MOST: Final = 256 * 1024
"""Bytes of a body that are read at all, whatever the address; each address of the route table takes less."""


class PortTaken(Exception):
    """Another program listens at this address already."""


def bind(host: str, port: int) -> socket.socket:
    """Return a socket listening at `host`:`port`; raises `PortTaken`, or `OSError` for an address not ours."""
    try:
        return socket.create_server((host, port), backlog=1024)
    except OSError as error:
        if error.errno == 98:
            raise PortTaken(f"{host}:{port}") from error
        raise


class _Channel(HTTPChannel):
    """A connection whose answer is sent by the thread that made it, and by the loop only when that leaves a rest.

    Waitress's own also asks the loop to write while that thread is just about to. A socket is nearly always ready for
    that, but the thread has it locked; so the loop would ask again and again, and take the interpreter from the threads
    that it waits for. With sixteen clients taking tickets this halves what the loop costs (200 to 104 us a ticket).
    """

    def writable(self) -> bool:
        """Return whether the loop shall send: no thread answers, or it waits for the client to take what is there."""
        answering = self.requests and not self.will_close
        if answering and self.total_outbufs_len <= self.adj.outbuf_high_watermark:
            return False
        return bool(super().writable())


class WebServer:
    """The HTTP half; `stop` takes no more requests, finishes those being worked on, then returns."""

    def __init__(self, app: Flask, listening: socket.socket) -> None:
        # It would write a line for every request that has to wait for a thread, which is none of the log's business.
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)
        # Why poll: waitress asks select() otherwise, which dies above 1,024 descriptors.
        self._server = create_server(
            app,
            sockets=[listening],
            threads=THREADS,
            asyncore_use_poll=True,
            channel_timeout=120,
            connection_limit=1000,
            max_request_body_size=READ_AT_MOST,
            ident=None,
            clear_untrusted_proxy_headers=True,
        )
        self._server.channel_class = _Channel
        self._thread = threading.Thread(target=self._server.run, name="web")

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Take no more, finish what is being worked on (10 s at most), close every connection."""
        # Not the server's own `close`: it closes the trigger as well, which is still needed to end the loop.
        self._server.trigger.pull_trigger(lambda: dispatcher.close(self._server))
        self._server.task_dispatcher.shutdown(timeout=10)
        # A thread's last wake may carry this out before our own pull is written; then the trigger is closed already.
        with suppress(OSError):
            self._server.trigger.pull_trigger(lambda: close_all(self._server._map, ignore_all=True))
        self._thread.join(5)
