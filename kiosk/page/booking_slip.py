"""What stands on the slip of a booking: when, where, its code, the papers. Pure: data in, bytes out."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from config.words import say
from hardware.printer.encoder import Raster, Slip, columns_of
from hardware.printer.model import Model
from kiosk.page.slip import code_on, fitting
from kiosk.page.slots import weekday_words
from kiosk.visit.touches import PrintBooking
from kiosk.visit.world import World
from server.rules.guidance.consultation_code import phone_path
from server.rules.guidance.plan.wording import copies

PAPERS_AT_MOST: Final = 12
"""Names of papers on a slip; the others are on the phone."""


def booking_slip(wish: PrintBooking, world: World, raster: Raster, model: Model | None = None) -> bytes:
    """Return the slip of a booking for a printer `model`; a large one has letters of twice the size."""
    booking, language = wish.booking, wish.language
    slip, letters = Slip(raster, model), 2 if wish.large else 1
    if wish.again:
        slip.line(say(language, "Printed again"), bold=True, align="center", reverse=True)
    listed = booking.state == "listed"
    slip.text(say(language, "Waiting list" if listed else "Booking"), size=2, bold=True, align="center")
    slip.rule()
    fitting(slip, wish.service.say(language))
    slip.feed(8)
    day = weekday_words(language, booking.day)
    slip.line(day, size=2 if columns_of(day) <= slip.columns(2) else 1, bold=True, align="center")
    if listed:
        slip.text(say(language, "Your place on the waiting list"), size=letters, align="center")
    slip.line(str((booking.ahead or 0) + 1) if listed else booking.clock or "", size=4, bold=True, align="center")
    slip.feed(8)
    fitting(slip, wish.place.say(language))
    if wish.address is not None:
        slip.text(wish.address.say(language), size=letters, align="center")
    slip.rule()
    slip.text(say(language, "Booking code"), size=letters, align="center")
    digits = booking.digits or ""
    slip.line(f"{digits[:4]} {digits[4:]}", size=3, bold=True, align="center")
    slip.text(check_in_words(wish), size=letters, align="center")
    slip.rule()
    if wish.papers:
        slip.text(say(language, "Bring these"), size=letters, bold=True)
        for paper in wish.papers[:PAPERS_AT_MOST]:
            known = copies(language, paper)
            slip.text("□ " + paper.name.say(language) + (f" · {known}" if known else ""), size=letters, indent=3)
        if (left := len(wish.papers) - PAPERS_AT_MOST) > 0:
            slip.text(say(language, "{count} more: see your phone", count=left), indent=3)
        slip.rule()
    if wish.code is not None:
        code_on(slip, world.phone_url + phone_path(wish.code))
        slip.text(say(language, "Scan to see your plan"), align="center")
        slip.text(say(language, "Consultation code: {code}", code=wish.code), bold=True, align="center")
    note = "If you cannot come, type the code at a kiosk there and give it back: somebody else gets the time."
    if listed:
        note = "If you need no place any more, type the code at a kiosk there and leave the waiting list."
    slip.text(say(language, note), size=letters, align="center")
    return slip.cut()


def check_in_words(wish: PrintBooking) -> str:
    """Return when and how to check in with a booking."""
    booking = wish.booking
    if booking.state == "listed":
        return say(wish.language, "Type it at a kiosk there: it tells whether a place has come free for you.")
    early, late = (
        datetime.fromisoformat(each).astimezone(ZoneInfo(booking.zone)).strftime("%H:%M") if each else ""
        for each in (booking.check_in_from, booking.check_in_until)
    )
    told = "Type it at a kiosk there, from {early} to {late}."
    return say(wish.language, told, early=early, late=late)
