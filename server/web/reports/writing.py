"""A report put into words: its cards, and its tables one after the other."""

from collections.abc import Iterable, Mapping
from typing import Final, Literal

import msgspec

from config.centers import Language, Text
from config.words import say
from server.rules.hall.day_figures import Figures
from server.rules.hall.failed_case import WHY as FAILED
from server.rules.hall.histogram import percentile
from server.rules.hall.line import MINUTE
from server.rules.hall.report import Report, Told, measures, share, standards
from server.web.reports.written import (
    HOUR,
    NOTHING,
    Card,
    Cell,
    Column,
    Kind,
    WrittenReport,
    WrittenTable,
    cell_words,
    month_words,
)

TAKERS: Final = {"kiosk": "At a kiosk", "phone": "On a phone", "desk": "From staff", "other": "Elsewhere"}
CLASSES: Final = {
    "normal": "No priority",
    "appointment": "With a booking",
    "priority": "With priority",
    "returned": "Back with a missing paper",
}
MOST_LISTED: Final = 30


class Names(msgspec.Struct, frozen=True):
    """What the ids in figures are called; an id without a name is said as it is."""

    services: Mapping[str, Text] = {}
    counters: Mapping[str, Text] = {}
    checklists: Mapping[str, Text] = {}
    questions: Mapping[str, Text] = {}


class MarkedPaper(msgspec.Struct, frozen=True):
    """A line of the lists about which counters said `why` it is wrong, `count` times until `last_day`."""

    name: Text | str
    why: str
    count: int
    last_day: str


WHY: Final = {
    "not_needed": "nobody asks for it",
    "missing": "something is missing beside it",
    "wrong": "it says something else",
    "outdated": "it is old",
}


def write_report(
    report: Report,
    place: Text,
    names: Names,
    language: Language,
    *,
    minute_cost: float | None = None,
    marks: Iterable[MarkedPaper] = (),
) -> WrittenReport:
    """Return `report` of a `place` in words; a minute of an open counter costs `minute_cost`, where that is known."""
    words = _Words(report, names, language)
    tables = (
        words.figures(),
        words.series(),
        words.hours(),
        words.services(),
        words.classes(),
        words.desks(),
        words.took(),
        words.checklists(),
        words.stopped(),
        words.marked(marks),
        words.failed(),
    )
    return WrittenReport(
        say(language, "Report"),
        place.say(language),
        report.span,
        language,
        words.cards(minute_cost),
        tuple(each for each in tables if each.rows),
        report.uncounted,
    )


class _Words:
    def __init__(self, report: Report, names: Names, language: Language) -> None:
        self._report, self._names, self._language = report, names, language

    def say(self, message: str, **values: object) -> str:
        return say(self._language, message, **values)

    def name(self, names: Mapping[str, Text], id_: str) -> str:
        return names[id_].say(self._language) if id_ in names else id_

    def cards(self, minute_cost: float | None) -> tuple[Card, ...]:
        now, before = standards(self._report.whole, minute_cost), standards(self._report.before, minute_cost)
        cost: tuple[str, Kind, float | None, float | None, str] = (
            self.say("Counter minutes a visit"),
            "minutes",
            now.minutes,
            before.minutes,
            self.say("How long counters were open, by visits served."),
        )
        if minute_cost is not None:
            cost = (
                self.say("Cost of a visit"),
                "money",
                now.cost,
                before.cost,
                self.say("Open minutes of counters by visits served, at {cost} a minute.", cost=f"{minute_cost:g}"),
            )
        return (
            Card(
                self.say("Satisfaction"),
                NOTHING,
                "",
                self.say("Nobody is asked for a rating in these halls yet."),
            ),
            self._card(
                self.say("Completion"),
                "share",
                now.completion,
                before.completion,
                self.say("Of all numbers taken, those whose matter was done."),
                more_is_good=True,
            ),
            self._card(*cost, more_is_good=False),
            self._card(
                self.say("Digital take-up"),
                "share",
                now.digital,
                before.digital,
                self.say("Numbers taken without staff; on a phone alone: {phone}.", phone=_said(now.phone, "share")),
                more_is_good=True,
            ),
        )

    def _card(
        self, title: str, kind: Kind, now: float | None, before: float | None, help_: str, *, more_is_good: bool
    ) -> Card:
        told = "" if before is None else self.say("The period before: {value}", value=_said(before, kind))
        value, was = _said(now, kind), _said(before, kind)
        if now is None or before is None or value == was:
            return Card(title, value, told, help_)
        return Card(title, value, told, help_, "good" if (now > before) == more_is_good else "stop")

    def figures(self) -> WrittenTable:
        report = self._report
        columns = (
            Column(self.say("Figure")),
            Column(self.say("This period")),
            Column(self.say("The period before")),
        )
        now, before = (
            self._figures(whole, told)
            for whole, told in ((report.whole, report.told), (report.before, report.told_before))
        )
        rows = tuple(
            (title, _said(value, kind), _said(was, kind))
            for (title, value, kind), (_, was, _) in zip(now, before, strict=True)
        )
        note = self.say(
            "A wait counts from joining a line until the first call there. Half of all people wait less than p50, nine "
            "of ten less than p90. Called in vain: they did not come. Left: nobody had called them when they went, or "
            "when the day ended."
        )
        return WrittenTable("figures", self.say("All figures"), columns, rows, note)

    def _figures(self, of: Figures, told: Told) -> list[tuple[str, Cell, Kind]]:
        found = measures(of)
        return [
            (self.say("Numbers taken"), of.issued, "count"),
            (self.say("Called"), of.called, "count"),
            (self.say("Served"), of.served, "count"),
            (self.say("Called in vain"), of.no_shows, "count"),
            (self.say("Left before a call"), of.gone, "count"),
            (self.say("Nobody said what became of them"), of.unclear, "count"),
            (self.say("Taken elsewhere, never came"), of.not_arrived, "count"),
            (self.say("Sent home for a missing paper"), of.returns, "count"),
            (self.say("Wait, p50 (min)"), found.wait_p50, "minutes"),
            (self.say("Wait, p90 (min)"), found.wait_p90, "minutes"),
            (self.say("Service, p50 (min)"), found.serve_p50, "minutes"),
            (self.say("Service, p90 (min)"), found.serve_p90, "minutes"),
            (self.say("Waits as they were told"), share(told.held, told.told), "share"),
            (self.say("Others went before"), of.overtaken, "count"),
            (self.say("Beyond what the rules allow"), of.beyond, "count"),
            (self.say("The worst case (min)"), of.worst_ms / MINUTE if of.worst_ms else None, "minutes"),
            (self.say("Counters open (hours)"), round(of.open_ms / HOUR, 1), "minutes"),
            (self.say("Came with a checklist"), of.with_plan, "count"),
            (self.say("Checklists begun in the hall"), of.consultations, "count"),
            (self.say("Of these, went on to a number"), of.went_on, "count"),
        ]

    def series(self) -> WrittenTable:
        daily = self._report.span.daily
        title = self.say("By day") if daily else self.say("By month")
        rows = tuple(
            (day.isoformat() if daily else month_words(day), *_row(each)) for day, each in self._report.series.items()
        )
        head = self.say("Day") if daily else self.say("Month")
        return WrittenTable("series", title, self._columns(head), rows, drawn=len(rows) > 1)

    def hours(self) -> WrittenTable:
        rows = tuple(
            (f"{hour:02}:00", *_row(each)[:7]) for hour, each in sorted(self._report.whole.hours.items()) if each.joined
        )
        note = self.say("The hour in which people joined a line.")
        columns = self._columns(self.say("Hour"))[:8]
        return WrittenTable("hours", self.say("By hour"), columns, rows, note, drawn=len(rows) > 1)

    def services(self) -> WrittenTable:
        known = {**dict.fromkeys(self._names.services), **dict.fromkeys(self._report.services)}
        rows = tuple(
            (self.name(self._names.services, id_), *_row(self._report.services[id_]))
            for id_ in known
            if id_ in self._report.services
        )
        columns = self._columns(self.say("Service"), "point")
        return WrittenTable("services", self.say("By service"), columns, rows, drawn=len(rows) > 1)

    def _columns(self, head: str, draw: Literal["line", "point"] = "line") -> tuple[Column, ...]:
        return (
            Column(head),
            Column(self.say("Joined"), "count", "bar"),
            Column(self.say("Called"), "count"),
            Column(self.say("Served"), "count"),
            Column(self.say("Called in vain"), "count"),
            Column(self.say("Left before a call"), "count"),
            Column(self.say("Wait, p50 (min)"), "minutes", draw),
            Column(self.say("Wait, p90 (min)"), "minutes", draw),
            Column(self.say("Service, p50 (min)"), "minutes"),
            Column(self.say("Service, p90 (min)"), "minutes"),
        )

    def classes(self) -> WrittenTable:
        found = self._report.whole.classes
        rows = tuple(
            (self.say(title), sum(found[id_].values()), percentile(found[id_], 0.5), percentile(found[id_], 0.9))
            for id_, title in CLASSES.items()
            if id_ in found
        )
        columns = (
            Column(self.say("Class")),
            Column(self.say("Called"), "count"),
            Column(self.say("Wait, p50 (min)"), "minutes"),
            Column(self.say("Wait, p90 (min)"), "minutes"),
        )
        return WrittenTable("classes", self.say("Waits by class"), columns, rows)

    def desks(self) -> WrittenTable:
        columns = (
            Column(self.say("Which counter")),
            Column(self.say("Open (hours)"), "minutes"),
            Column(self.say("Paused (hours)"), "minutes"),
            Column(self.say("Served"), "count"),
            Column(self.say("Mean service (min)"), "minutes"),
            Column(self.say("Share of open time in service"), "share"),
        )
        found = self._report.whole.desks
        known = {**dict.fromkeys(self._names.counters), **dict.fromkeys(found)}
        rows = tuple(
            (
                self.name(self._names.counters, id_),
                round(found[id_].open_ms / HOUR, 1),
                round(found[id_].paused_ms / HOUR, 1),
                found[id_].served,
                found[id_].serve_ms / MINUTE / found[id_].served if found[id_].served else None,
                share(min(found[id_].serve_ms, found[id_].open_ms), found[id_].open_ms),
            )
            for id_ in known
            if id_ in found
        )
        return WrittenTable("desks", self.say("Counters"), columns, rows)

    def took(self) -> WrittenTable:
        found = self._report.whole.took
        total = sum(found.values())
        rows = tuple((self.say(title), found[id_], found[id_] / total) for id_, title in TAKERS.items() if id_ in found)
        columns = (
            Column(self.say("Taken where")),
            Column(self.say("Numbers taken"), "count"),
            Column(self.say("Share"), "share"),
        )
        return WrittenTable("took", self.say("Where numbers are taken"), columns, rows)

    def checklists(self) -> WrittenTable:
        columns = Column(self.say("Checklist")), Column(self.say("Begun in the hall"), "count")
        rows = self._most(self._report.whole.consulted, self._names.checklists)
        return WrittenTable("checklists", self.say("Checklists"), columns, rows)

    def stopped(self) -> WrittenTable:
        columns = Column(self.say("Last question answered")), Column(self.say("How many people"), "count")
        rows = self._most(self._report.whole.stopped, self._names.questions)
        note = self.say("People who began a checklist in the hall and took no number with it.")
        return WrittenTable("stopped", self.say("Where people stop"), columns, rows, note)

    def _most(self, counted: Mapping[str, int], names: Mapping[str, Text]) -> tuple[tuple[Cell, ...], ...]:
        most = sorted(counted.items(), key=lambda each: (-each[1], each[0]))[:MOST_LISTED]
        return tuple((self.name(names, id_), count) for id_, count in most)

    def marked(self, marks: Iterable[MarkedPaper]) -> WrittenTable:
        columns = (
            Column(self.say("Line of a list")),
            Column(self.say("What counters say")),
            Column(self.say("Times since it was first said"), "count"),
            Column(self.say("Last on")),
        )
        rows = tuple(
            (
                each.name if isinstance(each.name, str) else each.name.say(self._language),
                self.say(WHY[each.why]),
                each.count,
                each.last_day,
            )
            for each in list(marks)[:MOST_LISTED]
        )
        return WrittenTable("marked", self.say("Papers and lines that are wrong"), columns, rows)

    def failed(self) -> WrittenTable:
        columns = Column(self.say("Reason")), Column(self.say("Cases"), "count")
        found = self._report.failed
        rows = tuple((self.say(title), found[why]) for why, title in FAILED.items() if why in found)
        return WrittenTable("failed", self.say("What could not be done"), columns, rows)


def _said(cell: Cell, kind: Kind) -> str:
    return cell_words(cell, kind)


def _row(of: Figures) -> tuple[Cell, ...]:
    found = measures(of)
    return (
        found.joined,
        found.called,
        found.served,
        found.no_shows,
        found.gone,
        found.wait_p50,
        found.wait_p90,
        found.serve_p50,
        found.serve_p90,
    )
