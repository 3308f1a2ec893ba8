"""What a machine asks of this one: whether it lives, whether it can keep anything, its figures, its documents."""

import msgspec
from flask import Response
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from config.look import web_icon
from server.rules.errors import Refusal
from server.watched import troubles
from server.web.route import Asked, Route
from server.wire.notice import Notice


class Well(msgspec.Struct, frozen=True):
    """Answer of `GET /healthz`: anything that is not well is a refusal."""

    ok: bool


class Ready(msgspec.Struct, frozen=True):
    """Answer of `GET /readyz`: anything that is not well is a refusal; `notices` are what should be done soon."""

    ok: bool
    notices: tuple[Notice, ...] = ()


def _alive(_: Asked) -> Well:
    if failed := troubles():
        raise Refusal("part_failed", parts=", ".join(failed))
    return Well(ok=True)


def _ready(asked: Asked) -> Ready:
    asked.house.ready()
    return Ready(_alive(asked).ok, asked.house.notices())


def _metrics(asked: Asked) -> bytes:
    return asked.house.metrics()


def _icon(_: Asked) -> Response:
    # Browsers ask here for every page, whatever the page says; those we serve read SVG.
    return Response(web_icon(), content_type="image/svg+xml", headers={"Cache-Control": "max-age=86400"})


def _live_document(asked: Asked) -> bytes:
    return asked.house.live_document()


def _document(asked: Asked) -> bytes:
    return asked.house.document()


ROUTES = (
    Route(
        method="GET",
        path="/healthz",
        summary="This process answers",
        permission="public",
        answer=Well,
        refuses=("part_failed",),
        act=_alive,
    ),
    Route(
        method="GET",
        path="/readyz",
        summary="The store keeps what it is given; and what should be done soon",
        permission="public",
        answer=Ready,
        refuses=("part_failed",),
        act=_ready,
    ),
    Route(
        method="GET",
        path="/metrics",
        summary="Figures of this process, for Prometheus",
        permission="metrics",
        answer=bytes,
        act=_metrics,
        media=CONTENT_TYPE_LATEST,
        described=False,
    ),
    Route(
        method="GET",
        path="/favicon.ico",
        summary="The sign of every page",
        permission="public",
        answer=bytes,
        act=_icon,
        media="image/svg+xml",
        described=False,
    ),
    Route(
        method="GET",
        path="/api/openapi.json",
        summary="The document that describes this API",
        permission="public",
        answer=bytes,
        act=_document,
        described=False,
    ),
    Route(
        method="GET",
        path="/api/asyncapi.json",
        summary="The document that describes the live socket",
        permission="public",
        answer=bytes,
        act=_live_document,
        described=False,
    ),
)
