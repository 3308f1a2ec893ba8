"""What a citizen reads, block by block: verdicts, why, the plan, the papers. Pure: words and their heights."""

from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec.structs import replace

from config.centers import Language
from config.words import say
from kiosk.page import wording
from kiosk.page.asking import asked_together
from kiosk.page.block import PAD, Block, Button, Said, measured
from kiosk.page.contradictions import contradictions, differs
from kiosk.page.offers import offers
from kiosk.page.open_blocks import open_papers, open_questions
from kiosk.page.paging import GAP, PAGER, cut, height_of, size
from kiosk.page.slots import booked_words
from kiosk.visit.session import Session
from kiosk.visit.world import Leaf, World
from server.rules.guidance.judge.verdict import (
    Because,
    Consultation,
    Knowledge,
    Paper,
    Plan,
    Question,
    State,
    Stop,
    Verdict,
)
from server.rules.guidance.plan.at_a_glance import glance
from server.rules.guidance.plan.legal import clause_words, titles
from server.rules.guidance.plan.short_names import short_name
from server.rules.guidance.plan.wording import (
    copies,
    numbered,
    paper_groups,
    sorted_verdicts,
    spared_papers,
    state_marks,
    state_words,
    step_notes,
    step_words,
    stop_words,
)

HIGHEST, HIGHEST_LATER = 480, 820
"""Height that one thing to read may have to fit on a page in large type: under the first headline, and later."""
ABLE = "able"
"""What leads to all that can be done, where it does not stand among the verdicts."""
FEW = 3
"""Items that can be done, which stand among those that cannot."""
ANSWERS_TOGETHER = 3
"""Answers in one block, so that none is parted from its question by a page."""


def blocks(session: Session, world: World) -> tuple[Block, ...]:
    """Return what is to be read on this screen, all pages together."""
    made: Iterable[Block] = ()
    match session.place.screen:
        case "verdicts" if session.inquiry.consultation:
            outlook = session.inquiry.consultation.outlook
            told = () if outlook is None else open_questions(session.language, outlook, elder=session.elder)
            still_open = (part for each in told for part in _in_parts(each, elder=session.elder))
            verdicts = _verdicts(session.language, session.inquiry.consultation)
            differing = contradictions(session)
            made = (*_changed(session), *differing, *still_open, *verdicts, *_to_the_answers(session))
        case "others" if session.inquiry.consultation and session.place.item == ABLE:
            made = (_able(session.language, each) for each in able(session.inquiry.consultation))
        case "others" if session.inquiry.consultation:
            made = _others(session.language, session.inquiry.consultation)
        case "why" if session.inquiry.consultation:
            made = _why(session.language, session.inquiry.consultation, session.place.item or "")
        case "plan" if session.plan:
            made = _plan(session, session.plan)
        case "trip":
            made = _trip(session)
        case "leaf" if session.leaf:
            made = _leaf(session.language, session.leaf)
        case "answers":
            made = (_said(session, each) for each in said(session))
        case "questions":
            made = asked_together(session, world)
        case "papers":
            made = (_check(session, paper) for paper in paper_rows(session))
    return tuple(measured(block, elder=session.elder) for block in made)


def said(session: Session) -> tuple[Question, ...]:
    """Return the questions whose answers count, and those that nobody was sure of, in the order of the pack."""
    found = session.inquiry.consultation
    ids = (*(found.asked if found else ()), *sorted(session.inquiry.unclear))
    return tuple(session.inquiry.seen[each] for each in dict.fromkeys(ids) if each in session.inquiry.seen)


def _to_the_answers(session: Session) -> Iterable[Block]:
    """In large type the way to the answers stands after the results: above the strip it would cost them a page."""
    if session.elder and said(session):
        yield Block((Said(say(session.language, "Look over my answers"), "body"),), icon="list", target="answers")


def _said(session: Session, question: Question) -> Block:
    asked = Said(question.text.say(session.language), ink="muted", after=0)
    answer = Said(wording.said_words(session, question), "body", bold=True)
    return Block((asked, answer, *differs(session, question)), target=f"change:{question.id}")


def paper_rows(session: Session) -> tuple[Paper, ...]:
    """Return the papers to check before queueing: those that are handed over at the stop here."""
    if session.plan is None:
        return ()
    here = {step.item for step in session.stop.steps} if session.stop else set()
    brought = [paper for paper in session.plan.papers if paper.how == "bring" and not (paper.waived or paper.on_spot)]
    return tuple(paper for paper in brought if not here or here & set(paper.items))


def said_of_papers(session: Session) -> bool:
    """Return whether something was said of any of the papers to check."""
    return any(each.document in session.inquiry.papers for each in paper_rows(session))


def lacking(session: Session) -> tuple[Paper, ...]:
    """Return the key documents that the citizen says are not here."""
    checked = paper_rows(session)
    return tuple(each for each in checked if each.key and session.inquiry.papers.get(each.document) == "lack")


def missing(session: Session) -> tuple[Paper, ...]:
    """Return the papers that are not here or not sure, for the slip."""
    checked = paper_rows(session) if session.inquiry.guided else ()
    return tuple(each for each in checked if session.inquiry.papers.get(each.document) in ("lack", "unsure"))


def _changed(session: Session) -> Iterable[Block]:
    """Say which verdicts are not those that were kept under the code."""
    if names := [each.name.say(session.language) for each in session.otherwise_now]:
        told = say(session.language, "The guidance here is not the one of then. Different now:")
        said = (Said(told, "body", "wait", bold=True), *(Said(name) for name in names))
        yield from _in_parts(Block(said, icon="notice"), HIGHEST, elder=session.elder)


def able(consultation: Consultation) -> tuple[Verdict, ...]:
    """Return what can be done, as it is listed."""
    return tuple(each for each in sorted_verdicts(consultation) if each.state == "can")


def _verdicts(language: Language, consultation: Consultation) -> Iterable[Block]:
    """Give first what cannot be done yet and what helps; what can be stands behind one touch where it is much."""
    unable = [each for each in sorted_verdicts(consultation) if each.state != "can"]
    for verdict in unable:
        reasons = tuple(Said(line, after=4) for line in wording.first_reason(language, verdict))
        head = (_state_line(language, verdict), Said(short_name(language, verdict.name), "body", bold=True, after=4))
        yield Block((*head, *reasons), verdict.state, target=f"why:{verdict.item}")
    can = able(consultation)
    if unable and len(can) > FEW:
        told = say(language, "{count} you can do", count=len(can))
        yield Block((Said(told, "body", wording.STATE_INKS["can"], bold=True, after=0),), "can", target=ABLE)
    else:
        yield from (_able(language, each) for each in can)
    if count := len(consultation.inapplicable):
        told = say(
            language,
            "{count} more do not concern you" if count > 1 else "{count} more does not concern you",
            count=count,
        )
        yield Block((Said(told, ink="muted"),), icon="bar", target="others")


def _able(language: Language, verdict: Verdict) -> Block:
    """Return what can be done: its mark says so, words only what else it is."""
    name = Said(short_name(language, verdict.name), "body", bold=True, after=0)
    marks = say(language, ", ").join(state_marks(language, verdict))
    said = (name, Said(marks, ink=wording.STATE_INKS["can"], after=0)) if marks else (name,)
    return Block(said, verdict.state, target=f"why:{verdict.item}")


def _others(language: Language, consultation: Consultation) -> Iterable[Block]:
    """Give what was asked about and does not concern this person, with the answers that say so."""
    for other in consultation.inapplicable:
        said = (Said(other.name.say(language), "body", after=4), *_answers(language, other.because))
        yield Block(said, icon="bar", bare=False)


def _state_line(language: Language, verdict: Verdict) -> Said:
    return Said(state_words(language, verdict), ink=wording.STATE_INKS[verdict.state], bold=True, after=0)


def _answers(language: Language, because: Sequence[Because]) -> tuple[Said, ...]:
    pattern = "You said: {question} {answer}"
    return tuple(
        Said(
            say(language, pattern, question=each.question.say(language), answer=each.answer.say(language)), ink="muted"
        )
        for each in because
    )


def _why(language: Language, consultation: Consultation, item: str) -> Iterable[Block]:
    verdict = next((each for each in consultation.verdicts if each.item == item), None)
    if verdict is None:
        return
    coded = say(language, "Item code: {code}", code=verdict.code) if verdict.code else ""
    head = (_state_line(language, verdict), Said(verdict.name.say(language), "body", bold=True, after=0))
    yield Block((*head, *((Said(coded, ink="muted", after=0),) if coded else ())), verdict.state)
    for reason in verdict.reasons:
        said = [Said(reason.text.say(language), "body", bold=True)]
        if reason.clause:
            said.append(Said(say(language, "By: {clause}", clause=clause_words(language, reason.clause)), ink="muted"))
        if reason.action:
            said.append(Said(reason.action.say(language), "body", ink="good"))
        yield Block(tuple(said))
    for start in range(0, len(verdict.because), ANSWERS_TOGETHER):
        answers = [Said(say(language, "It follows from your answers"), "note", "muted", bold=True)]
        for each in verdict.because[start : start + ANSWERS_TOGETHER]:
            answers.append(Said(each.question.say(language), ink="muted", after=0))
            answers.append(Said(each.answer.say(language), "body", bold=True))
        yield Block(tuple(answers))
    for added in (verdict.hint, verdict.help, verdict.supply):
        if added is not None:
            yield Block((Said(added.say(language)),), icon="query")
    yield from _disagreements(language, consultation, item)
    for point in consultation.knowledge:
        if item in point.items:
            yield _point(language, point)


def _point(language: Language, point: Knowledge, size: Literal["body", "note"] = "note") -> Block:
    """Return what is known with its source; what nobody has checked says that it is for reference only."""
    state = "checked" if point.reviewed else "for reference only"
    source = say(language, "{source}; {state}", source=titles(language, point.source), state=say(language, state))
    return Block((Said(point.text.say(language), size), Said(source, ink="muted" if point.reviewed else "wait")))


def _leaf(language: Language, leaf: Leaf) -> Iterable[Block]:
    """Return what is known of something that was found: notes, knowledge with its sources, who answers, what deals."""
    for note in leaf.notes:
        yield Block((Said(note.say(language), "body"),), icon="query")
    for point in leaf.knowledge:
        yield _point(language, point, "body")
    if leaf.authority is not None and leaf.phone is not None:
        yield Block((Said(wording.questions_to(language, leaf.authority, leaf.phone)),), icon="person")
    if leaf.checklists:
        matter = leaf.checklists[0]
        dealt = say(language, "It is part of: {matter}", matter=matter.topic.say(language))
        yield Block((Said(dealt),), icon="path")


def _disagreements(language: Language, consultation: Consultation, item: str) -> Iterable[Block]:
    for each in consultation.disagreements:
        if item in each.items:
            said = [
                Said(say(language, "Sources differ: {about}", about=each.about.say(language)), ink="wait", bold=True)
            ]
            for number, (says, source) in enumerate(zip(each.says, each.sources, strict=True)):
                line = say(language, "{says} ({source})", says=says.say(language), source=titles(language, source))
                if number == each.in_force:
                    line += say(language, " — this one is followed")
                said.append(Said(line))
            yield Block(tuple(said))


def _plan(session: Session, plan: Plan) -> Iterable[Block]:
    language = session.language
    booked = booked_words(session)
    waits = () if booked else wording.not_today(language, plan, session.queueing)
    if waits:
        head, *rest = waits
        state: State = "not_yet" if plan.visits else "can"
        said = (Said(head, "body", wording.STATE_INKS[state], bold=True), *(Said(line) for line in rest))
        yield from _in_parts(Block(said, state), HIGHEST, elder=session.elder)
    for caution in plan.cautions:
        yield Block((Said(caution.text.say(language), ink="wait", bold=True),), "not_yet")
    yield from offers(session, plan)
    for place, (number, stop, lines) in enumerate(glance(language, plan)):
        said = (
            Said(stop.name.say(language), "body", bold=True, after=4),
            *((Said(booked, "body", "good", bold=True),) if stop is session.booked_stop else ()),
            *(Said(line, after=4) for line in lines),
        )
        yield Block(said, number=number, icon="" if number else "home", target=f"trip:{place}")
    for saving in plan.savings:
        leave = Button(f"leave:{saving.item}", say(language, "Leave it out of the plan"))
        buttons = (leave,) if saving.kind == "leave_out" else ()
        yield Block((Said(saving.text.say(language)),), icon="query", buttons=buttons)
    for verdict in session.inquiry.consultation.verdicts if session.inquiry.consultation else ():
        if verdict.left_out and not verdict.offered:
            out = Said(say(language, "Left out: {item}", item=verdict.name.say(language)))
            again = Button(f"leave:{verdict.item}", say(language, "Take it into the plan again"))
            yield Block((out,), icon="bar", buttons=(again,))
    for icon, groups in (("box", paper_groups(language, plan)), ("boxed", spared_papers(language, plan))):
        for title, papers in groups:
            yield Block((Said(title, "body", bold=True, after=0),), bare=True)
            for paper in papers:
                name = Said(paper.name.say(language), "body", bold=True, after=0)
                known = copies(language, paper)
                yield Block((name, Said(known, ink="muted")) if known else (name,), icon=icon, bare=True)
    if session.inquiry.consultation and session.inquiry.consultation.outlook:
        yield from open_papers(language, session.inquiry.consultation.outlook)


def trip_shown(session: Session) -> tuple[int, Stop] | None:
    """Return the stop whose details are shown, with the number of its trip."""
    stops = numbered(session.plan) if session.plan else ()
    place = session.place.item or ""
    return stops[int(place)] if place.isdecimal() and int(place) < len(stops) else None


def _trip(session: Session) -> Iterable[Block]:
    """Give the details of a trip: when it can be made, who must come, what is done, how long it takes and costs."""
    shown, language = trip_shown(session), session.language
    if shown is None:
        return
    _, stop = shown
    lines = (*stop_words(language, stop), *((stop.hours.say(language),) if stop.hours else ()))
    if lines:
        yield Block(tuple(Said(line) for line in lines), icon="clock")
    for step in stop.steps:
        name = Said(step_words(language, step), "body", bold=True, after=4)
        notes = step_notes(language, stop, step)
        asked: tuple[Said, ...] = ()
        if step.authority is not None and step.phone is not None:
            asked = (Said(wording.questions_to(language, step.authority, step.phone), ink="muted"),)
        yield Block((name, *((Said(notes),) if notes else ()), *asked))


def _in_parts(block: Block, first: float = HIGHEST_LATER, *, elder: bool) -> Iterable[Block]:
    """Cut a long block into several, the first at most `first` px high; all keep the first line as their headline."""
    head, *rest = block.said

    def high(said: Said) -> float:
        return height_of(said.text, size(said.size, elder=elder), block.width, bold=said.bold)

    room = HIGHEST_LATER - high(head) - 2 * PAD
    heights = [high(each) + each.after for each in rest]
    for page in cut(heights, room + PAGER + GAP, gap=0, less=HIGHEST_LATER - first):
        yield replace(block, said=(head, *(rest[number] for number in page)))


def _check(session: Session, paper: Paper) -> Block:
    language, said = session.language, session.inquiry.papers.get(paper.document)
    answers = (("have", "Have it"), ("lack", "Not here"), ("unsure", "Not sure"))
    return Block(
        (
            Said(paper.name.say(language), "body", bold=True, after=0),
            Said(copies(language, paper), ink="muted"),
        ),
        buttons=tuple(
            Button(f"paper:{paper.document}:{state}", say(language, text), said == state) for state, text in answers
        ),
    )
