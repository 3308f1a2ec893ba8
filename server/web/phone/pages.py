"""The addresses of the phone's pages: plain HTML and forms, whole without script; the code in them is the key."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, get_args
from urllib.parse import urlencode

import msgspec
from flask import Blueprint, Response, g, redirect, render_template, request, send_from_directory, url_for
from werkzeug.wrappers import Response as AnyResponse

from config.centers import Language, Text
from config.look import web_tokens
from config.words import both, say
from server.office.estimates import Estimates
from server.office.guidance.consultations import CityTime
from server.office.ticket import ticket_of
from server.rules.booking.states import STATE_NAMES
from server.rules.errors import Refusal
from server.rules.guidance.consultation import look_up
from server.rules.guidance.judge.answers import why_unfit
from server.rules.guidance.judge.condition import parts_of
from server.rules.guidance.judge.verdict import Goal, Verdict, Wish
from server.rules.guidance.plan import at_a_glance, item_codes, wording
from server.rules.guidance.search.index import SearchIndex
from server.rules.guidance.search.named import named_item
from server.store.unit_of_work import CITY, Reading
from server.web.consulting import Consulting
from server.web.phone import plan_trips
from server.web.phone.booking_pages import add_bookings
from server.web.phone.finding_pages import add_finding
from server.web.phone.hall_pages import add_hall_code
from server.web.phone.opened import Opened, answered_question
from server.web.phone.place_pages import add_places, keep_number, own_word
from server.web.phone.plan_booking import FirstStop, first_stop, on_its_day
from server.web.phone.spoken import spoken
from server.web.phone.waits_page import add_waits
from server.web.phone.whom_page import add_whom, for_several, settled_by
from server.web.problems import language as preferred
from server.wire.messages import milliseconds
from server.wire.problem import headers

HERE: Final = Path(__file__).parent
STATIC: Final = HERE / "static"
LANGUAGE: Final = "banshi-language"
LETTERS: Final = "banshi-letters"
KEPT: Final = ("q", "from", "service", "item", "day", "clock", "move", "plan")
"""What an address keeps of its query when the page is turned to another language or to larger letters."""
A_YEAR: Final = 365 * 24 * 3600
CLOSED: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


def pages(
    consultations: Consulting,
    estimates: Estimates,
    clock: Callable[[], int],
    index_of: Callable[[str], SearchIndex],
) -> Blueprint:
    """Return the pages over `consultations`, which the gate has opened for them; `clock` tells ms.

    `estimates` know how long people wait, `index_of` returns what is looked into of a release.
    """
    blueprint = Blueprint("phone", __name__, template_folder="templates")
    _add_manners(blueprint)
    _add_files(blueprint)

    def opened() -> Opened:
        kept, at = g.admitted.opened
        return Opened(consultations.told(kept, at), consultations.book(kept))

    def take(code: str, given: dict[str, Any]) -> Opened:
        kept = consultations.store.write(CITY, lambda uow: consultations.answer(uow, code, given, clock()))
        return Opened(consultations.told(kept, g.admitted.opened[1]), consultations.book(kept))

    def opened_again(code: str) -> Opened:
        kept, at = consultations.open(code, clock())
        return Opened(consultations.told(kept, at), consultations.book(kept))

    def want(code: str, wish: Wish) -> None:
        consultations.store.write(CITY, lambda uow: consultations.wish(uow, code, wish, clock()))

    @blueprint.get("/c")
    def entry() -> str:
        return render_template("phone/entry.html", typed="", trouble="")

    @blueprint.post("/c")
    def enter() -> AnyResponse:
        return redirect(url_for("phone.overview", code=opened().answer.code), 303)

    @blueprint.get("/c/<code>")
    def overview(code: str) -> str | AnyResponse:
        own = opened()
        if own.answer.code != code:
            return redirect(url_for("phone.overview", code=own.answer.code), 303)
        return render_template("phone/overview.html", own=own, answer=own.answer)

    @blueprint.get("/c/<code>/q/<question>")
    def question(code: str, question: str) -> str:
        return _ask(opened(), question)

    @blueprint.post("/c/<code>/q/<question>")
    def answer(code: str, question: str) -> AnyResponse | tuple[str, int]:
        own = opened()
        if "unsure" in request.form:
            own.question(question)
            unsure = dict.fromkeys((*own.answer.wish.unsure, question))
            want(code, msgspec.structs.replace(own.answer.wish, unsure=tuple(unsure)))
            following = opened_again(code).next
            if following is None:
                return redirect(url_for("phone.overview", code=code), 303)
            return redirect(url_for("phone.question", code=code, question=following), 303)
        given = answered_question(own.question(question), request.form)
        trouble = _trouble(own, question, given)
        if trouble is not None:
            return _ask(own, question, trouble), 422
        changed = take(code, {question: given})
        if request.form.get("from") == "answers":
            return redirect(url_for("phone.answers", code=code, _anchor=f"q-{question}"), 303)
        onward = own.after(question) or changed.next
        if onward is None:
            return redirect(url_for("phone.overview", code=code), 303)
        return redirect(url_for("phone.question", code=code, question=onward), 303)

    @blueprint.get("/c/<code>/answers")
    def answers(code: str) -> str:
        own = opened()
        return render_template("phone/answers.html", own=own, answer=own.answer)

    @blueprint.get("/c/<code>/why")
    def why_named(code: str) -> str:
        own, name = opened(), request.args.get("item", "")
        try:
            item = named_item(own.book, name)
        except Refusal as refusal:
            return render_template(
                "phone/overview.html", own=own, answer=own.answer, sought=name, unfound=_sentence(refusal)
            )
        return _why(own, item)

    @blueprint.get("/c/<code>/why/<item>")
    def why(code: str, item: str) -> str:
        own = opened()
        return _why(own, named_item(own.book, item))

    @blueprint.get("/c/<code>/plan")
    def plan(code: str) -> str:
        own = opened()
        first = first_stop(consultations.store, own.answer, clock())
        kept = g.admitted.opened[0]
        own = on_its_day(own, first, lambda day: consultations.told(kept, CityTime(day)))
        return plan_page(own, first)

    def plan_page(own: Opened, first: FirstStop | None, trouble: Refusal | None = None) -> str:
        return render_template(
            "phone/plan.html",
            own=own,
            answer=own.answer,
            plan=own.answer.plan,
            goals=wording.GOALS,
            first=first,
            trips=plan_trips.shown(consultations.store, estimates, own.answer, clock()),
            trouble=trouble,
        )

    @blueprint.post("/c/<code>/trips/<trip>")
    def take_for_trip(code: str, trip: str) -> AnyResponse | tuple[str, int]:
        own, phone = opened(), own_word()
        try:
            taken = plan_trips.take(consultations.store, estimates, own.answer, trip, phone, clock(), spoken())
        except Refusal as refusal:
            return plan_page(own, first_stop(consultations.store, own.answer, clock()), refusal), refusal.status
        answer = redirect(url_for("phone.plan", code=code, _anchor=f"trip-{trip}"), 303)
        keep_number(answer, taken, phone)
        return answer

    @blueprint.post("/c/<code>/plan")
    def change_plan(code: str) -> AnyResponse:
        own, form = opened(), request.form
        wish = own.answer.wish
        if item := form.get("restore"):
            wish = wish.taking(item)
        if item := form.get("leave"):
            wish = wish.leaving(item)
        try:
            goal = msgspec.convert(form.get("goal", own.answer.wish.goal), Goal)
        except msgspec.ValidationError as error:
            raise Refusal(
                "bad_request", why=both("{field} is none of {known}", field="goal", known=", ".join(get_args(Goal)))
            ) from error
        want(code, msgspec.structs.replace(wish, goal=goal))
        return redirect(url_for("phone.plan", code=code), 303)

    add_bookings(blueprint, consultations.store, clock)
    add_whom(blueprint, consultations, opened, clock)
    add_waits(blueprint, consultations.store, estimates, clock)
    add_hall_code(blueprint, consultations.store, clock)
    add_places(blueprint, consultations.store, estimates, clock)
    add_finding(blueprint, consultations, index_of, clock)

    @blueprint.get("/t/<ticket>")
    def ticket(ticket: str) -> str:
        names = consultations.store.read(lambda reading: _names(reading, ticket))
        return render_template("phone/ticket.html", names=names, ticket=ticket)

    return blueprint


def _ask(own: Opened, name: str, trouble: str = "") -> str:
    """Return the page of a question, with what was typed when it did not fit."""
    return render_template(
        "phone/question.html",
        own=own,
        answer=own.answer,
        question=own.question(name),
        several=for_several(own, name),
        rough=own.rough(name),
        parts_of=parts_of,
        trouble=trouble,
        typed=request.form,
        origin=request.values.get("from", ""),
    )


def _trouble(own: Opened, question: str, given: Any) -> str | None:
    """Return what to say of a form whose answer is none; None for one that is."""
    fact = own.book.facts[question]
    if fact.many and given == "":
        return say(g.language, "Choose at least one answer.")
    unfit = None if given is None else why_unfit(fact, given, own.day)
    return None if unfit is None else unfit.say(g.language)


def _why(own: Opened, item: str) -> str:
    found = look_up(own.book, item, own.answer.answers, own.day)
    verdict = found if isinstance(found, Verdict) else None
    # What was asked about knows more than a look up: whether it is left out.
    verdict = next((each for each in own.answer.verdicts if each.item == item), verdict)
    inapplicable = None if isinstance(found, Verdict) else found
    return render_template(
        "phone/why.html",
        own=own,
        answer=own.answer,
        item=own.book.items[item],
        verdict=verdict,
        inapplicable=inapplicable,
    )


def _names(reading: Reading, ticket: str) -> dict[str, Any]:
    """Return what the page of a ticket needs: names, places and zone of its center, and whether it is booked."""
    try:
        hall = reading.hall(ticket_of(reading, ticket).center)
    except Refusal:
        return {}
    named = {id_: each.name for id_, each in hall.services.items()}
    named |= {id_: each.name for id_, each in hall.counters.items()}
    return {
        "center": msgspec.to_builtins(hall.name),
        "names": msgspec.to_builtins(named),
        "places": msgspec.to_builtins({id_: each.place for id_, each in hall.counters.items() if each.place}),
        "timezone": hall.timezone.key,
        "booked": bool(hall.bookings),
    }


def _sentence(refusal: Refusal) -> str:
    values = {
        name: value.say(g.language) if isinstance(value, Text) else value for name, value in refusal.values.items()
    }
    return say(g.language, refusal.message, **values)


def _add_manners(blueprint: Blueprint) -> None:
    # Not before the request: whom the gate refuses is told so in their language too.
    @blueprint.url_value_preprocessor
    def choose_look(_endpoint: str | None, _places: dict[str, Any] | None) -> None:
        asked = request.args.get("language") or request.cookies.get(LANGUAGE)
        g.language = asked if asked in ("zh", "en") else preferred()
        g.large = (request.args.get("letters") or request.cookies.get(LETTERS)) == "large"

    @blueprint.after_request
    def finish(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = CLOSED
        response.headers.setdefault("Cache-Control", "no-store")
        for name, kept, choices in ((LANGUAGE, "language", ("zh", "en")), (LETTERS, "letters", ("normal", "large"))):
            if request.args.get(kept) in choices:
                response.set_cookie(
                    name, request.args[kept], max_age=A_YEAR, httponly=True, samesite="Lax", secure=request.is_secure
                )
        return response

    @blueprint.errorhandler(Refusal)
    def refused(refusal: Refusal) -> tuple[str, int, dict[str, str]]:
        if request.path.startswith(("/b/", "/booking/", "/h/", "/w/", "/where")):
            page = render_template("phone/refused.html", title="Book a time", trouble=_sentence(refusal))
            return page, refusal.status, dict(headers(refusal))
        if request.path.startswith("/find"):
            title = "What would you like to do?"
            page = render_template("phone/refused.html", title=title, trouble=_sentence(refusal))
            return page, refusal.status, dict(headers(refusal))
        typed = request.form.get("code", (request.view_args or {}).get("code", ""))
        page = render_template("phone/entry.html", typed=typed[:80], trouble=_sentence(refusal))
        return page, refusal.status, dict(headers(refusal))

    @blueprint.context_processor
    def words() -> dict[str, Any]:
        language: Language = g.language

        def text(each: Text | None) -> str:
            return each.say(language) if each else ""

        def turned(**look: str) -> str:
            kept = {name: request.values[name] for name in KEPT if name in request.values}
            return "?" + urlencode({**kept, **look})

        return {
            "turned": turned,
            "sentence": _sentence,
            "settled_by": settled_by,
            "states": STATE_NAMES,
            "local": lambda hall, at: f"{hall.local(milliseconds(at)):%m-%d %H:%M}",
            "language": language,
            "other": say("en" if language == "zh" else "zh", "English"),
            "large": g.large,
            "say": lambda message, **values: say(language, message, **values),
            "text": text,
            "day": lambda each: wording.date_words(language, each),
            "wording": wording,
            "glance": at_a_glance,
            "step_code": item_codes.step_code,
            "script": _script(),
        }


def _add_files(blueprint: Blueprint) -> None:
    @blueprint.get("/phone/look.css")
    def look() -> Response:
        css = web_tokens() + (HERE / "phone.css").read_text(encoding="utf-8")
        return Response(css, content_type="text/css; charset=utf-8", headers={"Cache-Control": "no-cache"})

    @blueprint.get("/phone/assets/<path:name>")
    def asset(name: str) -> Response:
        return send_from_directory(STATIC / "assets", name, max_age=A_YEAR)


def _script() -> str | None:
    """Return the name of the built script, which set-up makes; the pages of a consultation are whole without it."""
    return next((each.name for each in sorted((STATIC / "assets").glob("index-*.js"))), None)
