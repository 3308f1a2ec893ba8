"""Where the page stands in the window: all of it where the window stands upright, at the right of it where it lies."""

from kivy.graphics import Color, Rectangle
from kivy.metrics import dp
from kivy.uix.floatlayout import FloatLayout

from config.centers import Language
from config.look import KIOSK_CANVAS
from kiosk.screens.aside import NARROWEST, Aside
from kiosk.screens.frame import Page
from kiosk.visit.world import World
from kiosk.window.theme import tone


class Stand(FloatLayout):
    """The window's content: one page, and the hall beside it where there is room for that."""

    def __init__(self, wide: float, high: float) -> None:
        """Fill a window of `wide` x `high` px."""
        super().__init__()
        self._wide, self._high = wide, high
        with self.canvas.before:
            Color(*tone("paper"))
            Rectangle(size=(wide, high))
        self.page: Page | None = None
        self._aside: Aside | None = None
        self._seen: object = None

    def show(self, page: Page) -> None:
        """Let `page` stand alone in the window, and its hall as it is now beside it."""
        width, height = (dp(side) for side in KIOSK_CANVAS)
        bottom = round((self._high - height) / 2)
        left = self._wide - width
        self.page = page
        self.clear_widgets()
        if left / dp(1) < NARROWEST:
            page.pos = (round(left / 2), bottom)
            page.bleed = max(left / 2, 0)
            self.add_widget(page)
            return
        page.pos = (round(left), bottom)
        aside = self._beside(page.world, page.session.language, page.clock, left / dp(1))
        aside.pos = (0, bottom)
        self.add_widget(aside)
        self.add_widget(page)

    def show_time(self, page: Page, clock: str) -> None:
        """Show another time on `page` and beside it."""
        page.clock = clock
        if self._aside is not None:
            self._aside.show_time(clock)

    def _beside(self, world: World, language: Language, clock: str, wide: float) -> Aside:
        """Return the hall of `world`; it is drawn anew when something of it changed."""
        seen = (language, world.name, world.services, world.waiting, world.address, world.hours)
        if self._aside is None or seen != self._seen:
            self._aside, self._seen = Aside(world, language, clock, wide), seen
        self._aside.show_time(clock)
        return self._aside
