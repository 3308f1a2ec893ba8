"""The five households on a phone, in real Chromium against a real server: finding, questions, results, plan."""

import re
from collections.abc import Iterator
from typing import Final

from commands.demo.browser import Chromium, Page
from commands.pictures.households import STEPS_AT_MOST, Coming, as_named
from config.case import Case
from config.centers import Language
from config.household import ONE_ONLY
from config.rule import Value
from server.rules.guidance.judge.condition import parts_of

PHONE: Final = (390, 844)
LOCALES: Final[dict[Language, str]] = {"zh": "zh-CN", "en": "en-GB"}
ASKED: Final = re.compile(r"/c/([^/]+)/q/([^?#]+)")


class OnPhone:
    """One household's phone, with the pages of the server at `url`."""

    def __init__(self, chromium: Chromium, url: str, coming: Coming, language: Language, *, large: bool) -> None:
        self._page = chromium.new_page(*PHONE, LOCALES[language])
        self._url, self._coming = url, coming
        self._letters = "large" if large else "normal"

    def go(self) -> Iterator[tuple[str, Page]]:
        """Give every page of the way, by name, while it is shown."""
        page = self._page
        yield "find", self._open("/find")
        for checklist in self._coming.checklists:
            box = page.page.locator(f"input[value={checklist}]")
            summary = page.page.locator("details:not([open])", has=box).locator("summary")
            if summary.count():
                summary.click()
            box.locator("xpath=..").click()
        yield "found", page
        page.press("form[action$=begin] > button:last-of-type")
        yield from self._asked()
        code = page.page.url.split("/c/")[1].split("/")[0]
        yield "overview", page
        why = page.page.locator("a[href*='/why/']:visible")
        if why.count():
            why.first.click()
            yield "why", page
            page.page.go_back()
        yield "plan", self._open(f"/c/{code}/plan")

    def close(self) -> None:
        """Close the phone's window."""
        self._page.close()

    def _open(self, path: str) -> Page:
        self._page.page.goto(f"{self._url}{path}?letters={self._letters}")
        return self._page

    def _asked(self) -> Iterator[tuple[str, Page]]:
        page = self._page
        answers: dict[str, Value] = {}
        for case in self._coming.found():
            answers |= as_named(case)
        named: set[str] = set()
        for step in range(STEPS_AT_MOST):
            found = ASKED.search(page.page.url)
            if found is None:
                return
            yield f"asking-{step:02}-{found[2]}", page
            for case in self._coming.found():
                link = page.page.locator("a[href*='/whom/']")
                if case.household.members and case.name not in named and link.count():
                    named.add(case.name)
                    link.click()
                    yield from self._whom(case)
                    break
            else:
                self._answer(answers.get(found[2]))
        raise LookupError("the questions do not end")

    def _whom(self, case: Case) -> Iterator[tuple[str, Page]]:
        page = self._page
        address = page.page.url
        for number, member in enumerate(case.household.members):
            if number and member.relation not in ONE_ONLY:
                page.press("button.main")
                page.page.goto(address)
            value = f"{member.relation}:{member.name or ''}"
            page.page.locator(f"input[name=who][value='{value}']").locator("xpath=..").click()
        yield "whom", page
        page.press("button.main")

    def _answer(self, value: Value | None) -> None:
        page = self._page
        if value is None:
            page.press("button[name=unsure]")
            return
        said = str(value).lower() if isinstance(value, bool) else str(value)
        if page.page.locator(".people input").count():
            for each in parts_of(value):
                page.page.locator(f".people input[value='{each}']").locator("xpath=..").click()
            page.press("button.main")
        elif page.page.locator("input[name=year]").count():
            for name, part in zip(("year", "month", "day"), said.split("-"), strict=True):
                page.page.fill(f"input[name={name}]", part)
            page.press("button.main")
        elif page.page.locator(f"button[name=value][value='{said}']").count():
            page.press(f"button[name=value][value='{said}']")
        else:
            page.page.fill(".number input", said)
            page.press("form:has(.number) > button")
