"""A consultation on paper: the way as numbered stops, the papers with boxes to tick, what has to wait, its code."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reportlab.lib.units import mm

from config.centers import Language
from config.words import say
from server.rules.guidance.consultation_code import phone_path
from server.rules.guidance.judge.book import Book
from server.rules.guidance.judge.verdict import Made, Paper, Plan, Step, Stop, Verdict
from server.rules.guidance.plan.at_a_glance import (
    counts,
    find_out_words,
    glance,
    open_head,
    open_lines,
    today_counted,
    trips,
)
from server.rules.guidance.plan.item_codes import step_code
from server.rules.guidance.plan.wording import (
    carried,
    carried_words,
    counted,
    date_words,
    no_plan_words,
    numbered,
    paper_groups,
    paper_words,
    places_words,
    plan_days,
    plan_facts,
    sorted_verdicts,
    source_words,
    spared_papers,
    state_words,
    step_dates,
    step_terms,
    step_words,
    stop_words,
    undone_words,
)
from server.web.printed.sheet import Sheet
from server.wire.consultation import KeptAnswer

LARGE: Final = 1.55
CODE: Final = 34 * mm
BADGE: Final = 11.0
INDENT: Final = 34.0
BOX: Final = 20.0
ASIDE: Final = 0.6
"""Part of a line that what stands at its right may take."""
GUTTER: Final = 10.0
KEPT_TOGETHER: Final = 240.0
KEPT_AT_MOST: Final = 560.0
"""Points that are free below the headline of a part, at the top of a sheet in large letters."""
ROWS_AT_LEAST: Final = 3
TITLE, HEAD, BODY, NOTE = 25.0, 14.0, 11.5, 10.0
_one_at_a_time = threading.Lock()
"""The font's own record of the letters used is not made for several sheets at once."""


@dataclass(frozen=True)
class Row:
    """A line of the plan: `aside` stands at its right, `more` too where there is room, `below` under it."""

    text: str
    aside: str = ""
    more: str = ""
    below: str = ""
    bold: bool = False


def plan_pdf(answer: KeptAnswer, book: Book, phone: str, language: Language, *, large: bool = False) -> bytes:
    """Return the plan of `answer` as PDF, A4; codes lead to pages at the address `phone`. Large has letters 1.55 x."""
    with _one_at_a_time:
        # Written twice: each page names the number of all pages, which only the last one knows.
        _, pages = _Printed(answer, book, phone, language, large=large).whole()
        pdf, _ = _Printed(answer, book, phone, language, large=large, pages=pages).whole()
        return pdf


class _Printed:
    def __init__(
        self, answer: KeptAnswer, book: Book, phone: str, language: Language, *, large: bool, pages: int = 0
    ) -> None:
        self.answer, self.book, self.language = answer, book, language
        self.address = phone + phone_path(answer.code)
        self.scale = LARGE if large else 1.0
        title = say(language, "Plan {code}", code=answer.code)
        foot = say(
            language,
            "{code} · as of {day} · Ask at the guide desk when something has changed.",
            code=answer.code,
            day=date_words(language, answer.state.day),
        )
        self.sheet = Sheet(title, foot, self.scale, language, pages)

    def say(self, message: str, **values: object) -> str:
        return say(self.language, message, **values)

    def whole(self) -> tuple[bytes, int]:
        """Return the file and the number of its pages."""
        plan = self.answer.plan
        self._head(plan)
        if plan is not None:
            self._cautions(plan)
            self._glance(plan)
            self._still_open()
            self._tips(plan)
            self._offers(plan)
            self._papers(plan)
            self._stops(plan)
        else:
            self._still_open()
        self._waiting(plan)
        return self.sheet.done(), self.sheet.page

    def _head(self, plan: Plan | None) -> None:
        sheet, right, top = self.sheet, CODE * self.scale**0.5 + 12, self.sheet.y
        sheet.code(self.address, CODE * self.scale**0.5)
        topics = [self.book.checklists[each].topic.say(self.language) for each in self.answer.checklists]
        sheet.text(self.say("; ").join(topics), BODY, right=right, ink="muted")
        sheet.text(counts(self.language, self.answer), BODY, right=right, bold=True)
        sheet.gap(4)
        if plan is None:
            sheet.text(no_plan_words(self.language, self.answer), HEAD, right=right, bold=True)
        else:
            sheet.text(trips(self.language, plan, self.answer.outlook), TITLE, right=right, bold=True, ink="primary")
            sheet.text(plan_days(self.language, plan), HEAD, right=right)
            first = next((stop.on for stop in plan.stops if stop.point is not None), None)
            today = today_counted(self.language, plan, today=first == self.answer.state.day)
            for line in (today, *plan_facts(self.language, plan)):
                sheet.text(line, BODY, right=right)
        sheet.gap(6)
        sheet.text(self.say("Consultation code: {code}", code=self.answer.code), BODY, right=right, bold=True)
        note = self.say("With this code you can go on by phone, at a counter or with the hotline.")
        sheet.text(note, NOTE, right=right, ink="muted")
        sheet.text(self.address, NOTE, right=right, ink="muted")
        sheet.y = min(sheet.y, top - CODE * self.scale**0.5)
        sheet.gap(4)

    def _title(self, text: str, first: float) -> None:
        """Write the headline of a part, whose first thing is `first` points high and stands on the same page."""
        sheet = self.sheet
        sheet.need(sheet.height(text, HEAD, bold=True) + 20 * self.scale + first)
        if not sheet.at_top:
            sheet.gap(8)
            sheet.rule()
            sheet.gap(8)
        sheet.text(text, HEAD, bold=True)
        sheet.gap(4)

    def _lines(self, title: str, lines: Sequence[str]) -> None:
        for number, line in enumerate(lines):
            if number == 0:
                self._title(title, self.sheet.height(line, BODY))
            self.sheet.text(line, BODY)
            self.sheet.gap(2)

    def _tips(self, plan: Plan) -> None:
        self._lines(self.say("Tips"), [line.say(self.language) for line in plan.advice])

    def _offers(self, plan: Plan) -> None:
        """Write what could be done beside this plan, what it brings and what it costs."""
        for number, offer in enumerate(plan.offers):
            gain = () if offer.gain is None else (offer.gain.say(self.language),)
            row = Row(
                offer.name.say(self.language), "", "", self._said((*gain, offer.cost.say(self.language))), bold=True
            )
            if number == 0:
                self._title(self.say("You can also do this"), self._row_height(row, 0))
            self._row(row, 0)
            self.sheet.gap(3)

    def _cautions(self, plan: Plan) -> None:
        cautions = [each.text.say(self.language) for each in plan.cautions]
        for line in (*cautions, *undone_words(self.language, self.answer)):
            self._boxed(line)

    def _boxed(self, text: str) -> None:
        """Write `text` on a ground that is seen first."""
        sheet, pad = self.sheet, 8 * self.scale
        height = sheet.height(text, BODY, left=pad, right=pad, bold=True) + pad
        sheet.gap(4)
        sheet.need(height)
        end = sheet.y - height
        sheet.tint(height, "wait-tint")
        sheet.gap(4)
        sheet.text(text, BODY, left=pad, right=pad, bold=True, ink="wait")
        sheet.y = min(sheet.y, end)

    def _glance(self, plan: Plan) -> None:
        """Write what fits on one look: a trip a line, with its day, what is done, and what is collected."""
        sheet, left = self.sheet, INDENT * self.scale
        for place, (trip, stop, lines) in enumerate(glance(self.language, plan)):
            row = Row(stop.name.say(self.language), "", "", self._said(lines), bold=True)
            if place == 0:
                self._title(self.say("Your trips"), self._row_height(row, left))
            sheet.need(self._row_height(row, left))
            sheet.text(str(trip) if trip else "·", BODY, bold=True, ink="primary")
            sheet.y += sheet.height("0", BODY, bold=True)
            self._row(row, left)
            sheet.gap(3)

    def _still_open(self) -> None:
        """Write the open questions: what each answer changes, how to find it out, which papers hang on them."""
        outlook = self.answer.outlook
        if outlook is None:
            return
        head, note = open_head(self.language, outlook)
        self._title(head, self.sheet.height(note, BODY))
        self.sheet.text(note, BODY)
        for question in outlook.questions:
            lines = (*open_lines(self.language, question), find_out_words(self.language, question))
            self.sheet.need(self.sheet.height(question.text.say(self.language), BODY, bold=True) + 24 * self.scale)
            self.sheet.gap(4)
            self.sheet.text(question.text.say(self.language), BODY, bold=True)
            for line in lines:
                self.sheet.text(line, NOTE, left=12)
        rows = [
            Row(each.name.say(self.language), "", "", each.only_if.say(self.language), bold=True)
            for each in outlook.papers
        ]
        self._boxes(self.say("Papers for some answers only"), rows)

    def _stops(self, plan: Plan) -> None:
        sheet, stops = self.sheet, numbered(plan)
        for place, (trip, stop) in enumerate(stops):
            needed = self._beginning(stop)
            if place == 0:
                self._title(self.say("Your way"), needed)
            sheet.need(needed)
            sheet.badge(str(trip) if trip else "", BADGE)
            if place == len(stops) - 1:
                sheet.arrive()
            sheet.goes_on = self.say("(goes on) {stop}", stop=stop.name.say(self.language))
            self._stop(stop)
            sheet.goes_on = ""
            sheet.gap(9)

    def _beginning(self, stop: Stop) -> float:
        """Return the points that `stop` must find on a page: all of a short one, the first things of a long one."""
        sheet, left = self.sheet, INDENT * self.scale
        head = sheet.height(stop.name.say(self.language), HEAD, left=left, bold=True)
        head += sum(sheet.height(line, NOTE, left=left) for line in self._where(stop))
        rows = [self._row_height(self._step(stop, step), left) + 2 * self.scale for step in stop.steps]
        whole = head + sum(rows)
        first = whole if whole <= KEPT_TOGETHER else head + sum(rows[:ROWS_AT_LEAST])
        # What is higher than a sheet below its headline would leave that headline alone on a sheet.
        return min(first, KEPT_AT_MOST)

    def _where(self, stop: Stop) -> list[str]:
        """Return the lines that say when a stop can be made, who must come, where it is and when it is open."""
        lines, point = list(stop_words(self.language, stop)), self.book.points.get(stop.point or "")
        if point is not None:
            phone = self.say("tel. {phone}", phone=point.phone) if point.phone else ""
            address = point.address.say(self.language) if point.address else ""
            lines.append(self.say("; ").join(each for each in (address, phone) if each))
        if stop.hours is not None:
            lines.append(self.say("Open: {hours}", hours=stop.hours.say(self.language)))
        return [line for line in lines if line]

    def _stop(self, stop: Stop) -> None:
        sheet, left = self.sheet, INDENT * self.scale
        sheet.gap(1)
        sheet.text(stop.name.say(self.language), HEAD, left=left, bold=True)
        said = stop_words(self.language, stop)
        for line in self._where(stop):
            sheet.text(line, NOTE, left=left, bold=line in said, ink="ink" if line in said else "muted")
        for step in stop.steps:
            sheet.gap(2)
            self._row(self._step(stop, step), left)

    def _step(self, stop: Stop, step: Step) -> Row:
        terms, dates = step_terms(self.language, step), step_dates(self.language, stop, step)
        return Row(step_words(self.language, step), terms, dates, step_code(self.language, step))

    def _row(self, row: Row, left: float) -> None:
        """Write a row that no page's end tears."""
        sheet = self.sheet
        sheet.need(self._row_height(row, left))
        aside, below = self._places(row, left)
        room, end = self._aside(aside), sheet.y - self._aside_height(aside)
        if aside:
            sheet.beside(aside, NOTE, width=room - GUTTER / 2)
        sheet.text(row.text, BODY, left=left, right=room, bold=row.bold)
        sheet.y = min(sheet.y, end)
        if below:
            sheet.text(below, NOTE, left=left, ink="muted")

    def _row_height(self, row: Row, left: float) -> float:
        aside, below = self._places(row, left)
        text = self.sheet.height(row.text, BODY, left=left, right=self._aside(aside), bold=row.bold)
        return max(text, self._aside_height(aside)) + (self.sheet.height(below, NOTE, left=left) if below else 0)

    def _places(self, row: Row, left: float) -> tuple[str, str]:
        """Return what of `row` stands at the right of its first line, and what below it: beside, where all has room."""
        both = self.say("; ").join(each for each in (row.aside, row.more) if each)
        wide, room = self.sheet.width(both, NOTE) + GUTTER, self.sheet.room
        fits = wide <= min(ASIDE * room, room - left - self.sheet.width(row.text, BODY, bold=row.bold))
        return (both, row.below) if fits else (row.aside, self._said((row.below, row.more)))

    def _aside(self, aside: str) -> float:
        """Return the width to keep free for `aside`."""
        return min(self.sheet.width(aside, NOTE) + GUTTER, ASIDE * self.sheet.room) if aside else 0

    def _aside_height(self, aside: str) -> float:
        return self.sheet.height(aside, NOTE, left=self.sheet.room - self._aside(aside) + GUTTER / 2) if aside else 0

    def _papers(self, plan: Plan) -> None:
        for title, listed in paper_groups(self.language, plan):
            self._listed(title, listed, plan)
        kept = [self._made(plan, each) for each in carried(plan)]
        self._boxes(self.say("Papers you get on the way: keep them"), kept)
        for title, listed in spared_papers(self.language, plan):
            self._listed(title, listed, plan)

    def _made(self, plan: Plan, made: Made) -> Row:
        source, places = carried_words(self.language, plan, made)
        return Row(made.name.say(self.language), "", places, source, bold=True)

    def _listed(self, title: str, papers: Sequence[Paper], plan: Plan) -> None:
        self._boxes(title, [self._paper(paper, plan) for paper in papers])

    def _paper(self, paper: Paper, plan: Plan) -> Row:
        name = paper.name.say(self.language)
        if paper.waived or paper.on_spot:
            return Row(name, "", "", self._said(source_words(self.language, paper)))
        places = places_words(self.language, plan, paper.stops)
        notes = self._said(paper_words(self.language, paper))
        return Row(name, counted(self.language, paper), places, notes, bold=True)

    def _boxes(self, title: str, rows: Sequence[Row]) -> None:
        """Write papers, each with a box to tick; one that nobody need bring has its tick already."""
        sheet, left = self.sheet, BOX * self.scale
        for number, row in enumerate(rows):
            height = self._row_height(row, left)
            if number == 0:
                self._title(title, height)
            sheet.need(height)
            sheet.box(10, ticked=not row.bold)
            self._row(row, left)
            sheet.gap(4)

    def _said(self, notes: Sequence[str]) -> str:
        return self.say("; ").join(each for each in notes if each)

    def _waiting(self, plan: Plan | None) -> None:
        others = [
            each for each in sorted_verdicts(self.answer) if each.state != "can" or (each.left_out and not each.offered)
        ]
        title = self.say("Not part of this plan" if plan else "Why, and what you can do")
        for number, verdict in enumerate(others):
            if number == 0:
                self._title(title, self._other_height(verdict))
            self._other(verdict)

    def _named(self, verdict: Verdict) -> str:
        return self.say(
            "{state}: {item}", state=state_words(self.language, verdict), item=verdict.name.say(self.language)
        )

    def _other_height(self, verdict: Verdict) -> float:
        """Return the points of an item that is not in the plan and its first reason."""
        lines = [line for reason in verdict.reasons[:1] for line in (reason.text, reason.action) if line]
        return self.sheet.height(self._named(verdict), BODY, bold=True) + sum(
            self.sheet.height(line.say(self.language), NOTE, left=12) for line in lines
        )

    def _other(self, verdict: Verdict) -> None:
        sheet = self.sheet
        sheet.need(self._other_height(verdict))
        sheet.text(self._named(verdict), BODY, bold=True)
        for reason in verdict.reasons:
            sheet.text(reason.text.say(self.language), NOTE, left=12, ink="muted")
            if reason.action is not None:
                sheet.text(reason.action.say(self.language), NOTE, left=12)
        sheet.gap(4)
