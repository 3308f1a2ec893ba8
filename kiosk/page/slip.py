"""What stands on the kiosk's slips: a ticket, and the trips of a plan. Pure: data in, bytes out."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from config.centers import Language, Text
from config.words import say
from hardware.printer.encoder import Raster, Slip, columns_of
from hardware.printer.model import Model
from hardware.printer.paper_length import millimetres
from kiosk.page import way, wording
from kiosk.visit.touches import PrintPlan, PrintTicket
from kiosk.visit.world import World
from server.rules.guidance.consultation_code import phone_path
from server.rules.guidance.judge.verdict import Consultation, Plan
from server.rules.guidance.plan.at_a_glance import counts, glance, open_head, trips
from server.rules.guidance.plan.item_codes import stop_codes
from server.rules.guidance.plan.wording import copies, no_plan_words, paper_groups, plan_days
from server.rules.hours_words import hours_words
from server.wire.messages import Ticket, milliseconds

PHONE_MODULE = 6
WIDE = 500
"""Dots of a line that take the large number; paper of 58 mm has 384."""
PLAN_AT_MOST = 250
"""Millimetres of a plan's slip: the rest is on the phone and on A4."""
MISSED = "If you missed your call, type your number at a kiosk or ask at the guide desk."
PAPERS_AT_MOST = 8
"""Names of papers on a ticket's slip; the others are on the phone."""


def ticket_slip(wish: PrintTicket, world: World, raster: Raster, model: Model | None = None) -> bytes:
    """Return the slip of a ticket for a printer `model`; a large one has letters of twice the size."""
    ticket, language = wish.ticket, wish.language
    slip, letters = Slip(raster, model), 2 if wish.large else 1
    if wish.again:
        slip.line(say(language, "Printed again"), bold=True, align="center", reverse=True)
    slip.text(world.name.say(language), bold=True, align="center")
    slip.rule()
    service = world.service(ticket.service)
    fitting(slip, service.name.say(language) if service else ticket.service)
    slip.feed(8)
    slip.line(ticket.number, size=6 if slip.dots >= WIDE else 4, bold=True, align="center")
    slip.feed(8)
    ahead = wording.ahead_words(language, ticket, served=world.serves(ticket.service))
    slip.text(ahead, size=letters, bold=True, align="center")
    if ticket.wait is not None and ticket.ahead:
        slip.text(wording.promise_words(language, ticket.wait), align="center")
    slip.rule()
    if ticket.priority == "returned":
        slip.text(say(language, "You come back with a paper: you go before new numbers."), size=letters, align="center")
    if ticket.priority == "priority":
        slip.text(say(language, "You have priority. Show proof at the counter."), size=letters, align="center")
    if ticket.cases > 1:
        slip.text(say(language, "{count} cases", count=ticket.cases), size=letters, bold=True, align="center")
    _where(slip, language, world, ticket.service, letters)
    _way(slip, language, world, ticket, letters)
    if wish.papers:
        _papers(slip, language, wish.papers, letters)
        slip.rule()
    code_on(slip, f"{world.phone_url}/t/{ticket.id}#{ticket.secret or ''}")
    slip.text(say(language, "Scan to follow your number"), align="center")
    if ticket.digits is not None:
        slip.text(say(language, "At a kiosk type:"), align="center")
        slip.line(f"{ticket.number} {ticket.digits}", size=2, bold=True, align="center")
    if wish.code is not None:
        slip.text(say(language, "Consultation code: {code}", code=wish.code), bold=True, align="center")
    slip.feed(12)
    for told in ("Watch the screens and listen for your number.", MISSED):
        slip.text(say(language, told), size=letters, align="center")
    slip.rule()
    for line in _foot(language, world):
        slip.text(line, align="center")
    slip.text(say(language, "Taken at {moment}", moment=_moment(ticket.issued_at, world)), align="center")
    return slip.cut()


def plan_slip(wish: PrintPlan, world: World, raster: Raster, model: Model | None = None) -> bytes:
    """Return the plan of a consultation on at most 25 cm: trips in order, what fits of the rest, its code.

    A large one has letters of twice the size, as long as all trips fit on it.
    """
    job = b""
    for detail in _details(wish.consultation.plan, 2 if wish.large else 1):
        job = _plan(wish, world, Slip(raster, model), detail)
        if millimetres(job) <= PLAN_AT_MOST:
            break
    return job


class Detail(NamedTuple):
    """How much of a plan is told: how many `stops`, whether what is done at each, whether the papers; how large."""

    stops: int
    steps: bool
    papers: bool
    letters: int


def _details(plan: Plan | None, letters: int) -> Iterator[Detail]:
    """Yield what may be told, most first."""
    stops = len(plan.stops) if plan else 0
    yield Detail(stops, steps=True, papers=True, letters=letters)
    yield Detail(stops, steps=True, papers=False, letters=letters)
    yield Detail(stops, steps=False, papers=False, letters=letters)
    yield from (Detail(number, steps=False, papers=False, letters=1) for number in range(stops, -1, -1))


def _plan(wish: PrintPlan, world: World, slip: Slip, detail: Detail) -> bytes:
    language, plan, letters = wish.language, wish.consultation.plan, detail.letters
    slip.text(world.name.say(language), bold=True, align="center")
    if plan is None:
        slip.rule()
        slip.text(no_plan_words(language, wish.consultation), align="center")
        _still_open(slip, language, wish.consultation, letters)
        return slip.cut()
    slip.rule()
    slip.text(counts(language, wish.consultation), size=letters, align="center")
    fitting(slip, trips(language, plan, wish.consultation.outlook))
    slip.text(plan_days(language, plan), size=letters, align="center")
    slip.rule()
    for number, stop, lines in glance(language, plan)[: detail.stops]:
        codes = stop_codes(language, stop)
        told = (*lines, codes) if detail.steps and codes else lines if detail.steps else lines[:1]
        _stop(slip, number, stop.name.say(language), told, letters)
    if left := len(plan.stops) - detail.stops:
        slip.text(say(language, "{count} more: see your phone", count=left), size=letters)
    groups = paper_groups(language, plan)
    if detail.papers:
        for title, listed in groups:
            slip.rule()
            slip.text(title, size=letters, bold=True)
            for paper in listed:
                known = copies(language, paper)
                name = paper.name.say(language) + (f" · {known}" if known else "")
                slip.text("□ " + name, size=letters, indent=3)
    elif count := sum(len(listed) for _, listed in groups):
        slip.feed(8)
        pattern = "{count} papers: the list is on your phone, and on A4 at the guide desk"
        slip.text(say(language, pattern, count=count), size=letters, bold=True)
    if detail.steps:
        _still_open(slip, language, wish.consultation, letters)
    slip.rule()
    if wish.code is not None:
        code_on(slip, world.phone_url + phone_path(wish.code))
        fitting(slip, say(language, "Consultation code: {code}", code=wish.code))
        note = "With this code you can go on by phone, at a counter or with the hotline."
        slip.text(say(language, note), align="center")
    return slip.cut()


def _stop(slip: Slip, number: int, name: str, lines: Sequence[str], letters: int) -> None:
    mark = f"{number}. " if number else "· "
    slip.text(mark + name, size=letters, bold=True, indent=3)
    for line in lines:
        slip.text(("" if letters > 1 else "   ") + line, size=letters, indent=0 if letters > 1 else 3)
    slip.feed(12)


def _still_open(slip: Slip, language: Language, consultation: Consultation, letters: int) -> None:
    """Print the open questions with the cheapest way to find each out, and the papers that hang on them."""
    outlook = consultation.outlook
    if outlook is None:
        return
    slip.rule()
    slip.text(open_head(language, outlook)[0], size=letters, bold=True)
    for question in outlook.questions:
        slip.text("? " + question.text.say(language), size=letters, indent=3)
        if question.find_out:
            slip.text("   " + question.find_out[0].say(language), size=letters, indent=3)
    for paper in outlook.papers[:PAPERS_AT_MOST]:
        slip.text(f"□ {paper.name.say(language)}: {paper.only_if.say(language)}", size=letters, indent=3)


def _packed(names: tuple[str, ...], between: str, columns: int) -> Iterator[str]:
    """Yield lines of `names` that no line tears apart, as many on each as it takes."""
    line = ""
    for name in names:
        longer = line + between + name if line else name
        if line and columns_of(longer) > columns:
            yield line
            longer = name
        line = longer
    yield line


def _where(slip: Slip, language: Language, world: World, service: str, letters: int) -> None:
    """Print which counters serve `service`, by the places where they stand."""
    groups = wording.counters_words(language, world, service)
    if not groups:
        return
    several = sum(len(names) for _, names in groups) > 1
    slip.text(say(language, "One of these will call you:" if several else "You will be called to:"), align="center")
    for place, names in groups:
        for line in _packed(names, say(language, ", "), slip.columns(2)):
            slip.text(line, size=2, bold=True, align="center")
        if place:
            slip.text(place, size=letters, bold=True, align="center")
    slip.rule()


def _way(slip: Slip, language: Language, world: World, ticket: Ticket, letters: int) -> None:
    """Print the steps of a ticket that has several: where each is done, and that no other number is needed."""
    if len(ticket.services) < 2:
        return
    steps = len(ticket.services)
    slip.text(way.step_words(language, ticket.step + 1, steps), size=letters, bold=True, align="center")
    for number, service in enumerate(ticket.services, 1):
        name = way.name_words(language, world, service)
        slip.text(f"{number}. {name}", size=letters, bold=number == ticket.step + 1, indent=3)
        if number == ticket.step + 1:
            continue
        margin = "" if letters > 1 else "   "
        for place, names in wording.counters_words(language, world, service):
            for line in _packed((place, *names) if place else names, " ", slip.columns(letters) - len(margin)):
                slip.text(margin + line, size=letters)
    note = "After each step you are in the next line at once. Take no other number."
    slip.text(say(language, note), size=letters)
    slip.rule()


def _foot(language: Language, world: World) -> Iterator[str]:
    """Yield where the center is and when it is open, as far as that is known."""
    if world.hours:
        yield say(language, "Open {hours}", hours=hours_words(language, world.hours))
    if world.address is not None:
        yield world.address.say(language)


def _papers(slip: Slip, language: Language, papers: tuple[Text, ...], letters: int) -> None:
    slip.text(say(language, "Still missing"), size=letters, bold=True)
    for paper in papers[:PAPERS_AT_MOST]:
        slip.text("□ " + paper.say(language), size=letters, indent=3)
    if (left := len(papers) - PAPERS_AT_MOST) > 0:
        slip.text(say(language, "{count} more: see your phone", count=left), indent=3)


def code_on(slip: Slip, address: str) -> None:
    """Print `address` for a phone."""
    slip.feed(8)
    slip.code(address, PHONE_MODULE if slip.dots >= WIDE else PHONE_MODULE - 1)
    slip.feed(12)


def fitting(slip: Slip, text: str) -> None:
    """Print `text` in the middle, twice as large where that fits on two lines."""
    size = 2 if columns_of(text) <= 2 * slip.columns(2) - 2 else 1
    slip.text(text, size=size, bold=True, align="center")


def _moment(text: str, world: World) -> str:
    return datetime.fromtimestamp(milliseconds(text) / 1000, ZoneInfo(world.timezone)).strftime("%Y-%m-%d %H:%M")
