"""Real Chromium, driven by Playwright: pages of caller and display for demo and benches."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from typing import Any

from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page as PlaywrightPage

from commands.failing import CannotRun

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Chromium listens to the last list only: Playwright's own, and two pages that every new window would begin for its
    # address bar, which nobody sees and which cost more than any page of ours.
    "--disable-features="
    "AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,"
    "LensOverlay,MediaRouter,PaintHolding,ThirdPartyStoragePartitioning,AvoidCorsURLLoaderRestartOnRedirect,"
    "OptimizationHints,NetworkTimeServiceQuerying,AimEnabled,PreconnectToSearch,"
    "WebUIOmniboxPopup,WebUIOmniboxAimPopup",
)
SOUND = ("--autoplay-policy=user-gesture-required", "--autoplay-policy=no-user-gesture-required")


PATIENCE = 30.0
"""Seconds."""

COMES_TO = """new Promise((resolve, reject) => {
    let looks = 50;
    const look = () => {
        try {
            const holds = Boolean(%s);
            looks -= 1;
            if (holds || looks === 0) resolve(holds);
            else setTimeout(look, 10);
        } catch (error) {
            reject(error);
        }
    };
    look();
})"""
"""Whether a page comes to a condition within half a second."""

PRESS_MS = 100
"""How long a person holds a key."""


class Page:
    """One page; pressing what is not there ends after 30 s with Playwright's `TimeoutError`.

    `asked` has every address that it asked for, `errors` what went wrong in its scripts.
    """

    def __init__(self, page: PlaywrightPage) -> None:
        self.page = page
        self.asked: list[str] = []
        self.errors: list[str] = []
        page.set_default_timeout(PATIENCE * 1000)
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("websocket", lambda socket: self.asked.append(socket.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def wait(self, condition: str) -> None:
        """Wait until the JavaScript expression `condition` is true; raises `CannotRun` after 30 s.

        The page looks again and again by itself, and is asked anew after half a second. Playwright's own waiting
        evaluates text inside the page, which our pages' content security policy forbids, and that policy stays on for
        the pages we prove.
        """
        end = time.monotonic() + PATIENCE
        while not self._comes_to(condition):
            if time.monotonic() > end:
                raise CannotRun("page_silent", "The page did not come to: {condition}", condition=condition)

    def _comes_to(self, condition: str) -> bool:
        try:
            return bool(self.page.evaluate(COMES_TO % condition))
        except PlaywrightError as error:
            # The page went to another address while it was asked.
            if "navigation" in str(error):
                return False
            raise

    def value(self, expression: str) -> Any:
        """Return what the JavaScript `expression` gives."""
        return self.page.evaluate(expression)

    def press(self, selector: str) -> None:
        """Click what `selector` names."""
        self.page.click(selector)

    def key(self, *names: str) -> None:
        """Press keys one after the other, named as in `KeyboardEvent.key`."""
        for name in names:
            # As fast as a person, not as a scanner: what comes faster is no person's verb.
            self.page.keyboard.press(name, delay=PRESS_MS)

    def text(self, selector: str) -> str:
        """Return the words that `selector` shows."""
        return self.page.inner_text(selector)

    def close(self) -> None:
        """Close its window; an answer that somebody was about to change for the page is let go."""
        self.page.unroute_all(behavior="ignoreErrors")
        self.page.context.close()

    def picture(self, path: Path) -> None:
        """Write what the page shows as PNG."""
        self.page.screenshot(path=path)


class Chromium:
    """A running browser."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser

    def open(self, url: str, width: int, height: int, language: str = "zh-CN", **looks: Any) -> Page:
        """Open `url` in a window of its own, `width` x `height` px.

        `looks` are those of Playwright's `Browser.new_context`, such as `color_scheme` and `contrast`.
        """
        page = self.new_page(width, height, language, **looks)
        page.page.goto(url)
        return page

    def new_page(self, width: int, height: int, language: str = "zh-CN", **looks: Any) -> Page:
        """Return an empty page as `open` would, to be prepared before it goes anywhere."""
        context = self._browser.new_context(viewport={"width": width, "height": height}, locale=language, **looks)
        return Page(context.new_page())


@contextmanager
def browser(*flags: str, may_sound: bool = True) -> Iterator[Chromium]:
    """Run headless Chromium with `flags`, which plays sound unasked unless `may_sound` is false.

    Raises `CannotRun` without one.
    """
    program = which("chromium") or which("chromium-browser") or which("google-chrome")
    if program is None:
        raise CannotRun("no_browser", "Chromium is missing. Install the package chromium.")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=[*FLAGS, *flags, SOUND[may_sound]])
        try:
            yield Chromium(running)
        finally:
            running.close()
