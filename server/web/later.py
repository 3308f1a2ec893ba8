"""An answer that is had later: the thread that was asked for it goes on to others meanwhile."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from flask import Flask, Response
from werkzeug.http import HTTP_STATUS_CODES

from server.store.ordered import Ordered
from server.web.http.answering import Awaited

Start = Callable[..., Any]
_STATUS: Final = {status: f"{status} {name.upper()}" for status, name in HTTP_STATUS_CODES.items()}


class Later(Response):
    """The JSON that was `ordered` with its status; all of the answer is known only when that is done."""

    def __init__(self, app: Flask, ordered: Ordered[tuple[int, str]]) -> None:
        super().__init__()
        self._app = app
        self._ordered = ordered

    def __call__(self, environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        """Return the body, which begins the answer once it is asked for its first piece."""
        return _Body(self._app, self._ordered, environ, start_response)


class _Body(Awaited):
    def __init__(self, app: Flask, ordered: Ordered[tuple[int, str]], environ: dict[str, Any], start: Start) -> None:
        self._app = app
        self._ordered = ordered
        self._environ = environ
        self._start = start
        self._pieces: Iterator[bytes] | None = None

    def when_ready(self, call: Callable[[], None]) -> None:
        self._ordered.when_done(call)

    def give_up(self) -> None:
        self._ordered.give_up()

    def __next__(self) -> bytes:
        if self._pieces is None:
            self._pieces = iter(self._begin())
        return next(self._pieces)

    def _begin(self) -> Iterable[bytes]:
        try:
            status, text = self._ordered.result()
        except Exception as error:
            # The request is over for Flask; what went wrong is explained as if it were not.
            with self._app.request_context(self._environ):
                response = self._app.make_response(self._app.handle_user_exception(error))
            return response(self._environ, self._start)
        body = text.encode()
        # Nearly every answer of a busy hall: a whole `Response` would cost a tenth of it.
        self._start(_STATUS[status], [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return (body,)
