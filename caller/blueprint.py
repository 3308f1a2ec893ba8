"""The staff's pages: the console at /caller/, what editors look at, their look; all they know they ask the API for."""

from pathlib import Path
from typing import Final

from flask import Blueprint, Response, send_from_directory

from config.look import web_tokens

STATIC: Final = Path(__file__).parent / "static"
A_YEAR: Final = 365 * 24 * 3600


def page() -> Blueprint:
    """Return the addresses of the console and of the editors' page."""
    blueprint = Blueprint("caller", __name__, url_prefix="/caller")

    def built(name: str) -> Response:
        body = (STATIC / name).read_text(encoding="utf-8")
        return Response(body, content_type="text/html; charset=utf-8", headers={"Cache-Control": "no-cache"})

    @blueprint.get("/")
    def index() -> Response:
        return built("index.html")

    @blueprint.get("/editing")
    def editing() -> Response:
        return built("editing.html")

    @blueprint.get("/look.css")
    def look() -> Response:
        return Response(web_tokens(), content_type="text/css", headers={"Cache-Control": "no-cache"})

    @blueprint.get("/assets/<path:name>")
    def asset(name: str) -> Response:
        return send_from_directory(STATIC / "assets", name, max_age=A_YEAR)

    return blueprint
