"""Every page that people see, in windows of every size, in a hall where everything is as long as it may be.

Measured where the real browser puts it: nothing over another, nothing cut off, nothing outside, nothing too small.
"""

from collections.abc import Iterator

import pytest

from commands.demo.browser import Chromium, Page
from tests.dongjiang import city
from tests.geometry import Rules, look
from tests.hall_pages import Hall, running
from tests.long_names import OFFERED, long_city, numbers_grow

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SCREENS = ((1920, 1080), (1080, 1920), (768, 1366), (800, 1280), (1366, 768), (1280, 800))
ENGLISH_DESKS = ((1366, 768), (1280, 800), (1024, 768))
"""The narrowest: English is longer, and elsewhere has the room."""
DESKS = ((1366, 768), (1280, 800), (1920, 1080), (768, 1366), (1080, 1920), (800, 1280), (1024, 768))
PHONES = ((390, 844), (360, 640), (1366, 768))
ON_DISPLAY = Rules(scrolls=False, smallest=18, scaled=True, contrast=7)
ON_DESK = Rules(
    smallest=12, touch=44, sight="header > *, #ticket > *, #verbs button, #trouble, #code-form, #line h2, .sign-in > *"
)
ON_PHONE = Rules(smallest=16, touch=44)
ZH, EN = "zh-CN", "en-GB"


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with running(long_city(), tmp_path_factory.mktemp("hall") / "data") as made:
        numbers_grow(made)
        yield made


@pytest.fixture(scope="module")
def plan(hall: Hall) -> str:
    """Return the code of a consultation that ended in a plan."""
    return hall.plan()


@pytest.fixture
def opened(chromium: Chromium) -> Iterator[list[Page]]:
    pages: list[Page] = []
    yield pages
    for page in pages:
        assert page.errors == []
        page.close()


def test_the_hall_screen(hall: Hall, chromium: Chromium, opened: list[Page]) -> None:
    page = chromium.open(f"{hall.url}/display/#sign-in", *SCREENS[0])
    opened.append(page)
    page.wait("document.querySelector('#sign-in') !== null")
    wrong = look(page, "screen-door", SCREENS, ON_DISPLAY)
    page.page.fill("#code", hall.code("display"))
    page.key("Enter")
    page.wait("document.querySelector('#waiting li') !== null && document.querySelector('#center .zh') !== null")
    wrong += look(page, "screen-nobody", SCREENS, ON_DISPLAY)
    for line in range(OFFERED):
        hall.take(f"line-{line:02}")
    page.wait("document.querySelector('#waiting-all').textContent === '14'")
    wrong += look(page, "screen-waiting", SCREENS, ON_DISPLAY)
    desks = [f"desk-{at}" for at in range(8)]
    for at, desk in enumerate(desks, start=1):
        number = hall.at(desk, "open", "call-next").ticket
        assert number is not None
        page.wait(f"document.querySelector('#newest').dataset.number === '{number.number}'")
        if at in (1, 4):
            wrong += look(page, f"screen-{at}-called", SCREENS, ON_DISPLAY)
    wrong += look(page, "screen-8-called", SCREENS, ON_DISPLAY)
    for desk, verb in zip(desks, ("start", "miss", "start", "miss"), strict=False):
        hall.at(desk, verb)
    hall.at("desk-3", "pause")
    hall.at("desk-5", "start", "finish", "close")
    # As long as every call stays: then there are six, with words.
    page.wait("!document.querySelector('#calls').classList.contains('dense')")
    wrong += look(page, "screen-served", SCREENS, ON_DISPLAY)
    page.close()
    opened.clear()
    silent = chromium.new_page(*SCREENS[0])
    opened.append(silent)
    silent.page.add_init_script(
        "Audio.prototype.play = () => Promise.reject(new DOMException('no touch yet', 'NotAllowedError'))"
    )
    silent.page.goto(f"{hall.url}/display/#{hall.code('display')}")
    silent.wait("document.querySelector('body.silent #waiting li') !== null")
    wrong += look(silent, "screen-silent", SCREENS, ON_DISPLAY)
    hall.stop()
    silent.wait("document.querySelector('#notice').className === 'late'")
    wrong += look(silent, "screen-cut-off", SCREENS, ON_DISPLAY)
    hall.start()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", [ZH, EN])
def test_the_counter_console(hall: Hall, plan: str, chromium: Chromium, opened: list[Page], language: str) -> None:
    page = chromium.open(f"{hall.url}/caller/", *DESKS[0], language)
    opened.append(page)
    wrong: list[str] = []

    def see(name: str) -> None:
        wrong.extend(look(page, f"console-{language}-{name}", DESKS if language == ZH else ENGLISH_DESKS, ON_DESK))

    page.wait("document.querySelector('#sign-in') !== null")
    see("door")
    page.page.fill("#code", "nothing-like-a-code")
    page.key("Enter")
    page.wait("document.querySelector('.trouble').textContent !== ''")
    see("no-entry")
    desk = "desk-8" if language == ZH else "desk-11"
    page.page.fill("#code", hall.code("counter", desk))
    page.key("Enter")
    page.wait("document.querySelector('#state').textContent !== '' && document.querySelector('#line li') !== null")
    see("closed")
    ticket = hall.take("line-00", plan)
    hall.at(desk, "open")
    page.wait("document.querySelector('#ticket .number')?.dataset.state === 'waiting'")
    see("next")
    while (following := hall.at(desk, "call-next").ticket) is not None and following.number != ticket.number:
        hall.at(desk, "start", "finish")
    page.wait("document.querySelector('#ticket .number')?.dataset.state === 'called'")
    page.key("f")
    page.wait("document.querySelector('#trouble').textContent !== ''")
    see("refused")
    page.press("#miss")
    page.wait("document.querySelector('#ticket .number')?.dataset.state === 'missed'")
    see("missed")
    hall.take("line-00", plan)
    for line in range(OFFERED):
        hall.take(f"line-{line:02}")
    for verb, state in (("call-next", "called"), ("recall", "called"), ("start", "serving"), ("finish", "finished")):
        page.wait(f"!document.querySelector('#{verb}').disabled")
        page.press(f"#{verb}")
        page.wait(f"document.querySelector('#ticket .number')?.dataset.state === '{state}'")
        see(verb)
        if verb == "recall":
            page.key("t")
            page.wait("document.querySelector('#chooser h2') !== null")
            see("send-on")
            page.key("Escape")
        if verb == "start":
            page.press("#hold")
            page.wait("document.querySelector('#ticket .number')?.dataset.state === 'held'")
            page.wait("document.querySelector('#lists [data-verb=resume]') !== null")
            see("held")
            page.press("#lists [data-verb=resume]")
            page.wait("document.querySelector('#ticket .number')?.dataset.state === 'serving'")
            page.value("document.querySelectorAll('#plan details').forEach((each) => { each.open = true; })")
            see("reasons")
    begun = hall.kiosk.start_consultation(max(city().cases, key=lambda each: len(each.checklists)).checklists, {}).code
    for name, code in (("code-unknown", "111-111-1111"), ("code-open", begun)):
        page.page.fill("#code", code)
        page.press("#code-show")
        page.wait(f"document.querySelector('{'#plan .trouble' if name == 'code-unknown' else '#question'}') !== null")
        see(name)
    page.page.fill("#number", ticket.number)
    page.press("#find")
    page.wait("document.querySelectorAll('#lists li').length === 1")
    see("found")
    page.press("#code-close")
    page.press("#pause")
    page.press("[data-break=lunch]")
    page.wait("document.querySelector('#state').className === 'paused'")
    see("paused")
    hall.stop()
    page.key("Enter")
    page.wait("document.querySelector('#trouble').textContent !== '' && document.querySelector('#link.late') !== null")
    see("cut-off")
    # What was pressed is asked for until it is known: the page would call in between what follows.
    page.close()
    opened.clear()
    assert page.errors == []
    hall.start()
    hall.at(desk, "open")
    while hall.at(desk, "open").waiting:
        hall.at(desk, "call-next", "start", "finish")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", [ZH, EN])
def test_the_phone(hall: Hall, plan: str, chromium: Chromium, opened: list[Page], language: str) -> None:
    case = max(city().cases, key=lambda each: len(each.checklists))
    code = hall.kiosk.start_consultation(case.checklists, case.answers).code
    begun = hall.kiosk.start_consultation(case.checklists, {}).code
    ticket = hall.take("line-07", code)
    verdicts = hall.kiosk.consultation(code).verdicts
    why = max(verdicts, key=lambda each: len(each.reasons)).item
    not_theirs = hall.kiosk.consultation(code).inapplicable[0].item
    places = {
        "entry": "/c",
        "unknown": "/c/111-111-1111",
        "results": f"/c/{code}",
        "asking": f"/c/{begun}",
        "question": f"/c/{begun}/q/{hall.kiosk.consultation(begun).questions[0].id}",
        "plan": f"/c/{code}/plan",
        "answers": f"/c/{code}/answers",
        "why": f"/c/{code}/why/{why}",
        "not-theirs": f"/c/{code}/why/{not_theirs}",
        "number": f"/t/{ticket.id}#{ticket.secret}",
        "no-number": "/t/nothing#wrong",
    }
    wrong = []
    page = chromium.new_page(*PHONES[0], language)
    opened.append(page)
    for letters in ("normal", "large"):
        for name, path in places.items():
            path, _, secret = path.partition("#")
            page.page.goto(f"{hall.url}{path}?letters={letters}#{secret}")
            if name.endswith("number"):
                page.wait("document.querySelector('#number .card, #number .alert') !== null")
            assert page.text(".language") == ("English" if language == ZH else "中文"), path
            wrong += look(page, f"phone-{language}-{letters}-{name}", PHONES, ON_PHONE)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", [ZH, EN])
def test_the_front_page(hall: Hall, chromium: Chromium, opened: list[Page], language: str) -> None:
    page = chromium.new_page(*DESKS[0], language)
    opened.append(page)
    wrong = []
    for name, path in (("front", "/"), ("problem", "/problems/consultation_tries"), ("none", "/problems/nothing")):
        page.page.goto(hall.url + path)
        wrong += look(page, f"{name}-{language}", (*DESKS, *PHONES), Rules(smallest=14, touch=44))
    assert not wrong, "\n".join(wrong)
