"""How things stand here before anybody has said a word: what the first screen says honestly. Pure."""

import msgspec

from config.centers import Language, Text
from config.words import both
from hardware.printer.port import PrinterState
from kiosk.page.wording import PRINTER_WORDS
from kiosk.visit.world import World
from server.wire.hours import HoursNow


class Standing(msgspec.Struct, frozen=True):
    """What does not go as usual here: its sign, how grave it is, and a sentence in both languages."""

    icon: str
    ink: str
    text: Text


def standing(world: World) -> tuple[Standing, ...]:
    """Return what whoever comes should know first, the gravest first; nothing while all is well."""
    found = []
    if world.card_lies:
        found.append(Standing("person", "wait", both("An ID card lies on the reader. Take it with you.")))
    if (bars := why_no_ticket(world)) is not None:
        found.append(bars)
    elif world.hours_now is not None and world.hours_now.stands == "closing":
        found.append(Standing("clock", "wait", _hours(world.hours_now)))
    elif not world.lines_open:
        note = "No counter is open yet. Numbers can be taken, and are called when one opens."
        found.append(Standing("clock", "wait", both(note)))
    if world.printer in PRINTER_WORDS and world.printer is not PrinterState.UNKNOWN:
        note = "{what} Numbers on the screen are valid without paper."
        found.append(Standing("printer", "wait", both(note, what=both(PRINTER_WORDS[world.printer]))))
    return tuple(found)


def why_no_ticket(world: World) -> Standing | None:
    """Return why nobody can take a number here now, and what goes on all the same; None when one can be taken."""
    guided = world.guide is not None
    match world.bars:
        case "barred":
            note = (
                "This kiosk is not registered, so it gives no numbers. Guidance works; numbers are at the guide desk."
                if guided
                else "This kiosk is not registered. Go to the guide desk."
            )
            return Standing("unplugged", "stop", both(note))
        case "away":
            note = (
                "The kiosk cannot reach the server: no numbers here just now. Guidance works."
                if guided
                else "The kiosk cannot reach the server. Go to the guide desk."
            )
            return Standing("unplugged", "stop", both(note))
        case "closed":
            return Standing("clock", "wait", _closed(world, guided=guided))
    return None


def _closed(world: World, *, guided: bool) -> Text:
    told = world.hours_now
    if told is None:
        return both("The center is closed now. Guidance works." if guided else "The center is closed now.")
    if not guided:
        return _hours(told)
    return both("{hours} You can find out now what you need.", hours=_hours(told))


def _hours(told: HoursNow) -> Text:
    """Return what the server says of the hours, as whole sentences: by its word alone, this clock may be wrong."""
    if told.then is None:
        return both("{says}.", says=told.says)
    return both("{says}. {then}.", says=told.says, then=told.then)


def said(language: Language, found: Standing | None) -> str:
    """Return the sentence of `found` in one language; empty when there is none."""
    return found.text.say(language) if found else ""
