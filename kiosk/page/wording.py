"""The kiosk's sentences that depend on data: questions, verdicts, stops, papers, refusals."""

from datetime import datetime
from zoneinfo import ZoneInfo

from config.centers import Language, Text
from config.rule import Value
from config.words import say
from hardware.printer.port import PrinterState
from kiosk.visit.dates import DECADE, MONTH, YEAR
from kiosk.visit.session import Session
from kiosk.visit.touches import Refused
from kiosk.visit.world import World
from server.rules.dates import full_date, short_date
from server.rules.errors import TRY_LATER
from server.rules.guidance.judge.amounts import quantity
from server.rules.guidance.judge.condition import parts_of
from server.rules.guidance.judge.span import days_of
from server.rules.guidance.judge.verdict import Plan, Question, State, Stop, Verdict
from server.rules.guidance.plan.queueing import First, Queueing
from server.rules.guidance.plan.short_names import short_name
from server.rules.guidance.plan.wording import day_words, step_words, stop_words
from server.rules.hall.fact import State as TicketState
from server.wire.messages import LateAnswer, Ticket, Wait

STATE_INKS: dict[State, str] = {"can": "good", "not_yet": "wait", "cannot": "stop", "unknown": "muted"}
PRINTER_WORDS: dict[PrinterState, str] = {
    PrinterState.PAPER_OUT: "The printer has no paper.",
    PrinterState.COVER_OPEN: "The cover of the printer is open.",
    PrinterState.CUTTER: "The cutter of the printer is stuck.",
    PrinterState.OFFLINE: "The printer is switched off.",
    PrinterState.UNKNOWN: "The printer does not answer.",
}


def printer_says(language: Language, state: PrinterState) -> str:
    """Return what is wrong with the printer; empty when it can print."""
    return say(language, PRINTER_WORDS[state]) if state in PRINTER_WORDS else ""


def first_reason(language: Language, verdict: Verdict) -> tuple[str, ...]:
    """Return the first reason of a verdict and what to do about it; the rest is a touch away."""
    if not verdict.reasons:
        return ()
    reason = verdict.reasons[0]
    action = (reason.action.say(language),) if reason.action else ()
    return (reason.text.say(language), *action)


def stop_lines(language: Language, stop: Stop) -> tuple[str, ...]:
    """Return the lines under a stop's name: when it can be made and is open, who must come, what is done there."""
    hours = (stop.hours.say(language),) if stop.hours else ()
    return (*stop_words(language, stop), *hours, *(step_words(language, step) for step in stop.steps))


def not_today(language: Language, plan: Plan, queueing: Queueing) -> tuple[str, ...]:
    """Return why nobody should queue here today and what to do first; nothing when there is a line to join."""
    if queueing.today is not None:
        return ()
    if queueing.later is None and plan.visits:
        return (say(language, "None of this is done at this center. The plan says where to go."),)
    if queueing.later is None:
        return (say(language, "All of this is done from home. You need no ticket."),)
    day = queueing.later.on
    lines = [
        say(language, "Take a ticket here from {day} on, not today.", day=day_words(language, day))
        if day
        else say(language, "Take a ticket here later, not today.")
    ]
    for first in queueing.first:
        lines.append(_first_line(language, first))
    return tuple(lines)


def _first_line(language: Language, first: First) -> str:
    """Return what is to be done first and where, and the number that answers questions about it."""
    step, stop = first.step, first.stop
    pattern = "First, from home: {item}" if stop.point is None else "First, at {place}: {item}"
    what = say(language, pattern, item=short_name(language, step.name), place=stop.name.say(language))
    return what if step.phone is None else say(language, "{what} (call {phone})", what=what, phone=step.phone)


def questions_to(language: Language, authority: Text, phone: str) -> str:
    """Return who answers questions, and where they can be called."""
    return say(language, "Questions: {authority}, {phone}", authority=authority.say(language), phone=phone)


def ahead_words(language: Language, ticket: Ticket, *, served: bool = True) -> str:
    """Return who is ahead and how long that may take; nobody is next where no counter is open (`served`)."""
    if ticket.ahead == 0 and not served:
        return say(language, "Nobody is ahead of you. No counter is open yet: watch the screens.")
    if ticket.ahead == 0:
        return say(language, "You are next. Stay near the counters.")
    people = say(
        language,
        "{ahead} people ahead of you" if ticket.ahead > 1 else "{ahead} person ahead of you",
        ahead=ticket.ahead,
    )
    if ticket.wait is None:
        return people
    return say(language, "{people}, {wait}", people=people, wait=about_words(language, ticket.wait))


def about_words(language: Language, wait: Wait) -> str:
    """Return a range of minutes as part of a sentence."""
    return say(language, "about {low}-{high} minutes", low=wait.low_min, high=wait.high_min)


def promise_words(language: Language, wait: Wait) -> str:
    """Return what the end of a range promises."""
    return say(language, "Nine of ten people are called within {high} minutes.", high=wait.high_min)


def counters_words(language: Language, world: World, service: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the counters that serve `service` by the places where they stand: (place or nothing, their names)."""
    by_place: dict[str, list[str]] = {}
    for counter in world.counters:
        if service in counter.services:
            place = counter.place.say(language) if counter.place else ""
            by_place.setdefault(place, []).append(counter.name.say(language))
    return tuple((place, tuple(names)) for place, names in by_place.items())


def ahead_tiles(language: Language, ticket: Ticket) -> tuple[tuple[str, str], ...]:
    """Return what is ahead of a ticket as label and figure: people, and minutes when they are known."""
    people = say(language, "{ahead} people" if ticket.ahead > 1 else "{ahead} person", ahead=ticket.ahead)
    tiles = ((say(language, "Ahead of you"), people),)
    if ticket.wait is None:
        return tiles
    minutes = say(language, "{low}-{high} minutes", low=ticket.wait.low_min, high=ticket.wait.high_min)
    return (*tiles, (say(language, "About"), minutes))


def slip_trouble(session: Session, world: World) -> str:
    """Return what is wrong with a slip that did not come out, or that the printer is right again."""
    if says := printer_says(session.language, world.printer):
        return says
    right = printer_right_again(session, world)
    return say(
        session.language,
        "The printer is ready again. You can print now." if right else "Your slip may not have been printed.",
    )


def printer_right_again(session: Session, world: World) -> bool:
    """Return whether the printer that did not print can print now, so that nobody need ask for help."""
    broke = session.printing.why not in (PrinterState.READY.value, PrinterState.PAPER_LOW.value)
    return broke and printer_says(session.language, world.printer) == ""


def waiting_words(language: Language, waiting: int) -> str:
    """Return how many people wait in a line."""
    if waiting == 0:
        return say(language, "nobody waiting")
    return say(language, "{waiting} people waiting" if waiting > 1 else "{waiting} person waiting", waiting=waiting)


def line_words(language: Language, world: World, service: str) -> str:
    """Return how many people wait in the line of `service`, and about how long, where that is known."""
    waiting, wait = world.waiting.get(service, 0), world.waits.get(service)
    people = waiting_words(language, waiting)
    if wait is None or waiting == 0 or not world.serves(service):
        return people
    return say(language, "{people}, {wait}", people=people, wait=about_words(language, wait))


def late_words(language: Language, late: LateAnswer, world: World) -> tuple[str, str]:
    """Return that a number of now may be served only after closing, or that none is given, and what to do instead."""
    closes = clock_words(late.closes_at, world)
    said = "No more numbers for this today: it would be served only after {closes}."
    warned = "You may not be served before the hall closes at {closes}."
    first = say(language, said if late.stops else warned, closes=closes)
    if late.slot_at is not None:
        day, time = _day_words(language, late.slot_at, world)
        return first, say(language, "Book a time: {day}, {time} is free.", day=day, time=time)
    if late.opens_at is not None:
        day, time = _day_words(language, late.opens_at, world)
        return first, say(language, "Come back {day}, {time}.", day=day, time=time)
    return first, ""


def moment_words(language: Language, moment: str, world: World) -> str:
    """Return a moment (RFC 3339) as day and time of the hall."""
    day, time = _day_words(language, moment, world)
    return say(language, "{day}, {time}", day=day, time=time)


def _day_words(language: Language, moment: str, world: World) -> tuple[str, str]:
    day = datetime.fromisoformat(moment).astimezone(ZoneInfo(world.timezone)).date()
    return short_date(day).say(language), clock_words(moment, world)


def refusal_words(language: Language, refused: Refused) -> str:
    """Return the server's own sentence in the citizen's language."""
    return say(language, refused.message, **refused.values)


def no_answer(language: Language, refused: Refused | None) -> tuple[str, ...]:
    """Return why the server did not say what was asked for, and what to do."""
    if refused is None or refused.code in TRY_LATER:
        return (
            say(language, "The kiosk cannot reach the server."),
            say(language, "Nothing is lost. Try again in a moment, or go back."),
        )
    return (refusal_words(language, refused), say(language, "Go back, or ask at the guide desk."))


def not_continued(session: Session) -> tuple[str, ...]:
    """Return why there is no consultation to go on with, and what to do when that is the server's doing."""
    result = session.keeping.not_continued
    if result is None:
        return ()
    if result.code in TRY_LATER:
        return (
            say(session.language, "The kiosk cannot reach the server."),
            say(session.language, "Nothing is lost. Try again in a moment, or begin anew here."),
        )
    return (say(session.language, result.message),)


def number_untold(session: Session) -> tuple[str, ...]:
    """Return why a number led nowhere, or could not be moved, and what to do when that is the server's doing."""
    result = session.holding.untold
    if result is None:
        return ()
    if result.code in TRY_LATER:
        return (
            say(session.language, "The kiosk cannot reach the server."),
            say(session.language, "Your number stays valid. Try again in a moment."),
        )
    return (say(session.language, result.message),)


def number_told(session: Session, world: World) -> tuple[str, ...]:
    """Return how the ticket stands that a citizen came with: first where it is, then what that means."""
    language, told = session.language, session.holding.told
    if told is None:
        return ()
    names = {each.id: each.name.say(language) for each in world.counters}
    desk = names.get(told.counter or "", "")
    own = told.ticket
    match told.state:
        case "waiting" if own is not None and own.bound is not None:
            there = names.get(own.bound, "")
            if own.ahead == 0:
                lines: tuple[str, ...] = (say(language, "You are next at {counter}. Stay near it.", counter=there),)
            else:
                lines = (say(language, "You wait for {counter}.", counter=there), ahead_words(language, own))
        case "waiting" if own is not None:
            lines = (ahead_words(language, own, served=world.serves(own.service)),)
            if own.returning:
                more = "Away for a while, and before you once they are back: {count}."
                lines += (say(language, more, count=own.returning),)
        case "postponed" if own is not None and own.back_at is not None:
            lines = (
                say(language, "You are not called until {time}.", time=clock_words(own.back_at, world)),
                say(language, "Then you are back in line by yourself. You keep your place and your number."),
            )
        case "remote" if own is not None and own.arrive_by is not None:
            lines = (
                say(
                    language,
                    "This number was taken elsewhere. Check in with it by {time}.",
                    time=clock_words(own.arrive_by, world),
                ),
                say(language, "You are in the line once you have checked in."),
            )
        case "called":
            lines = (say(language, "Go to {counter} now.", counter=desk),)
        case "serving":
            lines = (say(language, "You are being served at {counter}.", counter=desk),)
        case "finished" if own is not None and own.return_until is not None:
            paper = "A paper was missing. You may come back with it by {day}, without a new line."
            lines = (say(language, paper, day=own.return_until),)
        case "missed":
            lines = (say(language, "Your number was called and missed."),)
            if own is not None and session.holding.untold is None:
                lines += (say(language, "Are you here now? You get back into line behind a few people."),)
        case "held":
            lines = (
                say(language, "Your matter is kept at {counter}.", counter=desk),
                say(language, "Come back to that counter when you have everything. No new number is needed."),
            )
        case _:
            lines = (say(language, STANDS[told.state]),)
    if own is None:
        lines += (say(language, "To change something, type the six digits of your slip as well."),)
    return lines


STANDS: dict[TicketState, str] = {
    "waiting": "This number is waiting.",
    "postponed": "This number was put off by its holder.",
    "remote": "This number was taken elsewhere and is not checked in with yet.",
    "finished": "Done. Thank you for coming.",
    "cancelled": "This number was given back.",
    "expired": "This number was not called before closing time. Take a new one.",
}


def clock_words(moment: str, world: World) -> str:
    """Return a moment (RFC 3339) as the hall's clocks show it."""
    return datetime.fromisoformat(moment).astimezone(ZoneInfo(world.timezone)).strftime("%H:%M")


def answer_words(language: Language, value: Value, text: Text | None) -> str:
    """Return an answer as its button shows it."""
    if text is not None:
        return text.say(language)
    if isinstance(value, bool):
        return say(language, "Yes" if value else "No")
    return str(value)


def said_words(session: Session, question: Question) -> str:
    """Return what was answered to `question`, as people read it."""
    language, given = session.language, session.inquiry.answers.get(question.id)
    if given is None or question.id in session.inquiry.unclear:
        return say(language, "Not sure")
    if question.kind == "date" and (ends := days_of(given)) is not None:
        first, last = (full_date(each).say(language) for each in ends)
        return first if first == last else say(language, "{first} to {last}", first=first, last=last)
    texts = {choice.value: choice.text for choice in question.choices}
    if question.kind == "choice":
        return say(language, ", ").join(texts[each].say(language) for each in parts_of(given) if each in texts)
    if question.kind == "number":
        return quantity(question, given).say(language)
    return answer_words(language, given, texts.get(given))


MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def part_words(language: Language, digits: str) -> str:
    """Return the last part of a date of which `digits` are known, as its button shows it."""
    if len(digits) == DECADE:
        return f"{digits}0–{digits}9"
    if len(digits) == YEAR:
        return digits
    if len(digits) == MONTH:
        return say(language, MONTH_NAMES[int(digits[YEAR:]) - 1])
    return str(int(digits[MONTH:]))


def date_words(language: Language, digits: str) -> str:
    """Return what is known of a date, and what part of it comes next."""
    if not digits:
        return say(language, "Which year?")
    if len(digits) == DECADE:
        return say(language, "{first} to {last}, which year?", first=f"{digits}0", last=f"{digits}9")
    year = digits[:YEAR]
    if len(digits) == YEAR:
        return say(language, "{year}, which month?", year=year)
    month = say(language, MONTH_NAMES[int(digits[YEAR:MONTH]) - 1])
    if len(digits) == MONTH:
        return say(language, "{month} {year}, which day?", month=month, year=year)
    number = str(int(digits[YEAR:MONTH]))
    day = int(digits[MONTH:])
    return say(language, "{day} {month} {year}", day=day, month=number if language == "zh" else month, year=year)


def left_words(session: Session) -> str:
    """Return about how many questions are left, the present one included."""
    about = session.inquiry.consultation.about_left if session.inquiry.consultation else 0
    skipped = sum(
        1
        for each in (session.inquiry.consultation.questions if session.inquiry.consultation else ())
        if each.id in session.inquiry.unclear
    )
    left = max(about - skipped, 1)
    return say(session.language, "about {left} questions left" if left > 1 else "last question", left=left)
