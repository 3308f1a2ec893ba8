"""What a result says first, alike on every surface: counts, one line for each trip, what is still open. Pure."""

from config.centers import Language
from config.words import say
from server.rules.dates import about_clock
from server.rules.guidance.judge.still_open import OpenQuestion, Outlook
from server.rules.guidance.judge.verdict import Consultation, Plan, State, Step, Stop
from server.rules.guidance.plan.short_names import short_name
from server.rules.guidance.plan.wording import day_words, numbered

COUNTED: dict[State, str] = {
    "can": "{count} possible",
    "not_yet": "{count} not yet",
    "cannot": "{count} not possible",
    "unknown": "{count} still open",
}
LINES_AT_MOST = 4
"""Names on a line about a trip; the details have them all."""


def counts(language: Language, consultation: Consultation) -> str:
    """Return how many items can be done, not yet, not at all, and do not concern this person."""
    states = [each.state for each in consultation.verdicts]
    said = [say(language, words, count=states.count(state)) for state, words in COUNTED.items() if state in states]
    if consultation.inapplicable:
        said.append(say(language, "{count} not for you", count=len(consultation.inapplicable)))
    return say(language, ", ").join(said)


def trips(language: Language, plan: Plan | None, outlook: Outlook | None = None) -> str:
    """Return the headline of a plan: how many trips there are in all, or between which numbers they may be."""
    visits = plan.visits if plan else 0
    least, most = (outlook.visits.least, outlook.visits.most) if outlook else (visits, visits)
    if most is None:
        return say(language, "At least {visits} trips in all", visits=max(least, visits, 1))
    if least != most:
        return say(language, "{least} to {most} trips in all", least=least, most=most)
    if most == 0:
        return say(language, "No trip needed")
    return say(language, "{visits} trips in all" if most > 1 else "{visits} trip in all", visits=most)


def today_counted(language: Language, plan: Plan, *, today: bool) -> str:
    """Return whether the trip of `today` is one of those that are counted; nothing where there is none."""
    if plan.visits == 0:
        return ""
    return say(language, "Today is counted." if today else "Today is not counted.")


def when_words(language: Language, stop: Stop) -> str:
    """Return the day from which a trip can be made, and when to be there where that day has several stops."""
    if stop.on is None:
        return ""
    day = day_words(language, stop.on)
    if stop.begins is None:
        return say(language, "from {day}", day=day)
    return say(language, "from {day}, be there at about {time}", day=day, time=about_clock(language, stop.begins))


def trip_lines(language: Language, stop: Stop) -> tuple[str, ...]:
    """Return what is done at a stop and what is collected there, one line each."""
    handed_in = [short_name(language, step.name) for step in stop.steps if step.task == "submit"]
    lines = [say(language, "Do: {items}", items=_named(language, handed_in))] if handed_in else []
    got = [name for step in stop.steps if _is_got_here(step) for name in _given(language, step)]
    if got:
        lines.append(say(language, "Collect: {item}", item=_named(language, got)))
    return tuple(lines)


def _is_got_here(step: Step) -> bool:
    on_the_spot = step.days == 0 and not step.mail and step.channel != "online" and bool(step.gives)
    return step.task == "collect" or on_the_spot


def _given(language: Language, step: Step) -> list[str]:
    return [each.say(language) for each in step.gives] or [short_name(language, step.name)]


def _named(language: Language, names: list[str]) -> str:
    each = list(dict.fromkeys(names))
    text = say(language, ", ").join(each[:LINES_AT_MOST])
    more = len(each) - LINES_AT_MOST
    return say(language, "{items} and {more} more", items=text, more=more) if more > 0 else text


def trip_name(language: Language, number: int, stop: Stop) -> str:
    """Return the first line of a trip: its number, place and day; what is done from home is no trip."""
    if number == 0:
        return stop.name.say(language)
    return say(language, "Trip {number}: {place}", number=number, place=stop.name.say(language))


def glance(language: Language, plan: Plan) -> tuple[tuple[int, Stop, tuple[str, ...]], ...]:
    """Return each stop with the number of its trip (0 is from home) and the lines that are told of it first."""
    return tuple((number, stop, first_lines(language, number, stop)) for number, stop in numbered(plan))


def first_lines(language: Language, number: int, stop: Stop) -> tuple[str, ...]:
    """Return what is told first of the stop that is trip `number` (0 is from home): its day, what is done and got."""
    when = when_words(language, stop) if number or stop.day else ""
    return tuple(each for each in (when, *trip_lines(language, stop)) if each)


def open_head(language: Language, outlook: Outlook) -> tuple[str, str]:
    """Return how many questions are open, and what that means for what is shown."""
    count = len(outlook.questions)
    head = say(language, "{count} questions are open" if count > 1 else "{count} question is open", count=count)
    exact = "The plan has what is sure. Each answer below says what it changes."
    roughly = "The plan has what is sure. With so much open the rest can only be said roughly."
    return head, say(language, exact if outlook.exact else roughly)


def open_lines(language: Language, question: OpenQuestion) -> tuple[str, ...]:
    """Return what each answer to an open question changes, one line each."""
    between = say(language, "; ")
    return tuple(
        say(
            language,
            "If “{answer}”: {changes}",
            answer=each.answer.say(language),
            changes=between.join(text.say(language) for text in each.says),
        )
        for each in question.answers
    )


def find_out_words(language: Language, question: OpenQuestion, most: int | None = None) -> str:
    """Return how to find the answer out, the cheapest ways first, `most` of them where room is scarce."""
    ways = (each.say(language).removesuffix("。").removesuffix(".") for each in question.find_out[:most])
    return say(language, "To find out: {ways}", ways=say(language, "; ").join(ways))
