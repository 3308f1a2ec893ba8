"""How things stand here before anybody has said a word: what the first screen says honestly. Pure."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from config.centers import Language, Text
from config.words import both
from hardware.printer.port import PrinterState
from kiosk.page.wording import PRINTER_WORDS
from kiosk.visit.world import World
from server.rules.guidance.judge.dates import short_date

LUNCH_FROM: Final = "11:30"
LUNCH_UNTIL: Final = "14:00"
"""A break that has something of this time is for lunch."""


class Standing(msgspec.Struct, frozen=True):
    """What does not go as usual here: its sign, how grave it is, and a sentence in both languages."""

    icon: str
    ink: str
    text: Text


def standing(world: World, now: datetime) -> tuple[Standing, ...]:
    """Return what whoever comes should know first, the gravest first; nothing while all is well."""
    found = []
    if (bars := why_no_ticket(world, now)) is not None:
        found.append(bars)
    elif not world.lines_open:
        note = "No counter is open yet. Numbers can be taken, and are called when one opens."
        found.append(Standing("clock", "wait", both(note)))
    if world.printer in PRINTER_WORDS and world.printer is not PrinterState.UNKNOWN:
        note = "{what} Numbers on the screen are valid without paper."
        found.append(Standing("printer", "wait", both(note, what=both(PRINTER_WORDS[world.printer]))))
    return tuple(found)


def why_no_ticket(world: World, now: datetime) -> Standing | None:
    """Return why nobody can take a number here now, and what goes on all the same; None when one can be taken."""
    guided = world.guide is not None
    match world.bars:
        case "barred":
            note = (
                "This kiosk is not registered, so it gives no numbers. Guidance works; numbers are at the guide desk."
                if guided
                else "This kiosk is not registered. Please go to the guide desk."
            )
            return Standing("unplugged", "stop", both(note))
        case "away":
            note = (
                "The kiosk cannot reach the server: no numbers here just now. Guidance works."
                if guided
                else "The kiosk cannot reach the server. Please go to the guide desk."
            )
            return Standing("unplugged", "stop", both(note))
        case "closed":
            return Standing("clock", "wait", _closed(world, now, guided=guided))
    return None


def _closed(world: World, now: datetime, *, guided: bool) -> Text:
    why = _why_closed(world)
    if world.opens_at is None and why is not None:
        return both("{why}. Guidance works." if guided else "{why}.", why=why)
    if world.opens_at is None:
        return both("The center is closed now. Guidance works." if guided else "The center is closed now.")
    opens = datetime.fromisoformat(world.opens_at).astimezone(ZoneInfo(world.timezone))
    if opens.date() == now.astimezone(opens.tzinfo).date():
        when = both("{time} today", time=f"{opens:%H:%M}")
    else:
        when = both("{day}, {time}", day=short_date(opens.date()), time=f"{opens:%H:%M}")
    if why is not None:
        again = (
            "{why}, open again {when}. You can find out now what you need." if guided else "{why}, open again {when}."
        )
        return both(again, why=why, when=when)
    pattern = (
        "The center is closed until {when}. You can find out now what you need." if guided else "Closed until {when}."
    )
    return both(pattern, when=when)


def _why_closed(world: World) -> Text | None:
    """Return what is out of the ordinary about a closed center: its break, a holiday, a special day."""
    if world.closed_for == "pause" and world.opens_at is not None:
        # By the server's word alone: the kiosk's own clock may be wrong.
        ends = f"{datetime.fromisoformat(world.opens_at).astimezone(ZoneInfo(world.timezone)):%H:%M}"
        begins = max((each.closes for each in world.today if each.closes < ends), default="")
        lunch = "Lunch break {begins}-{ends}" if begins < LUNCH_UNTIL and ends > LUNCH_FROM else "Break {begins}-{ends}"
        return both(lunch, begins=begins, ends=ends)
    if world.closed_for in ("holiday", "special"):
        if world.closed_name is None:
            return both("Closed today")
        return both("Closed today for {name}", name=world.closed_name)
    return None


def said(language: Language, found: Standing | None) -> str:
    """Return the sentence of `found` in one language; empty when there is none."""
    return found.text.say(language) if found else ""
