"""The one page of a kiosk that is nobody's yet: the code by which an administrator lets it in, in both languages."""

from kivy.metrics import dp

from config.look import KIOSK_CANVAS
from config.words import say
from kiosk.page.paging import WIDTH
from kiosk.screens.sheet import MARGIN, Line, Sheet
from kiosk.window.theme import tone
from kiosk.window.widgets import Card, Code
from server.wire.pairing import PairingBegun

SIDE = 640


class LettingInPage(Sheet):
    """The code to type, a QR code that leads to where it is typed, and what to do; without a code why there is none."""

    def __init__(self, begun: PairingBegun | None) -> None:
        super().__init__(size_hint=(None, None), size=tuple(dp(side) for side in KIOSK_CANVAS))
        if begun is None:
            self.badge("unplugged", "stop", MARGIN + (WIDTH - 232) / 2, 480, 232)
            self.stack(
                [
                    Line(say("zh", "The server cannot be reached."), 72, bold=True),
                    Line(say("en", "The server cannot be reached."), 44, "muted", after=48),
                    Line(say("zh", "A code comes as soon as the server answers."), 44),
                    Line(say("en", "A code comes as soon as the server answers."), 36, "muted"),
                ],
                776,
                align="center",
            )
            return
        top = self.stack(
            [
                Line(say("zh", "Pair this device"), 72, bold=True, after=4),
                Line(say("en", "Pair this device"), 44, "muted", after=40),
            ],
            184,
            align="center",
        )
        left = MARGIN + (WIDTH - SIDE) / 2
        self.put(Card(edge=tone("line")), left, top, SIDE, SIDE)
        self.put(Code(text=f"{begun.address}?code={begun.code}"), left + 24, top + 24, SIDE - 48, SIDE - 48)
        self.stack(
            [
                Line(begun.code, 120, bold=True, after=40),
                Line(say("zh", "An administrator scans this, or types the code here:"), 40, after=4),
                Line(say("en", "An administrator scans this, or types the code here:"), 36, "muted", after=16),
                Line(begun.address, 36),
            ],
            top + SIDE + 48,
            align="center",
        )
