"""For whom matters are: members of the household join, are named, and are taken out again."""

from msgspec.structs import replace

from config.household import SHORT_NAMES, Household, Matter, Member, Relation
from kiosk.flow.walking import Moved, back, forth, stay
from kiosk.page.household import alike, for_whom
from kiosk.visit.session import Place, Session
from kiosk.visit.touches import Pressed
from kiosk.visit.world import Checklist, World
from server.rules.guidance.household.given import SEVERAL, joined


def begin(session: Session, world: World, checklist: Checklist) -> Moved:
    """Ask for whom `checklist` is; whom an answer named already is among them."""
    place = Place("household", item=checklist.id)
    here = session.having(replace(session.way, place=place, ahead=()))
    if not for_whom(here) and (said := _said(session, checklist)) is not None:
        known = session.inquiry.wish.household.of(said)
        member = known[0] if known else joined(session.inquiry.wish.household, said)
        there = _with(here, world, member, chosen=True)
        session = session.having(there.inquiry)
    return forth(session.having(replace(session.way, ahead=())), place)


def obey(session: Session, press: Pressed, world: World) -> Moved:
    """Return what a touch on a member, on one who joins or on a name does."""
    kind, _, said = press.target.partition(":")
    household = session.inquiry.wish.household
    if kind == "member":
        return stay(_with(session, world, household.member(said), chosen=said not in for_whom(session)))
    if kind == "name":
        relation = next(each for each in SEVERAL if each == session.place.item)
        returned, effects = back(session)
        member = joined(household, relation, said)
        return _with(returned.having(replace(returned.way, ahead=())), world, member, chosen=True), effects
    relation = next(each for each in _relations(session, world) if each == said)
    if relation in SHORT_NAMES:
        return forth(session.having(replace(session.way, ahead=())), Place("naming", item=relation))
    return stay(_with(session, world, joined(household, relation), chosen=True))


def _relations(session: Session, world: World) -> tuple[Relation, ...]:
    return tuple(relation for each in alike(session, world) for relation in each.whom)


def _with(session: Session, world: World, member: Member, *, chosen: bool) -> Session:
    """Return the session with the matters of this page for `member` too, or no longer; whom nothing is for leaves."""
    inquiry, household = session.inquiry, session.inquiry.wish.household
    members = household.members if member in household.members else (*household.members, member)
    ids = [each for each in for_whom(session) if each != member.id] + ([member.id] if chosen else [])
    these = {each.id for each in alike(session, world)}
    others = tuple(each for each in household.matters if each.checklist not in these)
    ordered = tuple(each.id for each in members if each.id in ids)
    matters = (*others, *(Matter(each, ordered) for each in sorted(these) if ordered))
    wanted = {each for matter in matters for each in matter.members}
    after = Household(tuple(each for each in members if each.id in wanted), matters)
    if world.guide is None:
        return session
    wish, answers = world.guide.rehoused(
        replace(inquiry.wish, unsure=tuple(sorted(inquiry.unclear))), inquiry.answers, after
    )
    return session.having(
        replace(inquiry, wish=wish, answers=answers, unclear=frozenset(wish.unsure), papers={}),
        replace(session.keeping, states={}),
    )


def _said(session: Session, checklist: Checklist) -> Relation | None:
    """Return whom an answer says that `checklist` is for, or the citizen where no question asks for whom it is."""
    if checklist.who is None:
        return "me" if "me" in checklist.whom else None
    given = session.inquiry.answers.get(checklist.who)
    return next((each for each in checklist.whom if each == given and each not in SEVERAL), None)
