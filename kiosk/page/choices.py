"""What can be chosen from on a screen, row by row: matters, answers, services, wishes, days, times. Pure."""

from config.rule import Value
from config.words import say, series
from kiosk.page import claims, elsewhere, household, matters, slots, wording
from kiosk.page.row import Row
from kiosk.visit.session import Session
from kiosk.visit.world import World
from server.rules.guidance.judge.condition import parts_of
from server.rules.guidance.judge.verdict import Question
from server.rules.guidance.plan.wording import GOALS

EXCERPT = 68
"""Width of a row's text in Latin letters, a hanzi counting two."""
KIND_ICONS = {"checklist": "path", "item": "list", "knowledge": "talk"}


def value_of(question: Question, text: str) -> Value | None:
    """Return the value that an `answer:` target names, or None when the question has no such answer."""
    if question.kind == "yes_no":
        return {"yes": True, "no": False}.get(text)
    return next((choice.value for choice in question.choices if str(choice.value) == text), None)


def rows(session: Session, world: World) -> tuple[Row, ...]:
    """Return what can be chosen from on this screen, all pages together."""
    language = session.language
    match session.place.screen:
        case "checklists":
            alone = not matters.themes(world)
            return tuple(
                Row(
                    f"checklist:{each.id}",
                    each.topic.say(language),
                    each.theme.say(language) if alone else "",
                    each.id in session.inquiry.chosen,
                )
                for each in matters.matters(session, world)
            )
        case "basket":
            return tuple(
                Row(
                    f"checklist:{each.id}",
                    each.topic.say(language),
                    say(language, "Touch to take it out"),
                    icon="erase",
                )
                for each in matters.chosen(session, world)
            )
        case "service":
            return tuple(
                Row(f"service:{each.id}", each.name.say(language), tail=str(world.waiting.get(each.id, 0)))
                for each in world.services
                if not session.adds or each.id not in session.taking.services
            )
        case "search":
            found = session.typing.found
            topics = series([each.topic for each in found.together]).say(language)
            both = (Row("together", say(language, "Together: {matters}", matters=topics), icon="path"),)
            return (
                *(both if found.together else ()),
                *(
                    Row(f"found:{each.kind}:{each.id}", excerpt(each.title.say(language)), icon=KIND_ICONS[each.kind])
                    for each in found.hits
                ),
            )
        case "days":
            full = slots.full_days(session.reserving)
            waited = say(language, "full: wait for a place")
            return tuple(
                Row(
                    f"day:{each.day}",
                    slots.weekday_words(language, each.day),
                    waited if each in full else say(language, "from {time} on", time=slots.first_free((each,))[1]),
                    each.day == session.reserving.day,
                    icon="clock" if each in full else "",
                )
                for each in session.reserving.days
                if each in full or each in slots.open_days(session)
            )
        case "grounds":
            claimed = session.taking.ground
            none = (Row("ground:none", say(language, "No priority"), quiet=True),) if claimed else ()
            return (
                *(
                    Row(f"ground:{each}", claims.ground_words(language, each), "", each == claimed)
                    for each in claims.GROUNDS
                ),
                *none,
            )
        case "places":
            return tuple(
                Row(
                    f"place:{each.center}",
                    each.name.say(language),
                    f"{elsewhere.way_words(language, each)}\n{elsewhere.wait_words(language, world, each)}",
                    icon="path",
                )
                for each in session.seeking.places
            )
        case "slots":
            return tuple(
                Row(f"slot:{each}", each, picked=each == session.reserving.clock) for each in slots.clocks(session)
            )
        case "goals":
            return tuple(
                Row(f"goal:{goal}", say(language, text), say(language, note), goal == session.inquiry.wish.goal)
                for goal, (text, note) in GOALS.items()
            )
        case "household":
            return household.rows(session, world)
        case "naming":
            return household.names(session)
        case "question" if session.question:
            return _answers(session, session.question)
    return ()


def excerpt(text: str) -> str:
    """Return the beginning of `text` as a row shows it; what it leads to has all of it."""
    wide = 0
    for place, sign in enumerate(text):
        wide += 2 if sign > "\u2e7f" else 1
        if wide > EXCERPT:
            kept = text[:place]
            return (kept.rsplit(" ", 1)[0] if sign.isascii() and " " in kept else kept) + "…"
    return text


def _answers(session: Session, question: Question) -> tuple[Row, ...]:
    if question.kind in ("number", "date"):
        return ()
    given = session.inquiry.answers.get(question.id, session.filled_in(question.id))
    language = session.language
    unclear = Row("unclear", say(language, "I am not sure"), picked=question.id in session.inquiry.unclear, quiet=True)
    if question.kind == "yes_no":
        texts = {choice.value: choice.text for choice in question.choices}
        both: tuple[tuple[str, bool], ...] = (("yes", True), ("no", False))
        return (
            *(
                Row(f"answer:{name}", wording.answer_words(language, value, texts.get(value)), "", given is value)
                for name, value in both
            ),
            unclear,
        )
    chosen = () if given is None else parts_of(given)
    boxes = {True: "boxed", False: "box"} if question.many else {True: "", False: ""}
    return (
        *(
            Row(
                f"answer:{each.value}",
                each.text.say(language),
                "",
                each.value in chosen,
                icon=boxes[each.value in chosen],
            )
            for each in question.choices
        ),
        unclear,
    )
