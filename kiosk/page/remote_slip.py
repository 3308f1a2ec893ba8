"""What stands on the slip of a ticket of another center: where to go, until when, and how to check in. Pure."""

from config.words import say
from hardware.printer.encoder import Raster, Slip
from hardware.printer.model import Model
from kiosk.page import way
from kiosk.page.elsewhere import by_words, way_words
from kiosk.page.slip import WIDE, code_on, fitting
from kiosk.visit.touches import PrintTicket
from kiosk.visit.world import World
from server.wire.places import PlaceAnswer


def remote_slip(
    wish: PrintTicket, there: PlaceAnswer, world: World, raster: Raster, model: Model | None = None
) -> bytes:
    """Return the slip of a ticket of the center `there` for a printer `model`; large letters are twice as large."""
    ticket, language = wish.ticket, wish.language
    slip, letters = Slip(raster, model), 2 if wish.large else 1
    if wish.again:
        slip.line(say(language, "Printed again"), bold=True, align="center", reverse=True)
    slip.text(say(language, "A number of another center"), bold=True, align="center")
    slip.rule()
    slip.text(say(language, "Go to:"), size=letters, align="center")
    fitting(slip, there.name.say(language))
    slip.text(there.address.say(language), size=letters, align="center")
    slip.text(way_words(language, there), size=letters, align="center")
    slip.rule()
    for service in ticket.services:
        fitting(slip, way.name_words(language, world, service))
    slip.feed(8)
    slip.line(ticket.number, size=6 if slip.dots >= WIDE else 4, bold=True, align="center")
    slip.feed(8)
    fitting(slip, by_words(language, world, ticket))
    slip.text(say(language, "Later it is not valid any more."), size=letters, align="center")
    slip.rule()
    if ticket.digits is not None:
        slip.text(say(language, "At a kiosk there type:"), size=letters, align="center")
        slip.line(f"{ticket.number} {ticket.digits}", size=2, bold=True, align="center")
    slip.text(say(language, "You are in the line once you have checked in."), size=letters, align="center")
    code_on(slip, f"{world.phone_url}/t/{ticket.id}#{ticket.secret or ''}")
    slip.text(say(language, "Scan to follow your number"), align="center")
    if wish.code is not None:
        slip.text(say(language, "Consultation code: {code}", code=wish.code), bold=True, align="center")
    return slip.cut()
