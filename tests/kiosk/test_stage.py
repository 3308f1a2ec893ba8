"""The real window touched by real input events: the printer's troubles, keys, many fingers, large type in English."""

import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest

from commands.demo.touching import NotSeen
from config.look import KIOSK_CANVAS
from hardware.printer.emulator import EmulatedPrinter
from hardware.printer.slip_reader import read_slip
from kiosk.visit.session import SCREENS
from server.client.commands import Commands
from server.rules.guidance.consultation_code import code_of
from tests.kiosk.closing import ask_to_close
from tests.kiosk.lobby import Lobby, opened
from tests.kiosk.short_case import short_case

pytestmark = [pytest.mark.screen, pytest.mark.xdist_group("window")]


@pytest.fixture(scope="module")
def one_lobby() -> Iterator[Lobby]:
    with opened() as lobby:
        yield lobby


@pytest.fixture
def lobby(one_lobby: Lobby) -> Iterator[Lobby]:
    one_lobby.leave()
    yield one_lobby
    one_lobby.printer.cover_open = one_lobby.printer.offline = one_lobby.printer.silent = False
    one_lobby.printer.cutter_jammed = False
    one_lobby.printer.hangs_up_after = None
    one_lobby.printer.put_paper_in()
    assert one_lobby.alive()


def cover_open(printer: EmulatedPrinter) -> None:
    printer.cover_open = True


def cover_shut(printer: EmulatedPrinter) -> None:
    printer.cover_open = False


def paper_out(printer: EmulatedPrinter) -> None:
    printer.paper = "out"


def paper_ends(printer: EmulatedPrinter) -> None:
    printer.runs_out_after = 150


def hangs_up(printer: EmulatedPrinter) -> None:
    printer.hangs_up_after = 150


def answers(printer: EmulatedPrinter) -> None:
    printer.hangs_up_after = None
    printer.silent = False


def falls_silent(printer: EmulatedPrinter) -> None:
    printer.silent = True


@pytest.mark.parametrize(
    ("breaks", "mends", "said"),
    [
        (paper_out, EmulatedPrinter.put_paper_in, "打印机缺纸。"),
        (cover_open, cover_shut, "打印机盖没有关好。"),
        (falls_silent, answers, "打印机没有应答。"),
    ],
)
def test_a_printer_in_trouble_before_the_ticket_is_said_before_it(
    lobby: Lobby,
    breaks: Callable[[EmulatedPrinter], None],
    mends: Callable[[EmulatedPrinter], None],
    said: str,
) -> None:
    breaks(lobby.printer)
    lobby.to_confirm()
    lobby.says(said, "没有小票也有效", screen="confirm")
    mends(lobby.printer)
    lobby.says("取号后在这里打印小票。", screen="confirm")


@pytest.mark.parametrize(
    ("breaks", "mends", "said"),
    [
        (paper_ends, EmulatedPrinter.put_paper_in, "打印机缺纸。"),
        (cover_open, cover_shut, "打印机盖没有关好。"),
        (hangs_up, answers, "打印机没有应答。"),
    ],
)
def test_a_printer_that_fails_leaves_number_and_code_and_prints_again_marked(
    lobby: Lobby,
    breaks: Callable[[EmulatedPrinter], None],
    mends: Callable[[EmulatedPrinter], None],
    said: str,
) -> None:
    lobby.to_confirm()
    before = lobby.seq()
    breaks(lobby.printer)
    lobby.finger.touch("take")
    trouble = lobby.says(said, "可拍下屏幕，或到导办台补打小票。", screen="trouble")
    ticket = trouble["ticket"]
    lobby.says(f"您的号码 {ticket['number']} 有效")
    assert f"/t/{ticket['id']}#" in lobby.code()
    mends(lobby.printer)
    lobby.says("打印机已恢复，可以再打印。", ticket["number"], screen="trouble")
    lobby.finger.touch("again")
    shown = lobby.finger.wait_until("the slip", lambda seen: seen["screen"] == "ticket" and seen["slip"] == "printed")
    assert shown["ticket"] == ticket
    slip = read_slip(lobby.printer.slips[-1]).text
    assert ticket["number"] in slip
    assert "补打" in slip
    assert lobby.story(before) == [("ticket.issued", ticket["number"])]


def test_keys_do_not_leave_the_kiosk(lobby: Lobby) -> None:
    lobby.finger.touch("start:zh")
    lobby.finger.wait_for("home")
    keys = [
        "F1",
        "Escape",
        "alt+F4",
        "ctrl+q",
        "ctrl+w",
        "ctrl+c",
        "ctrl+alt+Delete",
        "F11",
        "alt+Tab",
        "super",
        "Menu",
    ]
    lobby.finger.act(*(word for key in keys for word in ("key", key)))
    ask_to_close(lobby.display, lobby.window())
    lobby.finger.touch("direct")
    lobby.finger.wait_for("service")
    assert lobby.alive()


def test_hundreds_of_wild_touches_and_keys_end_on_a_screen_of_ours(lobby: Lobby) -> None:
    chance = random.Random(20261124)
    keys = ["F1", "Escape", "Return", "Tab", "space", "a", "9", "BackSpace", "ctrl+c", "alt+F4", "F12", "Up"]
    for _ in range(4):
        wild: list[str] = []
        for _ in range(50):
            x, y = (str(chance.randrange(side)) for side in KIOSK_CANVAS)
            wild += ["mousemove", x, y, "click", chance.choice("11123")] if chance.random() < 0.7 else []
            wild += ["key", chance.choice(keys)] if chance.random() < 0.4 else []
        lobby.finger.act(*wild)
        assert lobby.finger.screen()["screen"] in {*SCREENS, "idle"}
        assert lobby.alive()
    lobby.leave()
    lobby.to_confirm()


def test_two_fingers_at_once_do_one_thing(lobby: Lobby) -> None:
    lobby.finger.touch("start:zh")
    lobby.finger.wait_for("home")
    one, other = lobby.finger.place("guided"), lobby.finger.place("direct")
    both = ("mousemove", *one, "mousedown", "1", "mousemove", *other, "mousedown", "3", "mouseup", "3", "mouseup", "1")
    before = len(lobby.finger.records())
    shown: dict[str, Any] = {}
    # A busy machine may see both slide off: then nothing was done, and they press again.
    for _ in range(4):
        lobby.finger.act(*both)
        with suppress(NotSeen):
            shown = lobby.finger.wait_for("service", "checklists", seconds=5)
            break
    touches = [record["touch"] for record in lobby.finger.records()[before:] if "touch" in record]
    assert touches in (["guided"], ["direct"])
    lobby.finger.touch("back")
    lobby.finger.wait_for("home")
    assert "back" in shown["targets"]


def test_a_ticket_taken_with_two_fingers_is_one_ticket(lobby: Lobby) -> None:
    before = lobby.seq()
    lobby.to_confirm()
    x, y = lobby.finger.place("take")
    beside = str(int(x) + 60)
    twice = (
        "mousemove",
        x,
        y,
        "mousedown",
        "1",
        "mousemove",
        beside,
        y,
        "mousedown",
        "3",
        "mouseup",
        "1",
        "mouseup",
        "3",
    )
    lobby.finger.act(*twice, "click", "1", "click", "1")
    shown = lobby.finger.wait_until("a slip", lambda seen: seen["screen"] == "ticket" and seen["slip"] == "printed")
    assert lobby.story(before) == [("ticket.issued", shown["ticket"]["number"])]


def test_large_type_in_english_all_the_way_to_a_ticket(lobby: Lobby) -> None:
    case = short_case()
    first = len(lobby.finger.records())
    lobby.citizen("en", large=True).be_guided(case.checklists, case.answers)
    shown = lobby.finger.wait_until("a slip", lambda seen: seen["screen"] == "ticket" and seen["slip"] == "printed")
    slip = read_slip(lobby.printer.slips[-1]).text
    assert shown["ticket"]["number"] in slip
    assert "Scan to follow your number" in slip
    for record in lobby.finger.records()[first:]:
        if "screen" not in record or record["screen"] == "attract":
            continue
        for target, (left, top, width, height) in record["targets"].items():
            assert height >= 96, (record["screen"], target)
            assert left >= 0, (record["screen"], target)
            assert top >= 0, (record["screen"], target)
            assert left + width <= KIOSK_CANVAS[0], (record["screen"], target)
            assert top + height <= KIOSK_CANVAS[1], (record["screen"], target)
        if record["elder"] and record["screen"] != "home":
            hanzi = [word for word in record["words"] if any("\u4e00" <= sign <= "\u9fff" for sign in word)]
            assert record["screen"] == "verdicts" or {*hanzi} <= {"中文"}, record["screen"]


def test_a_smear_over_the_glass_presses_nothing(lobby: Lobby) -> None:
    lobby.finger.touch("start:zh")
    lobby.finger.wait_for("home")
    touches = sum("touch" in record for record in lobby.finger.records())
    x, y = lobby.finger.place("direct")
    lobby.finger.act("mousemove", x, y, "mousedown", "1", "mousemove", "20", "200", "mouseup", "1")
    lobby.finger.touch("help")
    lobby.finger.wait_for("help")
    assert [record["touch"] for record in lobby.finger.records() if "touch" in record][touches:] == ["help"]


def test_a_matter_is_found_by_the_initials_of_its_name(lobby: Lobby) -> None:
    lobby.finger.wait_until("a center", lambda shown: "东江市政务服务中心" in shown["words"])
    lobby.finger.touch("start:zh")
    lobby.finger.wait_until("a search", lambda shown: shown["screen"] == "home" and "search" in shown["targets"])
    lobby.finger.touch("search")
    for letter in "sbk":
        lobby.finger.touch(f"letter:{letter}")
    shown = lobby.finger.wait_for("search")
    found = [target for target in shown["targets"] if target.startswith("found:")]
    assert "身份证、社保卡、结婚、离婚" in "".join(shown["words"])
    lobby.finger.touch(next(target for target in found if target.startswith("found:checklist:")))
    lobby.finger.wait_for("question", "questions")
    lobby.finger.touch("back")
    assert lobby.finger.wait_for("search")["words"].count("sbk") == 1


def type_code(lobby: Lobby, code: str, language: str = "zh") -> None:
    lobby.finger.wait_until("a center", lambda shown: "东江市政务服务中心" in shown["words"])
    lobby.finger.touch(f"start:{language}")
    lobby.finger.wait_until("guidance", lambda shown: shown["screen"] == "home" and "code" in shown["targets"])
    lobby.finger.touch("code")
    for letter in code.replace("-", ""):
        lobby.finger.touch(f"letter:{letter}")
    lobby.finger.touch("next")


def test_a_consultation_begun_on_a_phone_goes_on_here_to_its_ticket(lobby: Lobby) -> None:
    case = short_case()
    phone = Commands(lobby.hall.url, lobby.access.kiosk_token)
    code = phone.start_consultation(case.checklists, case.answers).code
    type_code(lobby, code)
    lobby.finger.wait_for("verdicts")
    lobby.finger.touch("next")
    shown = lobby.finger.wait_for("plan")
    lobby.finger.touch("next" if "next" in shown["targets"] else "queue")
    if lobby.finger.wait_for("papers", "confirm")["screen"] == "papers":
        lobby.finger.touch("all_here")
        lobby.finger.wait_for("confirm")
    lobby.finger.touch("take")
    lobby.finger.wait_until("a slip", lambda seen: seen["screen"] == "ticket" and seen["slip"] == "printed")
    assert code in read_slip(lobby.printer.slips[-1]).text
    kept = phone.consultation(code)
    phone.close()
    assert kept.wish.here == lobby.hall.center
    assert kept.answers == case.answers


def test_a_number_typed_with_its_digits_is_put_off_comes_back_and_is_given_back(lobby: Lobby) -> None:
    phone = Commands(lobby.hall.url, lobby.access.kiosk_token)
    ticket = phone.take_ticket(lobby.hall.center, ["social"])
    lobby.finger.wait_until("a center", lambda shown: "东江市政务服务中心" in shown["words"])
    lobby.finger.touch("start:zh")
    lobby.finger.wait_for("home")
    lobby.finger.touch("number")
    for sign in f"{ticket.number}{ticket.digits}":
        lobby.finger.touch(f"letter:{sign}")
    lobby.finger.touch("next")
    lobby.finger.wait_for("mine")
    lobby.finger.touch("postpone")
    lobby.finger.wait_until("put off", lambda seen: seen["screen"] == "mine" and "come_back" in seen["targets"])
    assert phone.ticket(ticket.id).state == "postponed"
    lobby.finger.touch("come_back")
    lobby.finger.wait_until("back", lambda seen: seen["screen"] == "mine" and "postpone" in seen["targets"])
    assert phone.ticket(ticket.id).state == "waiting"
    lobby.finger.touch("sure")
    lobby.finger.wait_for("giving_back")
    lobby.finger.touch("give_back")
    lobby.finger.wait_until("given back", lambda seen: "这个号已经退了。" in seen["words"])
    assert phone.ticket(ticket.id).state == "cancelled"
    lobby.finger.touch("done")
    lobby.finger.wait_for("attract")
    phone.close()


def test_a_code_that_leads_nowhere_and_a_server_that_is_away_are_said(lobby: Lobby) -> None:
    type_code(lobby, code_of(1), "en")
    lobby.says("There is no consultation with this code.", screen="code")
    lobby.line.loses_consultations = True
    lobby.finger.touch("next")
    lobby.says("The kiosk cannot reach the server.", "Try again in a moment", screen="code")
    lobby.line.loses_consultations = False
    lobby.finger.touch("next")
    lobby.says("There is no consultation with this code.", screen="code")


def test_the_first_touch_after_another_window_was_in_front_counts(lobby: Lobby) -> None:
    window = str(lobby.window())
    x, y = lobby.finger.place("start:zh")
    # The root takes the keys away; window and touch come back within one frame.
    lobby.finger.act("search", "--maxdepth", "0", ".*", "windowfocus")
    lobby.finger.act("mousemove", x, y, "windowfocus", window, "click", "1")
    lobby.finger.wait_for("home")
