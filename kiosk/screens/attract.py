"""Nobody is here: what can be done at this kiosk, in three pictures, and the first touch chooses the language."""

from kivy.metrics import dp

from config.centers import Language
from config.words import say
from kiosk.page.paging import GAP, WIDTH
from kiosk.screens.frame import MARGIN, Line, Page
from kiosk.window.theme import tone
from kiosk.window.widgets import Card, Icon

OFFERS = (("path", "Find out how"), ("list", "Check your papers"), ("ticket", "Take a ticket"))


class AttractPage(Page):
    """The first screen: everything stands there in Chinese and in English."""

    def fill(self) -> None:
        """Draw the name, three pictures, and a button for each language."""
        head = [
            Line(self.world.name.zh, 56, "surface", bold=True),
            Line(self.world.name.en, 40, "surface"),
        ]
        self.put(Card(fill=tone("primary"), corner=0), 0, 0, 1080, 288)
        self.stack(head, 72)
        title = [Line(say("zh", "Start here"), 88, bold=True), Line(say("en", "Start here"), 64, "muted")]
        self.stack(title, 368)
        width = (WIDTH - 2 * GAP) / 3
        for place, (icon, words) in enumerate(OFFERS):
            left = MARGIN + place * (width + GAP)
            self.put(Card(), left, 700, width, 400)
            self.put(Icon(name=icon, ink=tone("primary"), thick=1.6), left + (width - 144) / 2, 748, 144, 144)
            self.words(say("zh", words), 932, 44, bold=True, left=left + 12, width=width - 24, align="center")
            self.words(words, 1004, 32, "muted", left=left + 12, width=width - 24, align="center")
        self.press("start:zh", _start("zh"), (MARGIN, 1188, WIDTH, 200), "main", "onward", 64)
        self.press("start:en", _start("en"), (MARGIN, 1188 + 200 + GAP, WIDTH, 160), "plain", "onward", 56)
        type_ = "Normal type" if self.elder else "Large type"
        large = f"{say('zh', type_)} {say('en', type_)}"
        self.press("large", large, (MARGIN, 1636, WIDTH, 128), "picked" if self.elder else "quiet", "", 44)
        help_ = "Need help? Please come to the guide desk."
        note = f"{say('zh', help_)}\n{say('en', help_)}"
        self.words(note, 1788, 32, "muted", align="center").line_height = 1.2
        self.height = dp(1920)


def _start(language: Language) -> str:
    """Return the words of the button that begins in `language`."""
    return f"{say(language, 'English')} · {say(language, 'Begin' if language == 'zh' else 'Start')}"
