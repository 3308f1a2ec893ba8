"""All pages of the administrators' house, in the order of its menu, and the blueprint that answers them."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from flask import Blueprint, Response, g, redirect, render_template, request, send_from_directory
from werkzeug.wrappers import Response as AnyResponse

from config.centers import Language
from config.look import web_tokens
from config.words import say
from server.rules.errors import Refusal
from server.rules.people.roles import may_anywhere
from server.web.admin import (
    about_person,
    alerts,
    care,
    cases,
    centers,
    devices,
    editors,
    entering,
    home,
    live,
    own,
    pairing,
    people,
    privacy,
    record_pages,
    release_steps,
    releases,
    reports,
    search_page,
    set_up,
    settings_pages,
    settings_past,
    sheets,
    todo_pages,
    wall,
    working,
)
from server.web.admin.done import DONE
from server.web.admin.guidance import drafts, files, records, tables, tree
from server.web.admin.names import DUTIES, ROLE_HELP, ROLES, device_words, moment_words, zone_of
from server.web.admin.page import House, Page, Section, Shown, Visit, where_from
from server.web.known_people import FORM
from server.web.problems import language as preferred
from server.wire.problem import headers, said

HERE: Final = Path(__file__).parent
STATIC: Final = HERE / "static"
LANGUAGE: Final = "banshi-language"
A_YEAR: Final = 365 * 24 * 3600
CLOSED: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PAGES: Final[tuple[Page, ...]] = tuple(
    page
    for module in (
        entering,
        home,
        live,
        reports,
        cases,
        care,
        set_up,
        centers,
        settings_pages,
        settings_past,
        sheets,
        people,
        editors,
        working,
        devices,
        wall,
        alerts,
        pairing,
        releases,
        release_steps,
        drafts,
        tree,
        files,
        tables,
        records,
        todo_pages,
        record_pages,
        privacy,
        about_person,
        search_page,
        own,
    )
    for page in module.PAGES
)
SECTIONS: Final[tuple[Section, ...]] = (
    home.SECTION,
    live.SECTION,
    reports.SECTION,
    cases.SECTION,
    set_up.SECTION,
    centers.SECTION,
    people.SECTION,
    working.SECTION,
    devices.SECTION,
    releases.SECTION,
    drafts.SECTION,
    todo_pages.SECTION,
    record_pages.SECTION,
    privacy.SECTION,
    care.SECTION,
)


def pages(house: House) -> Blueprint:
    """Return the pages over `house`, each let in by the gate as the table says."""
    blueprint = Blueprint("admin", __name__, template_folder="templates")
    for page in PAGES:
        name = f"{page.method} {page.path}".replace(".", "_")
        rule = page.path.replace("{", "<").replace("}", ">")
        blueprint.add_url_rule(rule, name, _view(house, page), methods=[page.method])
    _add_files(blueprint)
    _add_manners(blueprint, house)
    return blueprint


def _view(house: House, page: Page) -> Callable[..., Shown | tuple[Shown, int, dict[str, str]]]:
    def view(**places: str) -> Shown | tuple[Shown, int, dict[str, str]]:
        form = request.form.to_dict()
        visit = Visit(house, g.admitted.person, g.admitted.now, places, g.language, where_from(request), form)
        if page.again is None:
            return page.act(visit)
        try:
            return page.act(visit)
        except Refusal as refusal:
            return page.again(visit, refusal), refusal.status, _without_challenge(refusal)

    return view


def _without_challenge(refusal: Refusal) -> dict[str, str]:
    return {name: value for name, value in headers(refusal) if name != "WWW-Authenticate"}


def _add_files(blueprint: Blueprint) -> None:
    @blueprint.get("/admin/look.css")
    def look() -> Response:
        css = web_tokens() + (HERE / "admin.css").read_text(encoding="utf-8")
        return Response(css, content_type="text/css; charset=utf-8", headers={"Cache-Control": "no-cache"})

    @blueprint.get("/admin/assets/<path:name>")
    def asset(name: str) -> Response:
        return send_from_directory(STATIC / "assets", name, max_age=A_YEAR)


def _add_manners(blueprint: Blueprint, house: House) -> None:
    # Not before the request: whom the gate refuses is told so in their language too.
    @blueprint.url_value_preprocessor
    def choose_language(_endpoint: str | None, _places: dict[str, Any] | None) -> None:
        asked = request.args.get("language") or request.cookies.get(LANGUAGE)
        g.language = asked if asked in ("zh", "en") else preferred()

    @blueprint.after_request
    def finish(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = CLOSED
        response.headers.setdefault("Cache-Control", "no-store")
        if request.args.get("language") in ("zh", "en"):
            chosen = request.args["language"]
            response.set_cookie(
                LANGUAGE, chosen, max_age=A_YEAR, httponly=True, samesite="Lax", secure=request.is_secure
            )
        return response

    @blueprint.errorhandler(Refusal)
    def refused(refusal: Refusal) -> AnyResponse | tuple[str, int, dict[str, str]]:
        return _refused(refusal)

    @blueprint.context_processor
    def words() -> dict[str, Any]:
        language: Language = g.language
        admitted = g.get("admitted")
        who = admitted.person if admitted is not None else None
        # Once a page, and only where it says a moment: a long list says hundreds.
        zone = cache(lambda: house.store.read(zone_of))
        return {
            "language": language,
            "other": say("en" if language == "zh" else "zh", "English"),
            "say": lambda message, **values: say(language, message, **values),
            "text": lambda each: each.say(language) if each else "",
            "sentence": lambda refusal: said(refusal, language),
            "moment": lambda at: moment_words(at, zone()),
            "who": who,
            "device": device_words,
            "form": FORM,
            "roles_said": ROLES,
            "roles_help": ROLE_HELP,
            "duties_said": DUTIES,
            "sections": [each for each in SECTIONS if who is not None and _is_for(each, who.grants)],
            "done": DONE.get(request.args.get("done", "")),
            "script": _script(),
        }


def _refused(refusal: Refusal) -> AnyResponse | tuple[str, int, dict[str, str]]:
    match refusal.code:
        case "sign_in_needed" if "HX-Request" in request.headers:
            # A part of a page that looks again by itself: the whole page goes to sign in.
            return Response(headers={"HX-Redirect": f"{entering.SIGN_IN}?{_onward()}"})
        case "sign_in_needed":
            return redirect(f"{entering.SIGN_IN}?{_onward()}", 303)
        case "afresh_needed":
            return redirect(f"{entering.AFRESH}?{_onward()}", 303)
        case "password_due" | "second_needed":
            return redirect(own.OWN, 303)
    return render_template("admin/refused.html", trouble=refusal), refusal.status, _without_challenge(refusal)


def _onward() -> str:
    """Return the query that leads back to the page that was asked for, or to the one whose form was sent."""
    if request.method == "GET":
        return urlencode({"onward": request.full_path.removesuffix("?")})
    # Browsers tell our own pages the path of the page before; whatever comes is looked at before it is gone to.
    return urlencode({"onward": urlsplit(request.headers.get("Referer", entering.HOME)).path})


def _is_for(section: Section, grants: Any) -> bool:
    return not section.duties or any(may_anywhere(grants, duty) for duty in section.duties)


def _script() -> str | None:
    """Return the name of the built script, which set-up makes; the pages are whole without it."""
    return next((each.name for each in sorted((STATIC / "assets").glob("index-*.js"))), None)
