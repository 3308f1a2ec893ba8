"""Where everything stands on a page in a real browser: nothing over another, nothing cut off, nothing outside."""

from dataclasses import asdict, dataclass
from pathlib import Path
from zlib import crc32

from commands.demo.browser import Page
from tests.hall_pages import keep_picture
from tests.tries import one_in

Size = tuple[int, int]

_SCRIPT = (Path(__file__).parent / "geometry.js").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Rules:
    """What a page promises: whether it `scrolls`, its `smallest` letters and what is pressed in px, its `contrast`.

    What the selector `sight` finds is seen whole without scrolling. The letters of a page that is `scaled` to its
    window are counted in a window of 1920 x 1080 or 1080 x 1920.
    """

    scrolls: bool = True
    smallest: float = 12
    scaled: bool = False
    contrast: float = 4.5
    touch: float = 0
    sight: str = ""


def faults(page: Page, rules: Rules) -> list[str]:
    """Return what is wrong with `page` as it stands now: sentences that name the text and what it does."""
    size = page.page.viewport_size
    assert size is not None
    short, long = sorted((size["width"], size["height"]))
    smallest = rules.smallest * (min(long / 1920, short / 1080) if rules.scaled else 1)
    asked = {**asdict(rules), "smallest": smallest}
    found: list[str] = page.page.evaluate(_SCRIPT, asked)
    return found


def look(page: Page, name: str, sizes: tuple[Size, ...], rules: Rules) -> list[str]:
    """Return what is wrong with `page` in windows of each of `sizes`; `name` is that of pictures that are kept."""
    wrong = []
    # Neighbours take turns, so that each size is seen with half of what a page can show; the narrowest with all of it.
    turn = crc32(name.encode()) % 2
    for width, height in dict.fromkeys((min(sizes), *one_in(2, sizes, turn))):
        page.page.set_viewport_size({"width": width, "height": height})
        # Two frames: the page hears of its new size in one, and has drawn it in the next.
        page.page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        wrong += [f"{name} {width}x{height}: {each}" for each in faults(page, rules)]
        keep_picture(page, f"{name}-{width}x{height}")
    return wrong
