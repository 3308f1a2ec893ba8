"""Nobody is here: the two ways begin with one touch, in Chinese, or a touch chooses the language."""

from kivy.metrics import dp

from config.centers import Language
from config.words import say
from kiosk.page.paging import GAP, WIDTH, height_of
from kiosk.page.standing import standing
from kiosk.screens.frame import Page
from kiosk.screens.sheet import MARGIN, Line
from kiosk.window.theme import tone
from kiosk.window.widgets import Icon, Press

HEAD = 288
OFFERS_TOP, BUTTONS_TOP = 700, 1188
OFFERS = (("guided", "path", "Find out how"), ("direct", "ticket", "Take a ticket"))


class AttractPage(Page):
    """The first screen: everything stands there in Chinese and in English."""

    def fill(self) -> None:
        """Draw the name, the two ways, and a button for each language."""
        head = [
            Line(self.world.name.zh, 56, "surface", bold=True),
            Line(self.world.name.en, 40, "surface"),
            *self._hours(),
        ]
        head = self.fitted(head, HEAD - 2 * GAP, WIDTH)
        high = sum(height_of(line.text, line.size, WIDTH) + line.after for line in head)
        self.stack(head, (HEAD - high) / 2)
        self._offers(self._stands())
        zh, en, switch, note_size = (88, 68, 56, 42) if self.elder else (72, 56, 48, 38)
        self.press("start:zh", _start("zh"), (MARGIN, BUTTONS_TOP, WIDTH, 200), "main", "onward", zh)
        self.press("start:en", _start("en"), (MARGIN, BUTTONS_TOP + 200 + GAP, WIDTH, 160), "plain", "onward", en)
        type_ = "Normal type" if self.elder else "Large type"
        large = f"{say('zh', type_)} {say('en', type_)}"
        self.press("large", large, (MARGIN, 1604, WIDTH, 128), "picked" if self.elder else "quiet", "", switch)
        help_ = "Need help? Come to the guide desk."
        note = f"{say('zh', help_)}\n{say('en', help_)}"
        self.words(note, 1756, note_size, align="center").line_height = 1.2
        self.height = dp(1920)

    def _hours(self) -> list[Line]:
        """Return until when the center is open, while it is as far as the kiosk knows."""
        told = self.world.hours_now
        if told is None or told.stands != "open" or self.world.bars:
            return []
        return [Line(f"{told.says.zh} · {told.says.en}", 34, "surface")]

    def _stands(self) -> float:
        """Draw what does not go as usual under the name, or the title where all does; returns where the rest begins."""
        found = standing(self.world)
        below: float = HEAD + GAP
        for each in found[:2]:
            zh, en = (40, 34) if len(found) == 1 else (36, 32)
            lines = [Line(each.text.zh, zh, each.ink, bold=True), Line(each.text.en, en, each.ink)]
            below = self.notice(each.icon, each.ink, lines, below) + GAP
        title = [Line(say("zh", "Start here"), 88, bold=True), Line(say("en", "Start here"), 64, "muted")]
        if not found:
            self.stack(title, 368)
        elif below + 112 < OFFERS_TOP:
            self.words(title[0].text, below + 8, 64, bold=True)
            below += 112
        return max(below, OFFERS_TOP)

    def _offers(self, top: float) -> None:
        """Draw the two ways, in what room there is."""
        width, high = (WIDTH - GAP) / 2, min(400.0, BUTTONS_TOP - GAP - top)
        small = high < 400
        side, icon, words = (96, 28, 136) if small else (144, 48, 232)
        name = 64 if self.elder else 56
        for place, (target, sign, message) in enumerate(OFFERS):
            left = MARGIN + place * (width + GAP)
            self.put(Press(target, "plain"), left, top, width, high)
            self.put(Icon(name=sign, ink=tone("primary"), thick=1.6), left + (width - side) / 2, top + icon, side, side)
            self.words(
                say("zh", message), top + words, name, bold=True, left=left + 6, width=width - 12, align="center"
            )
            self.words(message, top + words + name + 28, 33, "muted", left=left + 12, width=width - 24, align="center")


def _start(language: Language) -> str:
    """Return the words of the button that begins in `language`."""
    return f"{say(language, 'English')} · {say(language, 'Begin' if language == 'zh' else 'Start')}"
