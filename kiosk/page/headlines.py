"""What stands at the head of a list screen: its title and the note under it. Pure."""

from config.centers import Language
from config.words import say
from kiosk.page import matters, slots, way
from kiosk.page.blocks import ABLE, able, trip_shown
from kiosk.page.card import card_words
from kiosk.page.household import alike
from kiosk.page.keys import IN_A_CODE
from kiosk.visit.session import Session
from kiosk.visit.world import Leaf, World
from server.rules.guidance.plan.at_a_glance import counts, today_counted, trip_name, trips
from server.rules.guidance.plan.wording import plan_days

READING = ("questions", "answers", "verdicts", "others", "why", "plan", "trip", "papers", "leaf")
"""Screens that are read, page by page."""


def headline(session: Session, world: World) -> tuple[str, str]:
    """Return the title of a list screen and the note under it, which is read on the first of several pages."""
    title, note = _headline(session, world)
    return title, "" if session.place.screen in READING and session.place.page > 0 else note


def _headline(session: Session, world: World) -> tuple[str, str]:
    language = session.language
    match session.place.screen:
        case "basket":
            return say(language, "What you have chosen"), ""
        case "checklists":
            # In large type the themes need all the room there is.
            crowded = session.elder and matters.themes(world)
            asked_for = matters.themes(world) and matters.theme_shown(session, world) is None
            note = "Most asked for. Choose one or more." if asked_for else "You can choose several matters."
            return say(language, "What is it about?"), "" if crowded else say(language, note)
        case "household":
            topics = (each.topic.say(language) for each in alike(session, world))
            return say(language, "Who is it for?"), say(language, ", ").join(topics)
        case "naming":
            return say(language, "What do we call them here?"), say(language, "No real name is asked or kept.")
        case "question" if session.question:
            question = session.question
            asked = question.easy if session.elder and question.easy else question.text
            help_ = question.help.say(language) if question.help else ""
            # A date that is filled in says so where it stands.
            dated = question.kind == "date" and session.filled_in(question.id) is not None
            card = "" if dated else card_words(session, world, question.id)
            return asked.say(language), "\n".join(filter(None, (card, help_)))
        case "questions":
            # What is asked says it best.
            return "", ""
        case "search":
            return say(language, "Search by name"), say(
                language, "In English or pinyin: a word, initials or a sentence."
            )
        case "code":
            note = "It is on your slip and on your phone: {letters} letters and digits."
            # What is wrong with a code has its room.
            told = "" if session.keeping.not_continued else say(language, note, letters=IN_A_CODE)
            return say(language, "Enter your code"), told
        case "number":
            note = "Type it as on your slip, with its six digits to change something; or the eight of a booking."
            return say(language, "Enter your number"), "" if session.holding.untold else say(language, note)
        case "leaf" if session.leaf:
            return _leaf_title(language, session.leaf), ""
        case "home":
            return say(language, "What would you like to do?"), ""
        case "service":
            title = "What else do you need?" if session.adds else "Which service do you need?"
            return say(language, title), say(language, "The number says how many are waiting.")
        case "answers":
            return say(language, "What you have said"), say(language, "Touch one to change it.")
        case "verdicts":
            found = session.inquiry.consultation
            if found is None:
                return "", ""
            note = "Touch one to see why." if able(found) else "Touch one to see why and what to do."
            return counts(language, found), say(language, note)
        case "others" if session.place.item == ABLE and session.inquiry.consultation:
            title = say(language, "{count} you can do", count=len(able(session.inquiry.consultation)))
            return title, say(language, "Touch one to see why.")
        case "others":
            return say(language, "Asked about, but not for you"), say(language, "Your answers say so.")
        case "trip" if (shown := trip_shown(session)) is not None:
            return trip_name(language, *shown), ""
        case "why":
            return say(language, "Why?"), ""
        case "goals":
            return say(language, "What matters most to you?"), ""
        case "plan" if session.plan:
            here = session.queueing.today is not None
            counted, days = today_counted(language, session.plan, today=here), plan_days(language, session.plan)
            outlook = session.inquiry.consultation.outlook if session.inquiry.consultation else None
            note = say(language, "{today} {days}", today=counted, days=days) if counted else days
            return trips(language, session.plan, outlook), note
        case "cases":
            note = "One number is good for up to {most}. You are called once for all of them."
            return say(language, "How many cases?"), say(language, note, most=world.cases_at_most)
        case "grounds":
            return say(language, "Which priority do you have?"), say(language, "The counter asks for proof.")
        case "person":
            note = "One person takes one number for a service. It is only compared, and not kept. No card? Ask a guide."
            return say(language, "The last six characters of your ID card"), say(language, note)
        case "places":
            names = (way.name_words(language, world, each) for each in session.seeking.services)
            return say(language, "Where else?"), say(language, ", ").join(names)
        case "slots" if slots.waits(session):
            day = slots.weekday_words(language, session.reserving.day)
            return say(language, "This day is full"), day
        case "slots":
            moved = slots.moves_words(session)
            return say(language, "Choose a time"), moved or slots.service_name(session, world).say(language)
        case "days":
            return say(language, "Choose a day"), slots.service_name(session, world).say(language)
        case "papers":
            note = "Touch what is not here. You may take a ticket either way."
            return say(language, "Do you have these with you?"), say(language, note)
    return "", ""


def _leaf_title(language: Language, leaf: Leaf) -> str:
    """Return the headline of what was found; a question that has no title of its own has a common one."""
    name = leaf.name.say(language)
    return say(language, "Good to know") if any(each.text.say(language) == name for each in leaf.knowledge) else name
