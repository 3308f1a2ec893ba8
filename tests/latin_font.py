"""A font that is on every machine that runs the tests, and has Latin letters that the hall's own lacks: Kivy's."""

from importlib.util import find_spec
from pathlib import Path

from config.letters import Letters


def latin_font() -> Path:
    kivy = find_spec("kivy")
    assert kivy is not None
    assert kivy.origin is not None
    return Path(kivy.origin).parent / "data" / "fonts" / "Roboto-Regular.ttf"


def with_latin(font: Path) -> Letters:
    """Return `font` with one rare font behind it."""
    return Letters(font, [(latin_font(), 0)])
