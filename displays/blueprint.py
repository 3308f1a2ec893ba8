"""The hall screen at /display/: its page, its look, and the voice of each call."""

from pathlib import Path
from typing import Final, get_args

from flask import Blueprint, Response, request, send_from_directory

from config.centers import Language
from config.look import web_tokens
from config.settings import Settings
from config.words import both
from displays.announcer import Announcer, ClipMissing
from server.rules.errors import Refusal
from server.rules.hall.announcement import LAST_COUNTER, MOST_TIMES, call_clips
from server.rules.hall.numbering import parse
from server.rules.unreadable import not_whole

STATIC: Final = Path(__file__).parent / "static"
A_YEAR: Final = 365 * 24 * 3600


def page(settings: Settings | None = None) -> Blueprint:
    """Return the screen's addresses; without `settings` those of this machine hold."""
    settings = settings or Settings()
    languages = _languages(settings.voice_languages)
    times = settings.voice_times
    announcer = Announcer(settings.voice_recordings)
    blueprint = Blueprint("display", __name__, url_prefix="/display")

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

    @blueprint.get("/voice.wav")
    def voice() -> Response:
        """Return the call of `number` to `counter` (1 to 999, or absent), in `language` (zh, en, or zh,en).

        With `onward=1` it is where somebody goes for the next step: said once, unless `times` says otherwise.
        """
        counter = request.args.get("counter", "")
        said = request.args.get("language")
        repeated = request.args.get("times")
        onward = "onward" in request.args and _whole("onward", request.args["onward"], 1) == 1
        asked = (
            _number(request.args.get("number", "")),
            _whole("counter", counter, LAST_COUNTER) if counter else None,
            _said(said) if said is not None else languages,
            _whole("times", repeated, MOST_TIMES) if repeated is not None else 1 if onward else times,
        )
        clips = call_clips(*asked, onward=onward)
        try:
            return Response(announcer.wav(clips), content_type="audio/wav", headers={"Cache-Control": "max-age=3600"})
        except ClipMissing as error:
            raise Refusal("not_found") from error

    return blueprint


def _number(text: str) -> str:
    try:
        parse(text)
    except ValueError as error:
        raise Refusal("bad_request", why=both("{field} is no number such as D001", field="number")) from error
    return text


def _whole(name: str, text: str, most: int) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 3 and 1 <= int(text) <= most):
        raise not_whole(name, 1, most)
    return int(text)


def _said(text: str) -> tuple[Language, ...]:
    try:
        return _languages(text)
    except ValueError as error:
        why = both("{field} is none of {known}", field="language", known="zh, en, zh,en, en,zh")
        raise Refusal("bad_request", why=why) from error


def _languages(text: str) -> tuple[Language, ...]:
    asked = text.split(",")
    known: tuple[Language, ...] = get_args(Language)
    chosen = tuple(language for name in asked for language in known if language == name)
    if len(chosen) != len(asked) or len(set(chosen)) != len(chosen):
        raise ValueError("language is zh, en, or both with a comma")
    return chosen
