"""Sentences of verdicts, plans and tickets that kiosk, phone page and paper say alike. Pure."""

from datetime import date
from typing import Final

from config.centers import Language
from config.words import say
from server.rules.verdict import Consultation, Goal, Paper, Plan, State, Step, Stop, Verdict

STATE_WORDS: Final[dict[State, str]] = {
    "can": "You can do this",
    "not_yet": "Not yet",
    "cannot": "Not possible",
    "unknown": "Needs to be clarified",
}
GOALS: Final[dict[Goal, tuple[str, str]]] = {
    "fewest": ("Fewest trips", "Go out as rarely as possible."),
    "soonest": ("Soonest done", "Everything is done as early as possible."),
    "nearest": ("Nearest places", "As little way as possible."),
    "online": ("Online where possible", "As much as possible from home."),
    "one_place": ("All in one place", "As few different places as possible."),
    "counters": ("All at counters", "Nothing online; staff help with each step."),
}
"""What a citizen may want most of a plan: its name and what it means."""
ORDER: Final[dict[State, int]] = {"can": 0, "not_yet": 1, "unknown": 2, "cannot": 3}


def sorted_verdicts(consultation: Consultation) -> tuple[Verdict, ...]:
    """Return the verdicts, what can be done first, what is optional or left out last among equals."""
    return tuple(sorted(consultation.verdicts, key=lambda each: (ORDER[each.state], each.left_out, each.optional)))


def state_words(language: Language, verdict: Verdict) -> str:
    """Return the word for a verdict, with what else it is: optional or left out, for reference."""
    words = say(language, STATE_WORDS[verdict.state])
    if verdict.left_out:
        words += say(language, " (left out)")
    elif verdict.optional:
        words += say(language, " (optional)")
    return words + say(language, " (for reference)") if verdict.for_reference else words


def day_words(language: Language, day: str) -> str:
    """Return a date `YYYY-MM-DD` as people say it, without its year."""
    moment = date.fromisoformat(day)
    return f"{moment.month} 月 {moment.day} 日" if language == "zh" else f"{moment.day} {moment:%b}"


def date_words(language: Language, day: str) -> str:
    """Return a date `YYYY-MM-DD` as people write it, for what may lie in another year."""
    moment = date.fromisoformat(day)
    english = f"{moment.day} {moment:%B} {moment.year}"
    return f"{moment.year} 年 {moment.month} 月 {moment.day} 日" if language == "zh" else english


def paper_words(language: Language, paper: Paper) -> tuple[str, ...]:
    """Return what is to know of a paper beside its count: its note, whether it can wait, how old it may be."""
    lines = [paper.note.say(language)] if paper.note else []
    if paper.on_spot:
        lines.append(say(language, "Printed for you at the counter"))
    if paper.fresh_from is not None:
        lines.append(say(language, "Got on {day} or later", day=date_words(language, paper.fresh_from)))
    if paper.lacking and paper.declaration:
        lines.append(say(language, "You lack it: a signed promise stands in for it"))
    elif paper.lacking and paper.due is not None:
        lines.append(say(language, "You lack it: hand it in by {day}", day=date_words(language, paper.due)))
    elif paper.lacking:
        lines.append(say(language, "You lack it: get it first"))
    return tuple(lines)


def step_words(language: Language, step: Step) -> str:
    """Return what is done at a stop."""
    pattern = "Collect: {item}" if step.task == "collect" else "Apply: {item}"
    return say(language, pattern, item=step.name.say(language))


def stop_words(language: Language, stop: Stop) -> tuple[str, ...]:
    """Return when a stop can be made, who must come along, and how a relative may come instead."""
    lines: list[str] = []
    if stop.on is not None and stop.point is not None:
        lines.append(say(language, "from {day}", day=day_words(language, stop.on)))
    others = [each.name.say(language) for each in stop.present if each.entity != "applicant"]
    if others:
        lines.append(say(language, "Must come too: {people}", people=say(language, ", ").join(others)))
    lines += [say(language, "A relative may come instead: {how}", how=each.say(language)) for each in stop.proxy]
    return tuple(lines)


def step_terms(language: Language, step: Step) -> str:
    """Return how long a thing handed in takes and what it costs; nothing for one that is collected."""
    if step.task == "collect":
        return ""
    if step.days == 0:
        days = say(language, "done on the spot")
    else:
        days = say(language, "{days} working days" if step.days > 1 else "{days} working day", days=step.days)
    fee = (say(language, "{fee} yuan", fee=step.fee),) if step.fee else ()
    return say(language, ", ").join((days, *fee))


def copies(language: Language, paper: Paper) -> str:
    """Return how many originals and copies of a paper are needed, and what else is to know of it."""
    if paper.waived:
        return say(language, "Not needed on paper: the counter has it electronically")
    if paper.on_spot:
        return say(language, "Is printed on the spot")
    text = counted(language, paper)
    if paper.collected:
        text += say(language, " (stays at the counter)")
    note = paper.note.say(language) if paper.note else ""
    later = say(language, "may follow until {day}", day=day_words(language, paper.due)) if paper.due else ""
    promise = say(language, "a signed promise will do") if paper.declaration else ""
    return say(language, "; ").join(part for part in (text, note, later, promise) if part)


def counted(language: Language, paper: Paper) -> str:
    """Return how many originals and copies of a paper are needed."""
    parts = []
    if paper.originals:
        parts.append(say(language, "original"))
    if paper.copies:
        parts.append(say(language, "{copies} copies" if paper.copies > 1 else "{copies} copy", copies=paper.copies))
    return say(language, ", ").join(parts)


def trips(language: Language, plan: Plan) -> str:
    """Return the headline of a plan."""
    if plan.visits == 0:
        return say(language, "No trip needed")
    return say(
        language, "{visits} trips are enough" if plan.visits > 1 else "{visits} trip is enough", visits=plan.visits
    )


def plan_days(language: Language, plan: Plan) -> str:
    """Return the line under a plan's headline: when all is done, and what decides that."""
    if plan.working_days == 0:
        return say(language, "All can be done on the spot.")
    days = say(language, "All done in about {days} working days.", days=plan.working_days)
    names = {step.item: step.name for stop in plan.stops for step in stop.steps}
    if plan.decided_by is None or plan.decided_by not in names or len(names) == 1:
        return days
    return days + say(language, " “{item}” decides that.", item=names[plan.decided_by].say(language))
