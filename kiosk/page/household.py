"""For whom matters are: who can be chosen, and what they may be called. Pure."""

from typing import Final

from config.centers import Language, Text
from config.household import MEMBERS_MOST, SHORT_NAMES, Household, Member, Relation
from config.words import say
from kiosk.page.row import Row
from kiosk.visit.session import Session
from kiosk.visit.world import Checklist, World
from server.rules.guidance.household.cast import own_id
from server.rules.guidance.household.given import SEVERAL
from server.rules.guidance.household.words import called, relation_name, short_name

FURTHER: Final[dict[Relation, str]] = {
    "child": "Another child",
    "employee": "Another employee",
    "other": "Another relative",
}


def entry_of(session: Session, world: World) -> Checklist | None:
    """Return the chosen matter that may be for several, where this question is the place to say so."""
    asked = {each.id for each in session.group}
    if not asked or session.place.screen not in ("question", "questions"):
        return None
    if 0 < len(session.open_in_group) < len(asked):
        return None
    said = session.inquiry.answers.keys() - asked
    # Once something is said of one of them it is too late: the first page is the place.
    found = (each for each in _chosen(session, world) if asked & set(each.entry) and not said & set(each.entry))
    named = {each.checklist for each in session.inquiry.wish.household.matters}
    return next((each for each in found if _many(each) and each.id not in named), None)


def settled_by(session: Session, world: World, question: str) -> Checklist | None:
    """Return the chosen matter for whose people the household answers `question`."""
    return next((each for each in _chosen(session, world) if each.who == own_id(question)), None)


def alike(session: Session, world: World) -> tuple[Checklist, ...]:
    """Return the chosen matters that are for whoever this page names."""
    chosen = _chosen(session, world)
    subject = next((each.subject for each in chosen if each.id == session.place.item), None)
    return tuple(each for each in chosen if each.subject == subject)


def for_whom(session: Session) -> tuple[str, ...]:
    """Return the ids of those whom the matters of this page are for."""
    matters = session.inquiry.wish.household.matters
    return next((each.members for each in matters if each.checklist == session.place.item), ())


def rows(session: Session, world: World) -> tuple[Row, ...]:
    """Return everybody who can be chosen, those named already first, and the way to one more of a kind."""
    language, household = session.language, session.inquiry.wish.household
    whom = alike(session, world)[0].whom if alike(session, world) else ()
    chosen = for_whom(session)
    found = []
    for relation in whom:
        found += [
            Row(f"member:{each.id}", _named(each, household, language), picked=each.id in chosen)
            for each in household.of(relation)
        ]
        full = len(household.members) >= MEMBERS_MOST
        if relation in SEVERAL:
            first = not household.of(relation)
            text = _name(relation_name(relation), language) if first else say(language, FURTHER[relation])
            found += [] if full else [Row(f"join:{relation}", text, icon="box" if first else "person")]
        elif not household.of(relation) and not full:
            found.append(Row(f"join:{relation}", _named(Member(relation, relation), household, language)))
    return tuple(found)


def names(session: Session) -> tuple[Row, ...]:
    """Return what somebody may be called who joins; the last goes without a name."""
    language, household = session.language, session.inquiry.wish.household
    taken = {each.name for each in household.members}
    left = (each for each in SHORT_NAMES.get(_relation(session), ()) if each not in taken)
    return (
        *(Row(f"name:{each}", _name(short_name(each), language)) for each in left),
        Row("name:", say(language, "Without a name"), quiet=True),
    )


def _relation(session: Session) -> Relation:
    return next((each for each in SEVERAL if each == session.place.item), "other")


def _many(checklist: Checklist) -> bool:
    return len(checklist.whom) > 1 or bool(set(checklist.whom) & set(SEVERAL))


def _chosen(session: Session, world: World) -> list[Checklist]:
    return [each for each in world.checklists if each.id in session.inquiry.chosen and each.subject is not None]


def _named(member: Member, household: Household, language: Language) -> str:
    if member.relation == "me":
        return say(language, "Myself")
    return _name(called(member, household).text, language)


def _name(name: Text, language: Language) -> str:
    said = name.say(language)
    return said[:1].upper() + said[1:]
