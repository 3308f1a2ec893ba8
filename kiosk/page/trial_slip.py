"""The slip that somebody far away has printed to see whether the printer prints. Pure."""

from datetime import datetime

from config.words import say
from hardware.printer.encoder import Raster, Slip
from hardware.printer.model import Model
from kiosk.page.slip import code_on
from kiosk.visit.world import World


def trial_slip(moment: datetime, world: World, raster: Raster, model: Model | None = None) -> bytes:
    """Return a slip that shows what a printer `model` can: large and small letters of both languages, and a code."""
    slip = Slip(raster, model)
    slip.text(world.name.zh, bold=True, align="center")
    slip.text(world.name.en, align="center")
    slip.rule()
    for language in ("zh", "en"):
        slip.line(say(language, "Test slip"), size=2, bold=True, align="center")
        slip.text(say(language, "This is no number. Throw it away."), align="center")
    code_on(slip, world.phone_url)
    slip.text(f"{moment:%Y-%m-%d %H:%M:%S}", align="center")
    return slip.cut()
