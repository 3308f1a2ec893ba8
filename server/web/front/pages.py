"""`/` says who goes where and how the server is; `/problems/CODE` says what a refusal means and what to do about it."""

import re
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from flask import Blueprint, Response, render_template, request

from config.centers import Language
from config.documents import CITY, CityDocument
from config.look import web_tokens
from config.words import say
from server.rules.errors import CODES, TRY_LATER, Refusal, is_code
from server.store.projection import tree_of
from server.store.settings import document_in_force
from server.store.store import Store
from server.store.unit_of_work import Reading
from server.web.problems import language as preferred

HERE: Final = Path(__file__).parent
LANGUAGE: Final = "banshi-language"
A_YEAR: Final = 365 * 24 * 3600
CLOSED: Final = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'"
ADVICE: Final[dict[int, str]] = {
    400: "What was sent cannot be read. The maker of the program corrects it; the description of the API helps.",
    401: "Sign in again, or ask the administrator for a new address or token.",
    403: "What was shown opens other things. Ask the administrator for access to this one.",
    404: "Check what was typed or scanned. What is over or was taken away is not found any more.",
    405: "The program that asked uses the wrong method. The description of the API names the right one.",
    408: "Send it again; the network between may be slow.",
    410: "What was here is over. Begin anew.",
    409: "Things have changed meanwhile. Look at them again, then decide anew.",
    413: "Send less at once.",
    422: "What was sent can be read and cannot be carried out. Correct what the sentence names, and send it again.",
    431: "The program that asked sends too much before its question. Its maker corrects it.",
    429: "Wait as long as the answer says; it comes with the number of seconds.",
    500: "This is a fault of Banshi. The administrator finds its details in the log of the server.",
    503: "Try again in a moment. When it goes on, the administrator looks at the server: banshi doctor.",
    507: "The administrator frees space on the disk of the server: banshi doctor says how much is left.",
}
"""HTTP status -> what to do, for every code that has it."""
LATER: Final = "Nothing was lost. The same request may be sent again as it is."
_PLACE: Final = re.compile(r"{\w+}")


def pages(store: Store) -> Blueprint:
    """Return the pages over `store`."""
    blueprint = Blueprint("front", __name__, template_folder="templates")

    @blueprint.get("/")
    def front() -> str:
        try:
            name, centers = store.read(_city)
            well = True
        except Refusal:
            name, centers, well = "", 0, False
        return _render("front/front.html", city=name, centers=centers, well=well, version=version("banshi"))

    @blueprint.get("/problems/<code>")
    def problem(code: str) -> tuple[str, int]:
        if not is_code(code):
            return _render("front/problem.html", code="not_found", **_meaning("not_found")), 404
        return _render("front/problem.html", code=code, **_meaning(code)), 200

    @blueprint.get("/front/look.css")
    def look() -> Response:
        css = web_tokens() + (HERE / "front.css").read_text(encoding="utf-8")
        return Response(css, content_type="text/css; charset=utf-8", headers={"Cache-Control": "no-cache"})

    @blueprint.after_request
    def finish(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = CLOSED
        response.headers.setdefault("Cache-Control", "no-store")
        chosen = request.args.get("language")
        if chosen in ("zh", "en"):
            response.set_cookie(LANGUAGE, chosen, max_age=A_YEAR, httponly=True, samesite="Lax")
        return response

    return blueprint


def _city(reading: Reading) -> tuple[Any, int]:
    city = document_in_force(reading, CITY, CityDocument)
    return (city.name if city is not None else ""), len(tree_of(reading).parents)


def _meaning(code: Any) -> dict[str, Any]:
    status, sentence = CODES[code]
    return {
        "status": status,
        "sentence": sentence,
        "advice": ADVICE.get(status, ADVICE[500 if status >= 500 else 400]),
        "later": LATER if code in TRY_LATER else "",
    }


def _render(template: str, **values: Any) -> str:
    asked = request.args.get("language") or request.cookies.get(LANGUAGE)
    language: Language = "zh" if asked == "zh" else "en" if asked == "en" else preferred()

    def words(message: str, **places: object) -> str:
        said = say(language, message, **places)
        return said if places else _PLACE.sub("…", said)

    other: Language = "en" if language == "zh" else "zh"
    return render_template(template, say=words, language=language, turned=other, other=say(other, "English"), **values)
