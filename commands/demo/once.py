"""`banshi demo --once`: the main job played without a person on real parts, told by pictures and a report."""

import json
import sys
import tempfile
import time
import wave
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urljoin
from urllib.request import urlopen

import msgspec

from commands.demo.browser import Chromium, Page, browser
from commands.demo.citizen import Citizen
from commands.demo.hall import Access, Hall
from commands.demo.parts import start_kiosk
from commands.demo.processes import Processes, Xvfb
from commands.demo.touching import Finger, NotSeen
from commands.failing import language
from config.font import font_file
from config.pack_file import shipped_pack
from config.words import say
from hardware.printer.drawing import draw_slip
from hardware.printer.emulator import EmulatedPrinter
from hardware.printer.slip_reader import read_slip
from server.client.commands import Commands

CHECKLIST = "hukou-in"
STORY_OF_THE_FIRST = ["ticket.issued", "ticket.called", "ticket.started", "ticket.finished"]
STORY_OF_THE_SECOND = ["ticket.issued", "ticket.called", "ticket.missed"]
KIOSK = (1080, 1920)
HALL = (1920, 1080)
PLAN = "plan.pdf"
DESK = (1366, 768)
PHONE = (390, 844)


class Step(msgspec.Struct):
    """One thing that had to happen."""

    name: str
    ok: bool
    seconds: float
    picture: str | None = None
    why: str | None = None


class Story:
    """The report while it is being written: steps in order, each with its picture."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.steps: list[Step] = []
        self.told: dict[str, Any] = {"ticket": None, "slip": None, "call": None, "journal": 0}

    @property
    def last(self) -> str:
        """Return the name of the step played last."""
        return self.steps[-1].name if self.steps else ""

    @property
    def next_picture(self) -> str:
        """Return the file name of the picture of the step being played."""
        return f"{len(self.steps):02d}-{self.last.replace(' ', '-').replace(',', '')}.png"

    @contextmanager
    def step(self, name: str, picture: Callable[[Path], None] | None = None) -> Iterator[None]:
        """Play one step; a step that fails ends the story, and its picture still shows what was there."""
        began = time.monotonic()
        step = Step(name, ok=False, seconds=0)
        self.steps.append(step)
        try:
            yield
            step.ok = True
        except Exception as error:
            step.why = f"{type(error).__name__}: {error}"
            raise
        finally:
            step.seconds = round(time.monotonic() - began, 3)
            if picture:
                step.picture = self.next_picture
                picture(self.out / step.picture)

    def write(self, *, ok: bool) -> None:
        """Write `report.json`."""
        report = {"ok": ok, "steps": self.steps, **self.told}
        (self.out / "report.json").write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=2))


def play(out: Path) -> bool:
    """Play the main job and write pictures and `report.json` into `out`; return whether every step really happened."""
    out.mkdir(parents=True, exist_ok=True)
    story = Story(out)
    try:
        _play(story)
    except Exception as error:
        story.write(ok=False)
        sys.stderr.write(say(language(), "The demo failed at step {step}: {why}", step=story.last, why=error) + "\n")
        return False
    story.write(ok=True)
    sys.stdout.write(
        say(language(), "All {steps} steps happened. See {place}.", steps=len(story.steps), place=out) + "\n"
    )
    return True


def _play(story: Story) -> None:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="banshi-demo-")))
        parts = stack.enter_context(Processes(folder / "logs"))
        hall = Hall(parts, folder / "data")
        with story.step("server ready"):
            access = hall.prepare(counters=99)
            hall.start()
        printer = stack.enter_context(EmulatedPrinter())
        screen = stack.enter_context(Xvfb(*KIOSK))
        trace = start_kiosk(hall, access, printer.url, folder / "kiosk", screen.display, KIOSK)
        finger = Finger(screen.display, trace)
        chromium = stack.enter_context(browser())
        with story.step("kiosk attracts", finger.picture):
            finger.wait_for("attract", seconds=20)
        ticket = _guided_ticket(story, finger)
        address = _slip(story, printer, ticket, 1)
        with story.step("kiosk is free again", finger.picture):
            Citizen(finger, lambda _: None).leave()
        asking = Commands(hall.url, access.kiosk_token)
        stack.callback(asking.close)
        desk = _desk(access, ticket["service"])
        _phone(story, chromium, address, ticket["number"])
        caller, display = _pages(story, chromium, hall, access, desk)
        _called(story, hall, caller, display, ticket["number"])
        _served(story, caller, asking, ticket)
        second = _direct_ticket(story, finger, ticket["service"])
        _slip(story, printer, second, 2)
        _missed(story, caller, display, asking, second)
        _journal(story, asking, hall.center, ticket, second)


def _guided_ticket(story: Story, finger: Finger) -> dict[str, Any]:
    """Mr Zhang's move of his household register, answered as the pack's own case has it."""
    pack = shipped_pack("dongjiang")
    case = next(each for each in pack.cases if each.checklists == (CHECKLIST,))
    seen: set[str] = set()

    def look(screen: str) -> None:
        if screen not in seen:
            seen.add(screen)
            finger.picture(story.out / f"kiosk-{screen}.png")

    with story.step("citizen is guided to a ticket", finger.picture):
        shown = Citizen(finger, look).be_guided((CHECKLIST,), case.answers)
        # One question alone and several together are asked on pages of their own kinds.
        answered = {"asked"} if seen & {"question", "questions"} else set()
        missing = {"home", "checklists", "asked", "verdicts", "plan", "confirm"} - seen - answered
        if missing:
            raise NotSeen(f"the way left out {', '.join(sorted(missing))}")
        ticket = finger.wait_until("ticket", lambda record: record["slip"] == "printed")
        story.told["ticket"] = ticket["ticket"]
    return dict(shown["ticket"])


def _direct_ticket(story: Story, finger: Finger, service: str) -> dict[str, Any]:
    with story.step("second citizen takes a ticket directly", finger.picture):
        Citizen(finger, lambda _: None).take_directly(service)
        shown = finger.wait_until("ticket", lambda record: record["screen"] == "ticket" and record["slip"] == "printed")
    return dict(shown["ticket"])


def _slip(story: Story, printer: EmulatedPrinter, ticket: dict[str, Any], number: int) -> str:
    """Prove that the paper says what the screen says; return the address of the ticket that its QR code leads to."""

    def draw(path: Path) -> None:
        draw_slip(printer.slips[number - 1], path, font_file())

    with story.step(f"slip {number} is on paper", draw):
        job = printer.wait_for_slip(number)
        slip = read_slip(job)
        address = next((code for code in slip.codes if ticket["id"] in code), None)
        if ticket["number"] not in slip.text or address is None:
            raise NotSeen("the slip has another number or no code of this ticket")
        if number == 1:
            story.told["slip"] = {"bytes": len(job), "picture": story.next_picture, "text": slip.text}
    return str(address)


def _phone(story: Story, chromium: Chromium, address: str, number: str) -> None:
    """Scan the slip: the phone follows the number, has the plan, and the plan can be printed at home."""
    phone = chromium.new_page(*PHONE)
    with story.step("phone follows the number", phone.picture):
        phone.page.goto(address)
        phone.wait(f"document.querySelector('.mine')?.textContent === {json.dumps(number)}")
    with story.step("phone shows the plan and papers", phone.picture):
        phone.press("a.main")
        phone.wait("document.querySelector('.stops li') !== null && document.querySelector('.papers li') !== null")
    with story.step("the plan can be printed"):
        href = str(phone.value("document.querySelector('.paper-links a').href"))
        with urlopen(href) as answer:  # noqa: S310 - our own server on loopback
            (story.out / PLAN).write_bytes(answer.read())
        if not (story.out / PLAN).read_bytes().startswith(b"%PDF-"):
            raise NotSeen("the plan is no PDF")


def _pages(story: Story, chromium: Chromium, hall: Hall, access: Access, desk: int) -> tuple[Page, Page]:
    with story.step("hall screen open"):
        display = chromium.open(f"{hall.url}/display/#{access.display_code}", *HALL)
        display.wait("window.banshiPainted !== undefined")
    caller = chromium.open(f"{hall.url}/caller/#{access.caller_codes[desk]}", *DESK)
    with story.step("clerk opens the counter", caller.picture):
        caller.press("#open")
        caller.wait("!document.querySelector('#call-next').disabled")
    return caller, display


def _called(story: Story, hall: Hall, caller: Page, display: Page, number: str) -> None:
    with story.step("clerk presses call and the hall screen shows it", display.picture):
        pressed = time.time() * 1000
        caller.press("#call-next")
        shown = f"window.banshiPainted.find((call) => call.number === {json.dumps(number)})"
        display.wait(shown)
        painted = float(display.value(shown)["at"]) - pressed
    with story.step("the hall hears it"):
        spoken = f"window.banshiSpoken.find((call) => call.number === {json.dumps(number)})"
        display.wait(spoken)
        address = str(display.value(spoken)["wav"])
        with urlopen(urljoin(hall.url, address)) as answer:  # noqa: S310 - our own server on loopback
            (story.out / "call.wav").write_bytes(answer.read())
        with wave.open(str(story.out / "call.wav")) as sound:
            if sound.getnframes() < sound.getframerate():
                raise NotSeen("the call is shorter than a second")
    story.told["call"] = {"painted_ms": round(painted, 1), "wav": "call.wav"}


def _served(story: Story, caller: Page, asking: Commands, ticket: dict[str, Any]) -> None:
    with story.step("clerk sees the ticket, its plan and papers", caller.picture):
        caller.wait(f"document.body.innerText.includes({json.dumps(ticket['number'])})")
        caller.wait("document.querySelector('#plan li') !== null")
    with story.step("clerk starts", caller.picture):
        caller.press("#start")
        _until(asking, ticket["id"], "serving")
    with story.step("clerk finishes"):
        caller.press("#finish")
        _until(asking, ticket["id"], "finished")


def _missed(story: Story, caller: Page, display: Page, asking: Commands, ticket: dict[str, Any]) -> None:
    with story.step("second citizen is called and missed", display.picture):
        caller.wait("!document.querySelector('#call-next').disabled")
        caller.press("#call-next")
        display.wait(f"window.banshiPainted.some((call) => call.number === {json.dumps(ticket['number'])})")
        caller.wait("!document.querySelector('#miss').disabled")
        caller.press("#miss")
        _until(asking, ticket["id"], "missed")


def _journal(story: Story, asking: Commands, center: str, *tickets: dict[str, Any]) -> None:
    """Prove that the journal has each fact once, in order, without a gap."""
    with story.step("journal tells the same story"):
        events = asking.journal(center, 0)
        told = [event.seq for event in events]
        if told != list(range(1, len(told) + 1)):
            raise NotSeen(f"the journal has gaps: {told}")
        kinds = [[event.type for event in events if event.ticket and event.ticket.id == each["id"]] for each in tickets]
        if kinds != [STORY_OF_THE_FIRST, STORY_OF_THE_SECOND]:
            raise NotSeen(f"the journal tells another story: {kinds}")
        story.told["journal"] = len(events)


def _desk(access: Access, service: str) -> int:
    return next(place for place, desk in enumerate(access.counters) if service in desk.services)


def _until(asking: Commands, ticket: str, state: str, seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while (now := asking.ticket(ticket).state) != state:
        if time.monotonic() > end:
            raise NotSeen(f"the ticket is {now} and not {state}")
        time.sleep(0.02)
