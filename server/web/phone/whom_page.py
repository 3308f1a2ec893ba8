"""For whom a matter is, on a phone: one form of everybody who can be chosen. Whole without script."""

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from config.household import MEMBERS_MOST
from config.pack import Checklist
from server.rules.errors import Refusal
from server.rules.guidance.household.cast import own_id
from server.rules.guidance.household.choosing import people_for
from server.rules.guidance.household.given import may_be_for
from server.store.unit_of_work import CITY
from server.web.consulting import Consulting
from server.web.phone.opened import Opened


def add_whom(
    blueprint: Blueprint, consultations: Consulting, opened: Callable[[], Opened], clock: Callable[[], int]
) -> None:
    """Add the page that asks for whom a checklist is; `clock` tells ms."""

    @blueprint.get("/c/<code>/whom/<checklist>")
    def whom(code: str, checklist: str) -> str:
        return page(opened(), checklist)

    @blueprint.post("/c/<code>/whom/<checklist>")
    def these(code: str, checklist: str) -> AnyResponse | tuple[str, int]:
        own = opened()
        _listed(own, checklist)
        who = request.form.getlist("who")
        try:
            consultations.store.write(CITY, lambda uow: consultations.for_these(uow, code, checklist, who, clock()))
        except Refusal as refusal:
            return page(own, checklist, refusal), refusal.status
        return redirect(url_for("phone.go_on", code=code), 303)

    @blueprint.get("/c/<code>/on")
    def go_on(code: str) -> AnyResponse:
        own = opened()
        if own.next is None:
            return redirect(url_for("phone.overview", code=code), 303)
        return redirect(url_for("phone.question", code=code, question=own.next), 303)

    def page(own: Opened, checklist: str, trouble: Refusal | None = None) -> str:
        listed = _listed(own, checklist)
        return render_template(
            "phone/whom.html",
            own=own,
            answer=own.answer,
            checklist=listed,
            choices=people_for(own.book.written, own.answer.wish.household, listed),
            trouble=trouble,
            most=MEMBERS_MOST,
        )


def for_several(own: Opened, question: str) -> Checklist | None:
    """Return the chosen checklist of which `question` is the place to say that it is for several.

    That is the one that asks for whom, or the first where nothing hangs on that, and it is not asked.
    """
    for checklist in _chosen(own):
        who = _who(own, checklist)
        if question == who or (question in checklist.facts_first[:1] and who not in own.answer.answers):
            return checklist
    return None


def settled_by(own: Opened, question: str) -> Checklist | None:
    """Return the chosen checklist for whose people the household answers `question`."""
    return next((each for each in _chosen(own) if _who(own, each) == own_id(question)), None)


def _chosen(own: Opened) -> list[Checklist]:
    found = (own.book.checklists[name] for name in own.answer.checklists)
    return [each for each in found if may_be_for(own.book.written, each)]


def _who(own: Opened, checklist: Checklist) -> str | None:
    return next((each.who for each in own.book.written.entities if each.id == checklist.subject), None)


def _listed(own: Opened, name: str) -> Checklist:
    checklist = own.book.checklists.get(name)
    if checklist is None or name not in own.answer.checklists or not may_be_for(own.book.written, checklist):
        raise Refusal("checklist_unknown", checklist=name[:64])
    return checklist
