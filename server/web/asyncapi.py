"""The AsyncAPI 3 document of the live socket, made from the frames that cross it."""

from typing import Any, Final, get_args

from server.rules.hall.fact import Kind
from server.web.schemas import schemas_of, tell_all
from server.wire.frames import PROTOCOL, Event, Hello, Pulse, Snapshot

ABOUT: Final = f"""Facts of the hall as they happen, at `/live`.

Where that is `GET /api/v1/access` tells. The protocol is {PROTOCOL}.

The client says `hello` within five seconds, and nothing after it. For each center that it follows it is told the
events that it missed after what it says it knows, or a `snapshot` of the whole board; then every event, without a
gap in `seq`. A page whose `seq` has a gap, or whose `epoch` is another, comes again. Unknown fields and unknown
types are to be skipped. Who says `pulses` in hello is also told every eight seconds or sooner how far each center
is: who has heard nothing for longer has a dead link, and who is not as far has missed something and comes again.
Frames are text and have at most 64 KiB; a socket that does not answer to pings, or does not take what it is told, is
let go.

Before it opens, a socket may be refused over HTTP with `application/problem+json`: 403 `page_elsewhere`, 404
`not_found`, 429 `too_many` with `Retry-After`.

It is closed with 1008 and the code of a refusal (`token_unknown`, `token_scope`, `center_unknown`) or a sentence:
as it is, it is not let in. 1007: hello cannot be read. 1009: a frame was too large. 1012: the server starts anew.
1013: come again later (`too_many`, `store_unavailable`, `busy`)."""
SCHEMAS: Final = "#/components/schemas/"


def document(version: str) -> dict[str, Any]:
    """Return the document of release `version`, from the server's side: it receives hello, and sends the rest."""
    found, schemas = schemas_of([Hello, Snapshot, Pulse, Event], SCHEMAS)
    tell_all(schemas, [found[repr(Hello)], found[repr(Event)]])
    messages = {
        "hello": _message("hello", "Who is there, what it follows and how far it knows that", found[repr(Hello)]),
        "snapshot": _message("snapshot", "The whole board of a center", found[repr(Snapshot)]),
        "pulse": _message("pulse", "A center is as far as this, which is still true", found[repr(Pulse)]),
        **{kind: _message(kind, f"It happened: {kind}", _of_kind(found[repr(Event)], kind)) for kind in get_args(Kind)},
    }
    told = [name for name in messages if name != "hello"]
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Banshi live socket",
            "version": version,
            "description": ABOUT,
            "license": {"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"},
        },
        "defaultContentType": "application/json",
        "servers": {
            "live": {
                "host": "{place}",
                "protocol": "wss",
                "description": "As `live` of `GET /api/v1/access` says; `ws` where pages come over http.",
                "variables": {"place": {"default": "localhost:8081", "description": "Host and port."}},
            }
        },
        "channels": {
            "live": {
                "address": "/live",
                "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in messages},
                "bindings": {"ws": {"method": "GET"}},
            }
        },
        "operations": {
            "hear_hello": _operation("receive", ["hello"], "Let a client in"),
            "tell": _operation("send", told, "Tell what is, and what happens"),
        },
        "components": {"schemas": schemas, "messages": messages},
    }


def _message(name: str, summary: str, payload: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "summary": summary, "contentType": "application/json", "payload": payload}


def _of_kind(event: dict[str, Any], kind: Kind) -> dict[str, Any]:
    """Return the event narrowed to one kind; what a ticket or a counter did names it."""
    of = kind.partition(".")[0]
    narrowed: dict[str, Any] = {"properties": {"type": {"const": kind}}}
    if of in ("ticket", "counter"):
        narrowed["required"] = [of]
    return {"allOf": [event, narrowed]}


def _operation(action: str, messages: list[str], summary: str) -> dict[str, Any]:
    return {
        "action": action,
        "channel": {"$ref": "#/channels/live"},
        "summary": summary,
        "messages": [{"$ref": f"#/channels/live/messages/{name}"} for name in messages],
    }
