"""Sentences of verdicts, plans and tickets that kiosk, phone page and paper say alike. Pure."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from config.centers import Language
from config.words import say
from server.rules.dates import about_clock, full_date, short_date
from server.rules.guidance.judge.verdict import (
    Consultation,
    Goal,
    HandedOver,
    Made,
    Paper,
    Plan,
    Reason,
    State,
    Step,
    Stop,
    Verdict,
)
from server.rules.guidance.plan.short_names import short_name

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
    marks = (say(language, " ({mark})", mark=mark) for mark in state_marks(language, verdict))
    return "".join((say(language, STATE_WORDS[verdict.state]), *marks))


def state_marks(language: Language, verdict: Verdict) -> tuple[str, ...]:
    """Return what a verdict is beside its word: optional or left out, for reference."""
    place = "left out" if verdict.left_out and not verdict.offered else "optional" if verdict.optional else None
    marks = (place, "for reference" if verdict.for_reference else None)
    return tuple(say(language, mark) for mark in marks if mark)


def later_words(language: Language, reason: Reason) -> str:
    """Return from which day on a reason holds no more, where time mends it and nothing else says so."""
    if reason.enough_on is None:
        return ""
    day = date_words(language, reason.enough_on)
    if reason.action is not None and day in reason.action.say(language):
        return ""
    return say(language, "From {day} on it will be different.", day=day)


def day_words(language: Language, day: str) -> str:
    """Return a date `YYYY-MM-DD` as people say it, without its year."""
    return short_date(date.fromisoformat(day)).say(language)


def date_words(language: Language, day: str) -> str:
    """Return a date `YYYY-MM-DD` as people write it, for what may lie in another year."""
    return full_date(date.fromisoformat(day)).say(language)


def paper_words(language: Language, paper: Paper) -> tuple[str, ...]:
    """Return what is to know of a paper beside its count: its note, how old it may be, what to do who lacks it."""
    lines = [paper.note.say(language)] if paper.note else []
    if paper.on_spot:
        online = paper.how == "upload"
        lines.append(say(language, "Filled in or fetched online" if online else "Printed for you at the counter"))
    if paper.fresh_from is not None:
        lines.append(say(language, "Got on {day} or later", day=date_words(language, paper.fresh_from)))
    if paper.declaration:
        lines.append(say(language, _LACKED[paper.lacking][0]))
    elif paper.due is not None:
        lines.append(say(language, _LACKED[paper.lacking][1], day=date_words(language, paper.due)))
    elif paper.lacking:
        lines.append(say(language, "You lack it: get it first"))
    return tuple(lines)


_LACKED: Final = {
    True: ("You lack it: a signed promise stands in for it", "You lack it: hand it in by {day}"),
    False: ("If you lack it, a signed promise stands in for it", "If you lack it, hand it in by {day}"),
}
"""Whether somebody is known to lack a paper: what to do about one to be promised, about one that may follow."""


def numbered(plan: Plan) -> tuple[tuple[int, Stop], ...]:
    """Return the stops of a plan, each with the number of its trip; what is done from home is no trip: 0."""
    numbers: list[int] = []
    for stop in plan.stops:
        numbers.append(0 if stop.point is None else max(numbers, default=0) + 1)
    return tuple(zip(numbers, plan.stops, strict=True))


PAPERS: Final[dict[HandedOver, str]] = {
    "bring": "Papers to bring",
    "mail": "Papers to send by post",
    "ready": "Papers to have ready at home",
    "upload": "Photos or scans to upload",
}
"""How papers are handed over -> the headline over them."""


def paper_groups(language: Language, plan: Plan) -> tuple[tuple[str, tuple[Paper, ...]], ...]:
    """Return the papers to see to under their headlines: those lacking first, then by how they are handed over."""
    needed = [each for each in plan.papers if not (each.waived or each.on_spot)]
    groups = [("Papers you lack", [each for each in needed if each.lacking])]
    for how, title in PAPERS.items():
        groups.append((title, [each for each in needed if each.how == how and not each.lacking]))
    return tuple((say(language, title), tuple(listed)) for title, listed in groups if listed)


def paper_notes(language: Language, paper: Paper) -> tuple[str, ...]:
    """Return what is to know of a paper by itself: its note and its terms, or that nobody needs it on paper."""
    return (say(language, ELECTRONIC), *source_words(language, paper)) if paper.waived else paper_words(language, paper)


def source_words(language: Language, paper: Paper) -> tuple[str, ...]:
    """Return from whom the hall gets a paper that nobody needs to bring, where that is known."""
    return () if paper.source is None else (say(language, "The hall gets it from: {source}", source=paper.source),)


ELECTRONIC: Final = "Not needed on paper: the counter has it electronically"


def spared_papers(language: Language, plan: Plan) -> tuple[tuple[str, tuple[Paper, ...]], ...]:
    """Return the papers that nobody needs to see to, under why."""
    groups = (
        ("Printed at the counter: nothing to bring", [each for each in plan.papers if each.on_spot]),
        (ELECTRONIC, [each for each in plan.papers if each.waived]),
    )
    return tuple((say(language, title), tuple(listed)) for title, listed in groups if listed)


def places_words(language: Language, plan: Plan, stops: Sequence[int]) -> str:
    """Return for which trips something is, `stops` counted from 1; nothing where the plan has one stop only."""
    if len(plan.stops) == 1:
        return ""
    numbers = [number for place, (number, _) in enumerate(numbered(plan), 1) if place in stops]
    trips_ = say(language, ", ").join(str(number) for number in numbers if number)
    parts = [say(language, "at home")] if 0 in numbers else []
    if trips_:
        several = sum(1 for number in numbers if number) > 1
        parts.append(say(language, "trips {numbers}" if several else "trip {numbers}", numbers=trips_))
    return say(language, "needed: {places}", places=say(language, ", ").join(parts)) if parts else ""


def carried(plan: Plan) -> tuple[Made, ...]:
    """Return the papers that the plan brings at one stop and needs at a later one, so that they must be kept."""
    return tuple(each for each in plan.made if any(stop > each.stop for stop in each.stops))


def carried_words(language: Language, plan: Plan, made: Made) -> tuple[str, ...]:
    """Return where a paper that the plan brings comes from, and for which later trips it is to be kept."""
    names = {step.item: step.name for stop in plan.stops for step in stop.steps}
    later = [stop for stop in made.stops if stop > made.stop]
    source = say(language, "You get it with “{item}”", item=names[made.item].say(language))
    return (source, places_words(language, plan, later))


def step_words(language: Language, step: Step) -> str:
    """Return what is done at a stop."""
    pattern = "Collect: {item}" if step.task == "collect" else "Apply: {item}"
    text = say(language, pattern, item=step.name.say(language))
    if not step.covers:
        return text
    return text + say(language, " (for {items})", items=say(language, ", ").join(n.say(language) for n in step.covers))


def stop_words(language: Language, stop: Stop) -> tuple[str, ...]:
    """Return when a stop can be made, who must come, and how a relative may come instead."""
    lines: list[str] = []
    if stop.on is not None and (stop.point is not None or stop.day > 0):
        pattern = "Go there from {day}" if stop.point is not None else "Begin it from {day}"
        lines.append(say(language, pattern, day=day_words(language, stop.on)))
    if stop.begins is not None:
        lines.append(say(language, "Be there at about {time}", time=about_clock(language, stop.begins)))
    others = [each.name.say(language) for each in stop.present if each.entity != "applicant"]
    people = say(language, ", ").join(others)
    if others and stop.proxy:
        lines.append(say(language, "It is about: {people}", people=people))
    elif others:
        too = len(others) < len(stop.present)
        lines.append(say(language, "Must come too: {people}" if too else "Must come: {people}", people=people))
    lines += [say(language, "A relative may come instead: {how}", how=each.say(language)) for each in stop.proxy]
    lines += [say(language, "A relative may come for {how}", how=each.say(language)) for each in stop.deputies]
    return tuple(lines)


def step_terms(language: Language, step: Step) -> str:
    """Return how long a thing handed in takes and what it costs; nothing for one that is collected."""
    if step.task == "collect":
        return ""
    if step.days is None:
        days = say(language, "how long is not confirmed yet: ask first")
    elif step.days == 0:
        days = say(language, "done on the spot")
    else:
        days = say(language, "{days} working days" if step.days > 1 else "{days} working day", days=step.days)
    post = (say(language, "by post"),) if step.channel == "mail" else ()
    if step.fee is None:
        fee: tuple[str, ...] = (say(language, "the fee is not confirmed yet"),)
    else:
        fee = (say(language, "{fee} yuan", fee=step.fee),) if step.fee else ()
    cost = (say(language, "postage {cost} yuan", cost=step.cost),) if step.cost else ()
    return say(language, ", ").join((days, *post, *fee, *cost))


def step_dates(language: Language, stop: Stop, step: Step) -> str:
    """Return from when a thing can be handed in, where that is later than its stop, and when its result comes."""
    dates = []
    if step.on is not None and step.begins > stop.day:
        dates.append(say(language, "can begin on {day}", day=day_words(language, step.on)))
    if step.until is not None and step.task == "submit" and step.days != 0:
        pattern = "sent to you about {day}" if step.mail else "result about {day}"
        dates.append(say(language, pattern, day=day_words(language, step.until)))
    return say(language, ", ").join(dates)


def step_notes(language: Language, stop: Stop, step: Step) -> str:
    """Return how long a thing takes, what it costs, and when it begins and ends."""
    notes = (step_terms(language, step), step_dates(language, stop, step))
    return say(language, ", ").join(each for each in notes if each)


def count_words(language: Language, paper: Paper) -> str:
    """Return how many originals and copies of a paper are to be seen to; nothing of one that nobody needs to bring."""
    return "" if paper.on_spot or paper.waived else counted(language, paper)


def copies(language: Language, paper: Paper) -> str:
    """Return how many originals and copies of a paper are needed, and what else is to know of it."""
    count = count_words(language, paper)
    told = (count, *paper_words(language, paper), *source_words(language, paper))
    return say(language, "; ").join(part for part in told if part)


def counted(language: Language, paper: Paper) -> str:
    """Return how many originals and copies of a paper are needed, or that one is only uploaded or sent."""
    if paper.how == "upload" and not paper.waived:
        return say(language, "photo or scan to upload")
    parts = []
    if paper.originals:
        parts.append(say(language, "original"))
    if paper.copies:
        parts.append(say(language, "{copies} copies" if paper.copies > 1 else "{copies} copy", copies=paper.copies))
    text = say(language, ", ").join(parts)
    if paper.how == "mail":
        return text + say(language, " (goes by post)")
    return text + say(language, " (stays at the counter)") if paper.collected else text


def plan_facts(language: Language, plan: Plan) -> tuple[str, ...]:
    """Return the day on which all of a plan is done, and what it costs in all."""
    lines = []
    if plan.done_on is not None and (plan.working_days or plan.days_at_least):
        pattern = "Done on {day} at the earliest." if plan.days_at_least else "Done by about {day}."
        lines.append(say(language, pattern, day=date_words(language, plan.done_on)))
    if plan.fees_at_least:
        pattern = "Costs at least {yuan} yuan; not every fee is confirmed."
        lines.append(say(language, pattern, yuan=plan.fees + plan.cost))
    elif plan.fees or plan.cost:
        lines.append(say(language, "Costs in all: {yuan} yuan.", yuan=plan.fees + plan.cost))
    return tuple(lines)


def undone_words(language: Language, consultation: Consultation) -> tuple[str, ...]:
    """Return a sentence for each item that a plan has no place for."""
    undone = consultation.plan.undone if consultation.plan else ()
    names = {each.item: each.name.say(language) for each in consultation.verdicts}
    pattern = "“{item}” is offered nowhere now. Ask at the guide desk."
    return tuple(say(language, pattern, item=names.get(each, each)) for each in undone)


def no_plan_words(language: Language, consultation: Consultation) -> str:
    """Return why there is no plan: questions are open, all is left out, nothing can be done now; and what next."""
    if consultation.outlook is not None:
        return say(language, "What can be done depends on the open questions. Below you see how to find the answers.")
    if consultation.questions:
        return say(language, "There is no plan yet: some questions are open. You may also say that you are not sure.")
    if any(each.left_out for each in consultation.verdicts):
        return say(language, "Nothing is left for a plan. Take something in again, or ask at the guide desk.")
    if not consultation.verdicts:
        pattern = "By your answers none of this concerns you. Look your answers over, or ask at the guide desk."
        return say(language, pattern)
    return say(language, "Nothing can be done now. Below you see why, and what you can do about it.")


def plan_days(language: Language, plan: Plan) -> str:
    """Return the line under a plan's headline: when all is done, what decides that, and whose holidays nobody knows."""
    return _plan_days(language, plan) + _unknown_years(language, plan)


def _plan_days(language: Language, plan: Plan) -> str:
    if plan.days_at_least:
        if plan.working_days == 0:
            return say(language, "How long it takes in all is not confirmed yet.")
        return say(language, "At least {days} working days; some times are not confirmed.", days=plan.working_days)
    if plan.working_days == 0:
        return say(language, "All can be done on the spot.")
    days = say(language, "All done in about {days} working days.", days=plan.working_days)
    names = {step.item: step.name for stop in plan.stops for step in stop.steps}
    if plan.decided_by is None or plan.decided_by not in names or len(names) == 1:
        return days
    return days + say(language, " “{item}” decides that.", item=short_name(language, names[plan.decided_by]))


def _unknown_years(language: Language, plan: Plan) -> str:
    if not plan.unknown_years:
        return ""
    years = say(language, ", ").join(str(each) for each in plan.unknown_years)
    return say(language, " Holidays of {year} are not known: it may be later.", year=years)
