"""Guidance whose every text is hostile: phone, console and paper show it as text, run nothing, keep to their width."""

from collections.abc import Iterator
from io import BytesIO
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pypdf import PdfReader

from commands.demo.browser import Chromium, Page
from commands.seeding import now
from config.centers import Text
from config.edition import Guidance
from config.pack import Pack
from server.office.releases.shipped import publish_shipped
from server.store.unit_of_work import CITY
from tests.dongjiang import city, city_guidance
from tests.hall_pages import COUNTER_PC, Hall, hall_for, keep_picture

pytestmark = pytest.mark.browser

EVIL = (
    "<script>window.hurt=1</script>",
    '<img src=x onerror="window.hurt=1">\'"&amp;&#60;',
    "W" * 90,
    "https://evil.example/" + "a" * 60 + "?b=" + "c" * 60,
    "\u202eright to left\u202c \u2067\u05d0\u05d1\u2069 \u0627\u0644\u0639",
    "\U0001f469\u200d\U0001f469\u200d\U0001f467 \U00020bb7 e\u0301\u0302\u0303\u0304",
    "one\ntwo\r\n\tthree\u2028four",
    "{{ 7 * 7 }} {% raw %} {short} {0.__class__} ${hurt} %s",
    "</textarea></title><svg onload=window.hurt=1>",
    "javascript:window.hurt=1",
)
PHONES = ((360, 640), (320, 568))
HURT = (
    "window.hurt !== undefined || document.querySelector('main script, main img, section script, section img') !== null"
)
UNFOLD = "document.querySelectorAll('details').forEach((each) => { each.open = true; })"
OUTSIDE = """document.documentElement.scrollWidth > innerWidth + 1
    || [...document.querySelectorAll('section')].some((each) => each.scrollWidth > each.clientWidth + 1)"""


def hostile(guidance: Guidance) -> Guidance:
    """Return `guidance` with something hostile before every text that anybody reads."""
    evil = cycle(EVIL)

    def spoiled(value: Any) -> Any:
        if isinstance(value, Text):
            words = next(evil)
            return Text(f"{words} {value.zh}", f"{words} {value.en}")
        if isinstance(value, msgspec.Struct):
            changed = {name: spoiled(getattr(value, name)) for name in value.__struct_fields__}
            for name in ("clause", "title"):
                if isinstance(changed.get(name), str):
                    changed[name] = f"{next(evil)} {changed[name]}"
            return msgspec.structs.replace(value, **changed)
        if isinstance(value, tuple):
            return tuple(spoiled(each) for each in value)
        return value

    pack = spoiled(guidance.pack)
    assert isinstance(pack, Pack)
    return Guidance(pack, guidance.editions)


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with hall_for(tmp_path_factory.mktemp("hostile") / "data") as made:
        guidance, key = hostile(city_guidance()), Ed25519PrivateKey.generate()
        made.store.write(CITY, lambda uow: publish_shipped(uow, guidance, key, now()))
        yield made


@pytest.fixture(scope="module")
def codes(hall: Hall) -> dict[str, str]:
    """Consultations that came to a plan, that stand at a question, and that cannot be done."""
    cases = city().cases
    family = max(cases, key=lambda each: len(each.checklists))
    refused = next(each for each in cases if "cannot" in each.verdicts.values())
    begun = {
        "plan": (family.checklists, family.answers),
        "asked": (family.checklists, dict(list(family.answers.items())[:6])),
        "refused": (refused.checklists, refused.answers),
    }
    return {name: hall.kiosk.start_consultation(*each).code for name, each in begun.items()}


def watched(page: Page) -> list[str]:
    """Return a list that gets every dialog and every error of the console."""
    said: list[str] = []

    def dialog(opened: Any) -> None:
        said.append(opened.message)
        opened.dismiss()

    page.page.on("dialog", dialog)
    page.page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    return said


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
@pytest.mark.parametrize("size", PHONES)
def test_the_phone_shows_it_as_text(
    hall: Hall, codes: dict[str, str], chromium: Chromium, language: str, size: tuple[int, int]
) -> None:
    page = chromium.new_page(*size, language)
    said = watched(page)
    pack = city()
    kinds = {fact.kind: fact.id for fact in pack.facts}
    case = next(each for each in pack.cases if "cannot" in each.verdicts.values())
    refused = next(item for item, state in case.verdicts.items() if state == "cannot")
    asked = (f"/c/{codes['plan']}/q/{fact}" for fact in kinds.values())
    whole = (f"/c/{codes['plan']}{part}" for part in ("", "/plan", "/answers", "/why/A01", "/why/D06"))
    rest = (f"/c/{codes['asked']}", f"/c/{codes['refused']}/why/{refused}", f"/c/{codes['plan']}/why?item=<b>x")
    for path in (*whole, *asked, *rest):
        page.page.goto(hall.url + path + ("&" if "?" in path else "?") + "letters=large")
        page.value(UNFOLD)
        assert not page.value(HURT), path
        assert not page.value(OUTSIDE), path
    page.page.goto(f"{hall.url}/c/{codes['plan']}/plan")
    keep_picture(page, f"hostile-phone-{size[0]}-{language}")
    for words in ("<script>window.hurt=1</script>", "{{ 7 * 7 }}"):
        assert words in page.text("main")
    assert (said, page.errors) == ([], [])
    page.close()


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_the_console_shows_it_as_text(hall: Hall, codes: dict[str, str], chromium: Chromium, language: str) -> None:
    page = chromium.new_page(*COUNTER_PC, language)
    said = watched(page)
    page.page.goto(f"{hall.url}/caller/#{hall.code('counter', 'dj-city-03')}")
    page.wait("document.querySelector('#code') !== null && document.querySelector('#place b')?.textContent !== ''")
    for name, code in codes.items():
        page.key("k")
        page.page.fill("#code", code)
        page.key("Enter")
        page.wait(f"document.querySelector('.of').textContent === '{code}'")
        page.value(UNFOLD)
        assert not page.value(HURT), name
        assert not page.value(OUTSIDE), name
        assert page.value("document.querySelectorAll('#plan details').length") > 0
        keep_picture(page, f"hostile-console-{name}-{language}")
    assert "<script>window.hurt=1</script>" in page.text("#plan")
    assert (said, page.errors) == ([], [])
    page.close()


@pytest.mark.parametrize("large", ["", pytest.param("&large=1", marks=pytest.mark.long)])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_paper_shows_it_as_text(hall: Hall, codes: dict[str, str], language: str, large: str, tmp_path: Path) -> None:
    for code in codes.values():
        with urlopen(f"{hall.url}/api/v1/consultations/{code}/plan.pdf?language={language}{large}") as answer:
            reader = PdfReader(BytesIO(answer.read()))
        text = "".join("".join(page.extract_text() for page in reader.pages).split())
        assert "window.hurt=1" in text
        assert "\u202e" not in text
        assert all("/Annots" not in page and "/AA" not in page for page in reader.pages), "nothing to click or to run"
        assert not {"/JavaScript", "/OpenAction", "/Names", "/AA"} & set(reader.root_object)
