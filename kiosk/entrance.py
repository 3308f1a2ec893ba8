"""The window of a kiosk without a token: it shows a code until an administrator has let it in, then begins anew."""

import platform
import signal

from kivy.app import App
from kivy.clock import Clock
from kivy.core.window import Window
from kivy.graphics import Color, Rectangle
from kivy.uix.floatlayout import FloatLayout
from kivy.uix.label import Label

from kiosk.clock import ticks
from kiosk.screens.catalogue import RULES
from kiosk.screens.letting_in import LettingInPage
from kiosk.settings import KioskSettings
from kiosk.window import widgets
from kiosk.window.theme import tone
from kiosk.window.trace import Trace
from kiosk.work.letting_in import LettingIn
from server.client.commands import Commands
from server.wire.pairing import PairingBegun


class Entrance(App):
    """One window that nobody can touch anything in; `let_in` tells whether there is a token now."""

    def __init__(self, settings: KioskSettings) -> None:
        super().__init__()
        self.let_in = False
        self._trace = Trace(settings.trace)
        server = settings.server_url
        self._asking = LettingIn(
            Commands(server, ""), server, settings.home_dir, platform.node()[:80], self._learn, self._done
        )

    def build(self) -> FloatLayout:
        """Show that there is no code yet."""
        for name in RULES:
            widgets.load(name)
        self._root = FloatLayout()
        with self._root.canvas.before:
            Color(*tone("paper"))
            Rectangle(size=(Window.width, Window.height))
        Window.clearcolor = tone("paper")
        Window.bind(on_request_close=lambda *_: True)
        return self._root

    def on_start(self) -> None:
        """Begin to ask once there is a window."""
        self._asking.start()
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: self.stop())

    def on_stop(self) -> None:
        """End the thread."""
        self._asking.close()
        self._trace.close()

    def open_settings(self, *_: object) -> bool:
        """Keep Kivy's own settings panel (F1) away from the public."""
        return False

    def _learn(self, begun: PairingBegun | None) -> None:
        Clock.schedule_once(lambda _: self._show(begun), 0)

    def _done(self) -> None:
        def end(_: float) -> None:
            self.let_in = True
            self.stop()

        Clock.schedule_once(end, 0)

    def _show(self, begun: PairingBegun | None) -> None:
        page = LettingInPage(begun)
        page.pos = (round((Window.width - page.width) / 2), round((Window.height - page.height) / 2))
        self._root.clear_widgets()
        self._root.add_widget(page)
        Clock.schedule_once(lambda _: self._painted(page, begun), 0)

    def _painted(self, page: LettingInPage, begun: PairingBegun | None) -> None:
        """Write down what is on the glass, in the frame after it was drawn."""
        words = [label.text for label in page.walk(restrict=True) if isinstance(label, Label)]
        self._trace.write(screen="letting_in", targets={}, at=ticks(), words=words, code=begun.code if begun else "")
