"""A consultation on paper: the way as numbered stops, the papers with boxes to tick, what has to wait, its code."""

import threading
from typing import Final

from reportlab.lib.units import mm

from config.centers import Language
from config.words import say
from server.rules.consultation_code import phone_path
from server.rules.index import Index
from server.rules.verdict import Paper, Plan, Stop, Verdict
from server.rules.wording import counted, plan_days, sorted_verdicts, state_words, step_terms, step_words, trips
from server.web.consulting import KeptAnswer
from server.web.plan_sheet import Sheet

LARGE: Final = 1.55
CODE: Final = 34 * mm
BADGE: Final = 11.0
INDENT: Final = 34.0
TERMS: Final = 125.0
KEPT_TOGETHER: Final = 240.0
TITLE, HEAD, BODY, NOTE = 25.0, 14.0, 11.5, 10.0
_one_at_a_time = threading.Lock()
"""The font's own record of the letters used is not made for several sheets at once."""


def plan_pdf(answer: KeptAnswer, book: Index, phone: str, language: Language, *, large: bool = False) -> bytes:
    """Return the plan of `answer` as PDF, A4; codes lead to pages at the address `phone`. Large has letters 1.55 x."""
    with _one_at_a_time:
        return _Printed(answer, book, phone, language, large=large).whole()


class _Printed:
    def __init__(self, answer: KeptAnswer, book: Index, phone: str, language: Language, *, large: bool) -> None:
        self.answer, self.book, self.language = answer, book, language
        self.address = phone + phone_path(answer.code)
        self.scale = LARGE if large else 1.0
        title = say(language, "Plan {code}", code=answer.code)
        foot = say(
            language,
            "{code} · as of {day} · Ask at the guide desk when something has changed.",
            code=answer.code,
            day=answer.state.day,
        )
        self.sheet = Sheet(title, foot, self.scale, "zh-CN" if language == "zh" else "en")

    def say(self, message: str, **values: object) -> str:
        return say(self.language, message, **values)

    def whole(self) -> bytes:
        plan = self.answer.plan
        self._head(plan)
        if plan is not None:
            self._stops(plan)
            self._papers(plan)
        self._waiting()
        if plan is not None and plan.advice:
            self._title(self.say("Good to know"))
            for line in plan.advice:
                self.sheet.text(line.say(self.language), BODY)
        return self.sheet.done()

    def _head(self, plan: Plan | None) -> None:
        sheet, right, top = self.sheet, CODE * self.scale**0.5 + 12, self.sheet.y
        sheet.code(self.address, CODE * self.scale**0.5)
        topics = [self.book.checklists[each].topic.say(self.language) for each in self.answer.checklists]
        sheet.text(self.say("; ").join(topics), BODY, right=right, ink="muted")
        sheet.gap(4)
        if plan is None:
            sheet.text(self.say("There is no plan yet: some questions are open."), HEAD, right=right, bold=True)
        else:
            sheet.text(trips(self.language, plan), TITLE, right=right, bold=True, ink="primary")
            sheet.text(plan_days(self.language, plan), HEAD, right=right)
        sheet.gap(6)
        sheet.text(self.say("Consultation code: {code}", code=self.answer.code), BODY, right=right, bold=True)
        note = self.say("With this code you can go on by phone, at a counter or with the hotline.")
        sheet.text(note, NOTE, right=right, ink="muted")
        sheet.text(self.address, NOTE, right=right, ink="muted")
        sheet.y = min(sheet.y, top - CODE * self.scale**0.5)
        sheet.gap(4)

    def _title(self, text: str, after: float = 40) -> None:
        self.sheet.gap(8)
        self.sheet.need((HEAD * 2 + after) * self.scale)
        self.sheet.rule()
        self.sheet.gap(8)
        self.sheet.text(text, HEAD, bold=True)
        self.sheet.gap(4)

    def _stops(self, plan: Plan) -> None:
        self._title(self.say("Your way"), 80)
        trip = 0
        for stop in plan.stops:
            # A short one is not torn apart; a long one would leave half a page empty.
            self.sheet.need(min(self._height(stop), KEPT_TOGETHER))
            page, top = self.sheet.page, self.sheet.y
            trip += stop.point is not None
            self.sheet.badge("" if stop.point is None else str(trip), BADGE)
            self._stop(stop)
            self.sheet.gap(9)
            if stop is not plan.stops[-1] and self.sheet.page == page:
                self.sheet.path(top, BADGE)

    def _height(self, stop: Stop) -> float:
        """Return about how many points `stop` takes."""
        rows = [*self._where(stop), *(step_words(self.language, step) for step in stop.steps)]
        left = INDENT * self.scale
        return sum(self.sheet.height(row, BODY, left=left, right=TERMS * self.scale) for row in rows) + HEAD * 2

    def _where(self, stop: Stop) -> list[str]:
        """Return the lines that say where a stop is and when it is open."""
        lines, point = [], self.book.points.get(stop.point or "")
        if point is not None:
            phone = self.say("phone {phone}", phone=point.phone) if point.phone else ""
            address = point.address.say(self.language) if point.address else ""
            lines.append(self.say("; ").join(each for each in (address, phone) if each))
        if stop.hours is not None:
            lines.append(self.say("Open: {hours}", hours=stop.hours.say(self.language)))
        return [line for line in lines if line]

    def _stop(self, stop: Stop) -> None:
        sheet, left = self.sheet, INDENT * self.scale
        sheet.gap(1)
        sheet.text(stop.name.say(self.language), HEAD, left=left, bold=True)
        for line in self._where(stop):
            sheet.text(line, NOTE, left=left, ink="muted")
        for step in stop.steps:
            sheet.gap(2)
            self._row(step_words(self.language, step), step_terms(self.language, step), left)

    def _row(self, text: str, aside: str, left: float, *, bold: bool = False) -> None:
        """Write `text`, and `aside` at the right of its first line."""
        room = TERMS * self.scale if aside else 0
        self.sheet.need(self.sheet.height(text, BODY, left=left, right=room, bold=bold))
        if aside:
            self.sheet.beside(aside, NOTE, width=room - 8)
        self.sheet.text(text, BODY, left=left, right=room, bold=bold)

    def _papers(self, plan: Plan) -> None:
        bring = [paper for paper in plan.papers if not paper.waived]
        waived = [paper for paper in plan.papers if paper.waived]
        if bring:
            self._title(self.say("Papers to bring"))
            for paper in bring:
                self._paper(paper)
        if waived:
            self._title(self.say("Not needed on paper: the counter has it electronically"))
            for paper in waived:
                self._paper(paper)

    def _paper(self, paper: Paper) -> None:
        left, name = 20 * self.scale, paper.name.say(self.language)
        note = paper.note.say(self.language) if paper.note and not paper.waived else ""
        self.sheet.need(self.sheet.height(name + note, BODY, left=left, right=TERMS * self.scale) + 12)
        self.sheet.box(10, ticked=paper.waived)
        self._row(name, "" if paper.waived else counted(self.language, paper), left, bold=not paper.waived)
        if note:
            self.sheet.text(note, NOTE, left=left, ink="muted")
        self.sheet.gap(4)

    def _waiting(self) -> None:
        others = [each for each in sorted_verdicts(self.answer) if each.state != "can"]
        if others:
            self._title(self.say("Not part of this plan"))
        for verdict in others:
            self._other(verdict)

    def _other(self, verdict: Verdict) -> None:
        sheet = self.sheet
        sheet.need(36 * self.scale)
        named = self.say(
            "{state}: {item}", state=state_words(self.language, verdict), item=verdict.name.say(self.language)
        )
        sheet.text(named, BODY, bold=True)
        for reason in verdict.reasons:
            sheet.text(reason.text.say(self.language), NOTE, left=12, ink="muted")
            if reason.action is not None:
                sheet.text(reason.action.say(self.language), NOTE, left=12)
        sheet.gap(4)
