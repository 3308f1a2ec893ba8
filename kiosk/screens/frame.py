"""What all screens share: the strip above, the strip below, and lists with pages to turn."""

from collections.abc import Sequence
from typing import Any

from kivy.metrics import sp
from kivy.properties import NumericProperty, StringProperty

from config.words import say
from kiosk.page import choices, lists
from kiosk.page.block import PAD
from kiosk.page.paging import GAP, PAGER, WIDTH, height_of, lines_of, width_of
from kiosk.page.paging import size as size_of
from kiosk.page.row import Row as Choice
from kiosk.page.targets import targets
from kiosk.screens.sheet import HEIGHT, MARGIN, SMALLEST, TINTS, Line, Sheet
from kiosk.visit.session import Session
from kiosk.visit.world import World
from kiosk.window.theme import tone
from kiosk.window.widgets import Card, Icon, Press, Row, TextPress

NAME_WIDTH, WITHOUT_CLOCK, NAME_LINES = 520, 660, 3
"""Room for the center's name in the top strip: one line, or three smaller ones; the longest take the clock's place."""


class Page(Sheet):
    """A screen of one session, built once and thrown away when the session moves on.

    Its strips reach `bleed` px of the window further to both sides, where the window is wider than the canvas.
    """

    clock = StringProperty()
    bleed = NumericProperty(0)

    def __init__(self, session: Session, world: World, clock: str, seconds_left: int = 0, **properties: Any) -> None:
        self.session = session
        self.world = world
        self.open = targets(session, world)
        self.elder = session.elder
        self.seconds_left = seconds_left
        self.main_target = ""
        name = world.name.say(session.language)
        self.name_size = 40 if width_of(name, 40) < NAME_WIDTH else SMALLEST
        self.name_width = NAME_WIDTH if lines_of(name, self.name_size, NAME_WIDTH) <= NAME_LINES else WITHOUT_CLOCK
        self.center_name = _cut(name, self.name_size, self.name_width)
        self.foot_top = lists.foot_top(session)
        super().__init__(**properties)
        self.clock = clock

    def say(self, message: str, **values: object) -> str:
        """Return `message` in the citizen's language."""
        return say(self.session.language, message, **values)

    def on_kv_post(self, base_widget: object) -> None:
        """Draw what depends on the session, after the .kv has drawn what does not."""
        self.fill()

    def fill(self) -> None:
        """Draw the screen's own content."""

    def pt(self, name: str) -> float:
        """Return the type size called `name`, larger in large type."""
        return size_of(name, elder=self.elder)

    def notice(self, icon: str, ink: str, lines: Sequence[Line], top: float, room: float = HEIGHT) -> float:
        """Draw a tinted card with an icon and `lines`, at most `room` px high; returns where it ends."""
        side = 104 if self.elder else 88
        left = MARGIN + PAD + side + GAP
        width = MARGIN + WIDTH - PAD - left
        said = self.fitted(lines, room - 2 * PAD, width)
        told = sum(height_of(line.text, line.size, width) + line.after for line in said) - said[-1].after
        below = self.stack(said, top + PAD + max((side - told) / 2, 0), left=left, width=width)
        high = max(below - top + PAD - said[-1].after, side + 2 * PAD)
        self.put(Icon(name=icon, ink=tone(ink)), MARGIN + PAD, top + (high - side) / 2, side, side)
        self.put(Card(fill=tone(TINTS.get(ink, "surface"))), MARGIN, top, WIDTH, high, under=True)
        return top + high

    def heading(self, text: str, note: str = "") -> float:
        """Write the headline and its note where the screen has them; returns where they end."""
        title, small = lists.head_sizes(self.session)
        lines = [Line(text, title, bold=True, after=GAP / 2)]
        top = lists.head_top(self.session, self.world, text, note)
        return self.stack([*lines, Line(note, small, "muted")] if note else lines, top)

    def press(
        self,
        target: str,
        text: str,
        place: tuple[float, float, float, float],
        style: str = "plain",
        icon: str = "",
        size: float | None = None,
    ) -> Press:
        """Draw a button at `place` (left, top, width, height); it is quiet while the flow does not take it."""
        usable = target in self.open
        made = TextPress(
            target=target, text=text, style=style, icon=icon, letters=sp(size or self.pt("button")), usable=usable
        )
        self.put(made, *place)
        return made

    def main(self, target: str, text: str, icon: str = "", style: str = "main") -> None:
        """Draw the one main action of the screen at the lower right, in large type on a row of its own."""
        place = (MARGIN, 1544, WIDTH, 160) if self.elder else (MARGIN + 520, 1704, WIDTH - 520, 160)
        self.main_target = target
        self.press(target, text, place, style, icon)

    def rows(self, top: float | None = None) -> None:
        """Draw the page of choices that is turned up, each as high as the flow counted it."""
        listed = choices.rows(self.session, self.world)
        seen = lists.seen_page(self.session, self.world)
        heights = lists.row_heights(self.session, self.world)
        below = lists.list_top(self.session, self.world) if top is None else top
        for number in seen:
            row, height = listed[number], heights[number]
            self.put(self.row(row), MARGIN, below, WIDTH, height)
            below += height + GAP
        self.turner()

    def row(self, row: Choice) -> Row:
        """Return a choice as a row; its mark says whether it is chosen."""
        style = "picked" if row.picked else "quiet" if row.quiet else "plain"
        many = row.target.startswith(("checklist:", "member:", "join:")) and not row.icon
        icon = row.icon or (
            ("boxed" if row.picked else "box") if many else ("tick" if row.picked else "query" if row.quiet else "ring")
        )
        letters, small = sp(lists.row_letters(self.session, self.world)), sp(self.pt("note"))
        mark = 80 if self.elder else 64
        return Row(
            row.text, row.note, icon, row.tail, letters=letters, small=small, mark=mark, target=row.target, style=style
        )

    def turner(self, beside: float = 0) -> None:
        """Draw the two buttons that turn pages, when there is more than one; `beside` px are left free at the left."""
        pages = lists.pages(self.session, self.world)
        if len(pages) < 2:
            return
        page = min(self.session.place.page, len(pages) - 1)
        top = lists.body_bottom(self.session, self.world) - PAGER
        usual, letters = (404, 48) if self.elder else (360, 40)
        # Beside themes the number of the page gives way: "Previous" must stand whole.
        wide = min(usual, (WIDTH - beside - 80) / 2)
        figures = (letters if len(pages) < 10 else 40) if wide == usual else 32
        first = MARGIN + beside
        self.press("page:prev", self.say("Previous page"), (first, top, wide, PAGER), "plain", size=letters)
        self.press("page:next", self.say("Next page"), (MARGIN + WIDTH - wide, top, wide, PAGER), "plain", size=letters)
        middle, room = first + wide, WIDTH - beside - 2 * wide
        height = (PAGER - figures * 1.45) / 2
        self.words(
            f"{page + 1} / {len(pages)}", top + height, figures, "muted", left=middle, width=room, align="center"
        )


def _cut(name: str, size: float, width: float) -> str:
    """Return as much of `name` as stands in the strip."""
    if lines_of(name, size, width) <= NAME_LINES:
        return name
    kept = next(end for end in range(len(name), 0, -1) if lines_of(f"{name[:end]}…", size, width) <= NAME_LINES)
    return f"{name[:kept].rstrip()}…"


class StripPage(Page):
    """A screen with the strip of names above and 返回, 人工帮助 below."""

    def on_kv_post(self, base_widget: object) -> None:
        """Draw what can be touched in both strips as well."""
        super().on_kv_post(base_widget)
        other = say("en" if self.session.language == "zh" else "zh", "EN")
        if "language" in self.open:
            self.press("language", other, (736, 20, 136, 96), "strip", size=40)
            self.press("large", self.say("A-") if self.elder else self.say("A+"), (888, 20, 136, 96), "strip", size=40)
        top, height = (1728, 136) if self.elder else (1704, 160)
        letters = 64 if self.elder else 40
        if "back" in self.open and self.main_target != "back":
            self.press(
                "back", self.say("Back"), (MARGIN, top, 472 if self.elder else 200, height), "plain", "back", letters
            )
        if "help" in self.open:
            left, width = (MARGIN + 496, 472) if self.elder else (MARGIN + 216, 280)
            self.press("help", self.say("Help"), (left, top, width, height), "plain", "person", letters)

    def above_the_strip(
        self, target: str, text: str, icon: str, left: float = MARGIN, width: float = WIDTH, *, line: int = 0
    ) -> None:
        """Draw a button over the bottom strip, in the `line` that is counted from there."""
        place = (left, self.foot_top - (line + 1) * (112 + GAP), width, 112)
        self.press(target, text, place, "plain", icon, 48 if self.elder else 44)
