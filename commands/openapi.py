"""`banshi openapi`: the document that describes the API, for whoever makes a client from it."""

from importlib.metadata import version

import msgspec

from server.web.openapi import document
from server.web.table import ROUTES


def openapi() -> str:
    """Return the OpenAPI document as JSON; the same release gives the same text."""
    return msgspec.json.format(msgspec.json.encode(document(ROUTES, version("banshi")))).decode()
