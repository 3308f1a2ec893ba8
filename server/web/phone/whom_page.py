"""For whom a matter is, on a phone: one form of everybody who can be chosen. Whole without script."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from config.centers import Text
from config.household import MEMBERS_MOST, RELATIONS, SHORT_NAMES, Household, Matter, Member
from config.pack import Checklist
from config.words import both
from server.rules.errors import Refusal
from server.rules.guidance.household.cast import own_id
from server.rules.guidance.household.given import SEVERAL, joined, may_be_for
from server.rules.guidance.household.words import called, heading, relation_name, short_name
from server.store.unit_of_work import CITY
from server.web.consulting import Consulting
from server.web.phone.opened import Opened


@dataclass(frozen=True)
class Choice:
    """Somebody who can be chosen: a member by id, or who joins by relation and short name (`child:elder_son`)."""

    value: str
    name: Text
    chosen: bool


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
        after = _chosen(own, _listed(own, checklist), request.form.getlist("who"))
        try:
            consultations.store.write(CITY, lambda uow: consultations.household(uow, code, after, clock()))
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
            choices=choices_of(own, listed),
            trouble=trouble,
            most=MEMBERS_MOST,
        )


def choices_of(own: Opened, checklist: Checklist) -> list[Choice]:
    """Return everybody for whom `checklist` can be, members of the household first in their relation."""
    household = own.answer.wish.household
    chosen = next((each.members for each in household.matters if each.checklist == checklist.id), ())
    taken = {each.name for each in household.members}
    found: list[Choice] = []
    for relation in may_be_for(own.book.written, checklist):
        members = household.of(relation)
        found += [Choice(each.id, heading(called(each, household).text), each.id in chosen) for each in members]
        if relation not in SEVERAL:
            found += [] if members else [Choice(f"{relation}:", _own_name(Member(relation, relation)), chosen=False)]
            continue
        names = [each for each in SHORT_NAMES.get(relation, ()) if each not in taken]
        found += [Choice(f"{relation}:{each}", heading(short_name(each)), chosen=False) for each in names]
        found.append(Choice(f"{relation}:", both("{person}, without a name", person=_relation(relation)), chosen=False))
    return found


def for_several(own: Opened, question: str) -> Checklist | None:
    """Return the chosen checklist of which `question` is the one that says for whom it is."""
    for name in own.answer.checklists:
        checklist = own.book.checklists[name]
        subject = next((each for each in own.book.written.entities if each.id == checklist.subject), None)
        if subject is not None and question in ((subject.who,) if subject.who else checklist.facts_first[:1]):
            return checklist
    return None


def settled_by(own: Opened, question: str) -> Checklist | None:
    """Return the chosen checklist for whose people the household answers `question`."""
    return for_several(own, own_id(question))


def _listed(own: Opened, name: str) -> Checklist:
    checklist = own.book.checklists.get(name)
    if checklist is None or name not in own.answer.checklists or not may_be_for(own.book.written, checklist):
        raise Refusal("checklist_unknown", checklist=name[:64])
    return checklist


def _chosen(own: Opened, checklist: Checklist, values: list[str]) -> Household:
    """Return the household in which `checklist`, and what is alike, is for those named by `values`."""
    household = own.answer.wish.household
    members = list(household.members)
    ids: list[str] = []
    for value in values[: MEMBERS_MOST + 1]:
        kind, joins, name = value.partition(":")
        relation = next((each for each in RELATIONS if joins and each == kind), None)
        if relation is not None:
            members.append(joined(Household(tuple(members)), relation, name))
            ids.append(members[-1].id)
        elif any(each.id == kind for each in members):
            ids.append(kind)
    alike = [each for each in own.answer.checklists if own.book.checklists[each].subject == checklist.subject]
    others = tuple(each for each in household.matters if each.checklist not in alike)
    ordered = tuple(each.id for each in members if each.id in ids)
    matters = (*others, *(Matter(each, ordered) for each in alike if ordered))
    wanted = {each for matter in matters for each in matter.members}
    return Household(tuple(each for each in members if each.id in wanted), matters)


def _own_name(member: Member) -> Text:
    return both("Myself") if member.relation == "me" else heading(called(member, Household((member,))).text)


def _relation(relation: str) -> Text:
    return heading(relation_name(next(each for each in RELATIONS if each == relation)))
