"""What a citizen reads, block by block: verdicts, why, the plan, the papers. Pure: words and their heights."""

from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec
from msgspec.structs import replace

from config.centers import Language
from config.words import say
from kiosk.page import wording
from kiosk.page.paging import GAP, PAGER, WIDTH, cut, height_of, size
from kiosk.visit.session import Session
from kiosk.visit.world import Leaf
from server.rules.guidance.judge.verdict import Because, Consultation, Knowledge, Paper, Plan, State, Verdict
from server.rules.guidance.plan.legal import clause_words, titles
from server.rules.guidance.plan.wording import (
    copies,
    numbered,
    paper_groups,
    sorted_verdicts,
    spared_papers,
    state_words,
)

PAD = 28
MARK = 72
"""Side of the shape or number at the left of a block."""
INNER = WIDTH - 2 * PAD - MARK - GAP
ARROW = 88
"""Room for the arrow of a block that can be touched."""
HIGHEST, HIGHEST_LATER = 480, 820
"""Height that one thing to read may have to fit on a page in large type: under the first headline, and later."""
BUTTON = 104
ANSWERS_TOGETHER = 3
"""Answers in one block, so that none is parted from its question by a page."""


class Said(msgspec.Struct, frozen=True):
    """Words of a block: their size, their ink, the room below them."""

    text: str
    size: Literal["body", "note"] = "note"
    ink: str = "ink"
    bold: bool = False
    after: float = 8


class Button(msgspec.Struct, frozen=True):
    """Something to touch inside a block."""

    target: str
    text: str
    picked: bool = False


class Block(msgspec.Struct, frozen=True):
    """One thing to read, as high as it needs to be.

    Its mark is the shape of a `state`, a `number`, or an `icon`; with a `target` all of it can be touched. A `bare` one
    stands on the page itself, without a card.
    """

    said: tuple[Said, ...]
    state: State | None = None
    number: int = 0
    icon: str = ""
    target: str = ""
    buttons: tuple[Button, ...] = ()
    bare: bool = False
    height: float = 0

    @property
    def marked(self) -> bool:
        """Return whether words leave room for a mark at their left."""
        return bool(self.state or self.number or self.icon)

    @property
    def width(self) -> float:
        """Return the room for the words."""
        if self.bare and not self.marked:
            return WIDTH
        return (INNER if self.marked else WIDTH - 2 * PAD) - (ARROW if self.target else 0)


def measured(block: Block, *, elder: bool) -> Block:
    """Return `block` with the height that its words and buttons need."""
    words = sum(height_of(each.text, size(each.size, elder=elder), block.width) + each.after for each in block.said)
    words = max(words, MARK if block.marked else 0)
    buttons = BUTTON + 16 if block.buttons else 0
    return replace(block, height=words + buttons + (PAD if block.bare else 2 * PAD - 8))


def blocks(session: Session) -> tuple[Block, ...]:
    """Return what is to be read on this screen, all pages together."""
    made: Iterable[Block] = ()
    match session.place.screen:
        case "verdicts" if session.inquiry.consultation:
            made = (*_changed(session), *_verdicts(session.language, session.inquiry.consultation))
        case "why" if session.inquiry.consultation:
            made = _why(session.language, session.inquiry.consultation, session.place.item or "")
        case "plan" if session.plan:
            made = _plan(session, session.plan)
        case "leaf" if session.leaf:
            made = _leaf(session.language, session.leaf)
        case "papers":
            made = (_check(session, paper) for paper in paper_rows(session))
    return tuple(measured(block, elder=session.elder) for block in made)


def paper_rows(session: Session) -> tuple[Paper, ...]:
    """Return the papers to check before queueing: those that are handed over at the stop here."""
    if session.plan is None:
        return ()
    here = {step.item for step in session.stop.steps} if session.stop else set()
    brought = [paper for paper in session.plan.papers if paper.how == "bring" and not (paper.waived or paper.on_spot)]
    return tuple(paper for paper in brought if not here or here & set(paper.items))


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


def _verdicts(language: Language, consultation: Consultation) -> Iterable[Block]:
    for verdict in sorted_verdicts(consultation):
        reasons = tuple(Said(line, after=4) for line in wording.first_reason(language, verdict))
        head = (_state_line(language, verdict), Said(verdict.name.say(language), "body", bold=True, after=4))
        yield Block((*head, *reasons), verdict.state, target=f"why:{verdict.item}")
    if consultation.inapplicable:
        yield Block((Said(say(language, "Asked about, but not for you"), "body", bold=True, after=0),), bare=True)
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
    yield Block(
        (_state_line(language, verdict), Said(verdict.name.say(language), "body", bold=True, after=0)), verdict.state
    )
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
    if waits := wording.not_today(language, plan, session.queueing):
        head, *rest = waits
        state: State = "not_yet" if plan.visits else "can"
        said = (Said(head, "body", wording.STATE_INKS[state], bold=True), *(Said(line) for line in rest))
        yield from _in_parts(Block(said, state), HIGHEST, elder=session.elder)
    for caution in plan.cautions:
        yield Block((Said(caution.text.say(language), ink="wait", bold=True),), "not_yet")
    for number, stop in numbered(plan):
        icon = "" if number else "home"
        said = (
            Said(stop.name.say(language), "body", bold=True),
            *(Said(line) for line in wording.stop_lines(language, stop)),
        )
        whole = Block(said, number=number, icon=icon)
        first = stop is plan.stops[0] and not waits and not plan.cautions
        yield from _in_parts(whole, HIGHEST if first else HIGHEST_LATER, elder=session.elder)
    for icon, groups in (("box", paper_groups(language, plan)), ("boxed", spared_papers(language, plan))):
        for title, papers in groups:
            yield Block((Said(title, "body", bold=True, after=0),), bare=True)
            for paper in papers:
                name = Said(paper.name.say(language), "body", bold=True, after=0)
                known = copies(language, paper)
                yield Block((name, Said(known, ink="muted")) if known else (name,), icon=icon, bare=True)
    for saving in plan.savings:
        leave = Button(f"leave:{saving.item}", say(language, "Leave it out of the plan"))
        buttons = (leave,) if saving.kind == "leave_out" else ()
        yield Block((Said(saving.text.say(language)),), icon="query", buttons=buttons)
    for verdict in session.inquiry.consultation.verdicts if session.inquiry.consultation else ():
        if verdict.left_out:
            out = Said(say(language, "Left out: {item}", item=verdict.name.say(language)))
            again = Button(f"leave:{verdict.item}", say(language, "Take it into the plan again"))
            yield Block((out,), icon="bar", buttons=(again,))


def _in_parts(block: Block, highest: float, *, elder: bool) -> Iterable[Block]:
    """Cut a long block into several of at most `highest` px; what follows keeps the first line as its headline."""
    head, *rest = block.said
    room = highest - height_of(head.text, size(head.size, elder=elder), block.width) - 2 * PAD
    heights = [height_of(each.text, size(each.size, elder=elder), block.width) + each.after for each in rest]
    for page in cut(heights, room + PAGER + GAP, gap=0):
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
