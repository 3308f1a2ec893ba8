"""Finding what to do on a phone: a sentence, the matters it leads to, all of them by theme, and guidance begun."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from config.centers import Text
from config.pack import Checklist, Pack
from config.words import both
from server.office.guidance.consultations import start_consultation
from server.office.guidance.unfound import note_unfound
from server.office.releases.publish import current_release_id
from server.rules.bounds import MOST
from server.rules.errors import Refusal
from server.rules.guidance.search.index import SearchIndex
from server.store.unit_of_work import CITY
from server.web.api.search import QUERY_LONGEST, found_in
from server.web.consulting import Consulting
from server.wire.searching import SearchAnswer


@dataclass(frozen=True)
class Answer:
    """What is written about something that was found, and where."""

    title: str
    text: Text
    source: str


@dataclass(frozen=True)
class Theme:
    """The matters of one theme, in the order of the pack."""

    name: Text
    checklists: tuple[Checklist, ...]


def add_finding(
    blueprint: Blueprint,
    consultations: Consulting,
    index_of: Callable[[str], SearchIndex],
    clock: Callable[[], int],
) -> None:
    """Add the pages on which somebody finds what to do and begins guidance; `clock` tells ms."""
    store = consultations.store

    def in_force() -> str:
        return store.read(lambda reading: current_release_id(reading, clock()))

    def found(release: str, sentence: str) -> SearchAnswer:
        return found_in(index_of(release), sentence[:QUERY_LONGEST])

    @blueprint.get("/find")
    def find() -> str:
        return page(in_force(), request.args.get("q", ""))

    @blueprint.post("/find")
    def look_for() -> AnyResponse:
        sentence = request.form.get("q", "").strip()[:QUERY_LONGEST]
        looked = found(in_force(), sentence)
        if not (looked.covered or looked.known_elsewhere):
            store.write(CITY, lambda uow: note_unfound(uow, sentence, clock()))
        return redirect(url_for("phone.find", q=sentence or None), 303)

    @blueprint.post("/find/begin")
    def begin_found() -> AnyResponse | tuple[str, int]:
        release, chosen = in_force(), tuple(dict.fromkeys(request.form.getlist("checklist")))
        if not 0 < len(chosen) <= MOST:
            return page(release, request.form.get("q", ""), both("Tick what you would like to do.")), 422
        book = consultations.book_of(release, None)
        for checklist in chosen:
            if checklist not in book.checklists:
                raise Refusal("checklist_unknown", checklist=checklist[:64])
        days = consultations.days
        kept = store.write(CITY, lambda uow: start_consultation(uow, release, chosen, clock(), days=days))
        return redirect(url_for("phone.go_on", code=kept.code), 303)

    def page(release: str, sentence: str, trouble: Text | None = None) -> str:
        pack = consultations.guidance(release).pack
        told = found(release, sentence)
        ticked = set(request.form.getlist("checklist")) or {each.id for each in told.matters if each.meant}
        return render_template(
            "phone/find.html",
            sentence=sentence[:QUERY_LONGEST],
            found=told,
            answers=_answers(pack, told),
            themes=_themes(pack, {each.id for each in told.matters}),
            ticked=ticked,
            trouble="" if trouble is None else trouble.say(g.language),
        )


def _answers(pack: Pack, found: SearchAnswer) -> list[Answer]:
    points = {each.id: each for each in pack.knowledge}
    titles = {each.id: each.title for each in pack.sources}
    return [
        Answer(
            each.title if g.language == "zh" else "",
            each.text,
            "；".join(titles[one.source] for one in points[each.id].citations),
        )
        for each in found.answers
    ]


def _themes(pack: Pack, shown: Collection[str]) -> list[Theme]:
    """Return all matters by theme, without those `shown` above: whoever unticks one there has unticked it."""
    by: dict[Text, list[Checklist]] = {}
    for each in pack.checklists:
        if each.id not in shown:
            by.setdefault(each.theme, []).append(each)
    return [Theme(name, tuple(listed)) for name, listed in by.items()]
