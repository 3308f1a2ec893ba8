"""Paints every screen of the kiosk with the real window's own pages, as pictures and as measures of what stands where.

Run as `python -P -m commands.pictures.album OUT [--measures] [--woven] [--window=WIDTHxHEIGHT] [NAME ...]` with an X
display: makes `OUT/LANGUAGE-SIZE-NAME.png` for the scenes whose names begin with one of NAME, or whose pictures are
called so, and with `--measures` no picture but `OUT/measures.json`. Without a window named it is as large as the
canvas. `--woven` takes half of them.
"""

import gc
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

import msgspec

from commands.pictures.scenes import scenes
from commands.pictures.walk import Scene
from config.centers import Language
from config.look import KIOSK_CANVAS
from kiosk.settings import KioskSettings
from kiosk.window.opening import prepare

Box = tuple[float, float, float, float]
"""Left, top, width, height in px of the canvas, from the page's top left corner."""
TIDY_EVERY = 40
EVERY_DRESS: tuple[tuple[Language, bool], ...] = tuple(
    (language, elder) for language in get_args(Language) for elder in (False, True)
)
"""Two languages, each in normal and in large type."""
DRESSES = len(EVERY_DRESS)


class Written(msgspec.Struct):
    """A text as it was drawn: `box` is its own, `room` that of what it stands in."""

    text: str
    box: Box
    room: Box
    size: float


class Painted(msgspec.Struct):
    """One screen as measured: `open` are the targets of the flow, `presses` what can be pressed and where.

    `texts` are those of the page and of the hall beside it, `window` is where its edges are, `glass` its height in px.
    """

    name: str
    language: Language
    elder: bool
    screen: str
    open: tuple[str, ...]
    presses: list[tuple[str, bool, Box]]
    texts: list[Written]
    window: Box
    glass: float


class Album:
    """A window of the kiosk that shows scenes instead of a visit."""

    def __init__(self, out: Path, window: tuple[int, int] = KIOSK_CANVAS) -> None:
        self.out = out
        self._shown = 0
        width, height = window
        prepare(
            KioskSettings(
                server_url="",
                token="",
                center="",
                printer_url="",
                phone_url="",
                home_dir=out / "kiosk",
                width=width,
                height=height,
            )
        )
        from kivy.base import EventLoop
        from kivy.core.window import Window

        from kiosk.screens.catalogue import RULES
        from kiosk.screens.stand import Stand
        from kiosk.window import widgets

        EventLoop.ensure_window()
        EventLoop.start()
        for name in RULES:
            widgets.load(name)
        self._loop, self._window, self._size = EventLoop, Window, window
        self._stand = Stand(width, height)
        self._window.add_widget(self._stand)
        # As on the stage: looking for garbage takes longer than a page does.
        gc.disable()

    def show(self, scene: Scene) -> Any:
        """Return the page of `scene`, on the window."""
        from kiosk.screens.catalogue import PAGES

        self._shown += 1
        if self._shown % TIDY_EVERY == 0:
            gc.collect()
        page = PAGES[scene.session.screen](scene.session, scene.world, "10:42", scene.left)
        self._stand.show(page)
        return page

    def picture(self, scene: Scene, path: Path) -> None:
        """Paint `scene` into the PNG at `path`."""
        self.show(scene)
        # Icons and codes are drawn before the frame after the one in which they were made.
        for _ in range(3):
            self._loop.idle()
        self._stand.export_to_png(str(path))

    def measure(self, scene: Scene) -> Painted:
        """Return what stands where on `scene`."""
        from kivy.uix.label import Label

        from kiosk.window.widgets import Press

        page = self.show(scene)
        self._stand.do_layout()
        presses = [(each.target, each.usable, self._box(each)) for each in page.walk() if isinstance(each, Press)]
        texts = []
        for each in self._stand.walk():
            if isinstance(each, Label) and each.text:
                if not each.texture_size[0]:
                    each.texture_update()
                wide, high = (side / self._unit for side in each.texture_size)
                left, top, width, height = self._box(each)
                drawn = (left + (width - wide) / 2, top + (height - high) / 2, wide, high)
                if each.halign != "center" or each.text_size[0] is not None:
                    drawn = (left, drawn[1], wide, high)
                room = self._box(each.parent) if isinstance(each.parent, Press) else (left, top, width, height)
                texts.append(Written(each.text, drawn, room, each.font_size / self._unit))
        session = scene.session
        return Painted(
            name=scene.name,
            language=session.language,
            elder=session.elder,
            screen=session.screen,
            open=page.open,
            presses=presses,
            texts=texts,
            window=self._placed(0, 0, *self._size),
            glass=self._size[1],
        )

    @property
    def _unit(self) -> float:
        return min(mine / side for mine, side in zip(self._size, KIOSK_CANVAS, strict=True))

    def _box(self, widget: Any) -> Box:
        left, bottom = widget.to_window(widget.x, widget.y)
        return self._placed(left, bottom, widget.width, widget.height)

    def _placed(self, left: float, bottom: float, width: float, height: float) -> Box:
        """Return a box of the window, given in its px from its lower left corner, as the canvas has it."""
        page = self._stand.page
        if page is None:
            raise LookupError("nothing is shown yet")
        top = page.top - bottom - height
        return ((left - page.x) / self._unit, top / self._unit, width / self._unit, height / self._unit)


def every_scene(names: Sequence[str] = ()) -> list[Scene]:
    """Return all screens in both languages and both type sizes; where all `names` say a dress, in those alone."""
    said = {dress: any(name.startswith(called(dress)) for name in names) for dress in EVERY_DRESS}
    whole = all(name.startswith(tuple(map(called, EVERY_DRESS))) for name in names)
    worn = [dress for dress in EVERY_DRESS if said[dress] or not names or not whole]
    return [each for language, elder in worn for each in scenes(language, elder=elder)]


def called(dress: tuple[Language, bool]) -> str:
    """Return how the names of pictures in `dress` begin."""
    language, elder = dress
    return f"{language}-{'large' if elder else 'normal'}-"


def woven(every: Sequence[Scene]) -> list[Scene]:
    """Return half of `every`: of each screen the first in each dress, of the others each in two of the four dresses.

    Neighbours change places, so that each kind of page is seen in both languages and both type sizes.
    """
    chosen = []
    seen: dict[tuple[Language, bool], set[str]] = {}
    for number, each in enumerate(sorted(every, key=lambda scene: scene.name)):
        session = each.session
        screens = seen.setdefault((session.language, session.elder), set())
        if session.screen not in screens or (number // DRESSES + session.elder + (session.language == "en")) % 2:
            screens.add(session.screen)
            chosen.append(each)
    return chosen


def main(out: Path, names: tuple[str, ...], *, measures: bool, half: bool, window: tuple[int, int]) -> None:
    """Write pictures, or measures, of the scenes whose names begin with one of `names`; without names, of all."""
    out.mkdir(parents=True, exist_ok=True)
    album = Album(out, window)
    every = every_scene(names)
    chosen = [
        each
        for each in (woven(every) if half else every)
        if not names or each.name.startswith(names) or _picture(each) in names
    ]
    # What is shown stays to the end, and is much: no look for garbage goes through it.
    gc.freeze()
    if measures:
        (out / "measures.json").write_bytes(msgspec.json.encode([album.measure(each) for each in chosen]))
        return
    for each in chosen:
        album.picture(each, out / f"{_picture(each)}.png")


def _picture(scene: Scene) -> str:
    return f"{called((scene.session.language, scene.session.elder))}{scene.name}"


if __name__ == "__main__":
    wishes = [each for each in sys.argv[2:] if not each.startswith("--")]
    sizes = [each.partition("=")[2].split("x") for each in sys.argv[2:] if each.startswith("--window=")]
    width, height = (int(side) for side in sizes[-1]) if sizes else KIOSK_CANVAS
    measures, half = (each in sys.argv for each in ("--measures", "--woven"))
    main(Path(sys.argv[1]).resolve(), tuple(wishes), measures=measures, half=half, window=(width, height))
