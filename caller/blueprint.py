"""The staff console at /caller/: one page and its look; everything it knows it asks the API for."""

from pathlib import Path
from typing import Final

from flask import Blueprint, Response, send_from_directory

from config.look import web_tokens

STATIC: Final = Path(__file__).parent / "static"
A_YEAR: Final = 365 * 24 * 3600


def page() -> Blueprint:
    """Return the console's addresses."""
    blueprint = Blueprint("caller", __name__, url_prefix="/caller")

    @blueprint.get("/")
    def index() -> Response:
        body = (STATIC / "index.html").read_text(encoding="utf-8")
        return Response(body, content_type="text/html; charset=utf-8", headers={"Cache-Control": "no-cache"})

    @blueprint.get("/look.css")
    def look() -> Response:
        return Response(web_tokens(), content_type="text/css", headers={"Cache-Control": "no-cache"})

    @blueprint.get("/assets/<path:name>")
    def asset(name: str) -> Response:
        return send_from_directory(STATIC / "assets", name, max_age=A_YEAR)

    return blueprint
