"""The window's settings, which Kivy reads once and only before its first import."""

import os

from config.font import font_file
from config.look import KIOSK_CANVAS
from kiosk.settings import KioskSettings
from kiosk.window.theme import FONT


def prepare(settings: KioskSettings) -> None:
    """Set Kivy up for a public screen, with one dp for each px of the design canvas; call before importing Kivy.

    Nothing a citizen does may leave the application: Escape and F1 do nothing, one touch is one touch.
    """
    width, height = KIOSK_CANVAS
    scale = min(settings.width / width, settings.height / height)
    home = settings.home_dir / "kivy"
    home.mkdir(parents=True, exist_ok=True)
    os.environ.update(
        KIVY_HOME=str(home),
        KIVY_NO_ARGS="1",
        KIVY_NO_FILELOG="1",
        KIVY_LOG_MODE="MIXED",
        KIVY_METRICS_DENSITY=repr(scale),
        KIVY_METRICS_FONTSCALE="1",
        KIVY_DPI="96",
        # A window that is only just in front would swallow the first touch, as if that had merely brought it there.
        SDL_MOUSE_FOCUS_CLICKTHROUGH="1",
    )
    from kivy.config import Config

    chosen: dict[str, dict[str, str]] = {
        "kivy": {
            "exit_on_escape": "0",
            "log_level": "warning",
            "keyboard_mode": "",
            "window_icon": "",
            "pause_on_minimize": "0",
        },
        "graphics": {
            "multisamples": "0",
            "borderless": "1",
            "fullscreen": "0",
            "resizable": "0",
            "position": "custom",
            "left": "0",
            "top": "0",
            "width": str(settings.width),
            "height": str(settings.height),
            "show_cursor": "0",
            "allow_screensaver": "0",
            "maxfps": "50",
        },
        "input": {"mouse": "mouse,disable_multitouch"},
    }
    for section, values in chosen.items():
        for name, value in values.items():
            Config.set(section, name, value)
    # Kivy would read the touch device a second time through the kernel: every touch would count twice.
    Config.remove_option("input", "%(name)s")
    _fonts()


def _fonts() -> None:
    from kivy.core.text import LabelBase

    LabelBase.register(FONT, str(font_file()), fn_bold=str(font_file("Bold")))
