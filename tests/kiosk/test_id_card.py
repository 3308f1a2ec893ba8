"""The real window with a reader of identity cards on a serial line: invited, filled in, confirmed, taken back, gone."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from config.case import Case
from hardware.id_card.emulator import EmulatedReader, written
from tests.dongjiang import city
from tests.hardware.id_card.cards import number
from tests.kiosk.lobby import Lobby

pytestmark = [pytest.mark.screen, pytest.mark.xdist_group("window")]


class AtConfirm(Exception):
    """The citizen stands before the last touch."""


def asked_for_birth() -> Case:
    """Return somebody who is asked when they were born, and comes to a plan."""
    cases = (each for each in city().cases if each.checklists == ("hukou-in",) and each.visits)
    return next(each for each in cases if "age" in each.answers)


CASE = asked_for_birth()
BORN = str(CASE.answers["age"])
YEAR, MONTH, DAY = (int(part) for part in BORN.split("-"))
DIGITS = BORN.replace("-", "")
CARD = written(sex="1", birth=DIGITS, number=number(f"000000{DIGITS}001"), begin="20160101", end="20360101")


@pytest.fixture(scope="module")
def reader() -> Iterator[EmulatedReader]:
    with EmulatedReader(on_pty=True) as made:
        yield made


@pytest.fixture(scope="module")
def lobby(reader: EmulatedReader) -> Iterator[Lobby]:
    with ExitStack() as stack:
        yield Lobby(stack, reader=reader)


def test_a_card_fills_in_the_date_of_birth_and_is_back_before_the_slip(
    lobby: Lobby, reader: EmulatedReader, tmp_path: Path
) -> None:
    confirmed: list[str] = []

    def look(screen: str) -> None:
        if screen == "confirm":
            raise AtConfirm
        if screen == "question" and lobby.finger.screen()["question"] == "age" and not confirmed:
            lobby.says("把身份证放在读卡区，可以少答几题")
            reader.put(CARD)
            lobby.says(f"{YEAR} 年 {MONTH} 月 {DAY} 日", "已按身份证填好")
            lobby.finger.picture(tmp_path / "filled.png")
            lobby.finger.touch("next")
            lobby.finger.wait_until("another question", lambda shown: shown["question"] != "age")
            confirmed.append(screen)

    citizen = lobby.citizen()
    citizen._look = look
    with pytest.raises(AtConfirm):
        citizen.be_guided(CASE.checklists, CASE.answers)
    assert confirmed
    lobby.finger.touch("take")
    lobby.says("请拿回身份证", screen="take_card")
    assert lobby.printer.slips == []
    reader.lift()
    lobby.finger.wait_until("a slip", lambda shown: shown["slip"] == "printed")
    lobby.leave()
    files = (each for each in (lobby.folder / "kiosk").rglob("*") if each.is_file())
    kept = [each.read_bytes() for each in files if each.suffix != ".jsonl" and not each.name.startswith("release")]
    # The consultation itself is kept at the server, under its code, as for everybody.
    assert not any(said.encode() in each for each in kept for said in (BORN, DIGITS))
    assert not any(said in lobby.parts.log("kiosk") for said in (BORN, DIGITS))


def test_a_card_that_somebody_left_is_read_for_nobody_until_it_was_lifted(lobby: Lobby, reader: EmulatedReader) -> None:
    reader.put(CARD)
    lobby.says("读卡区有一张身份证", screen="attract")
    seen: list[str] = []

    def look(screen: str) -> None:
        if screen == "question" and lobby.finger.screen()["question"] == "age":
            lobby.says("读卡区已有一张证")
            reader.start_anew()
            seen.extend(lobby.finger.screen()["words"])
            reader.lift()
            lobby.says("把身份证放在读卡区")
            reader.put(CARD)
            lobby.says(f"{YEAR} 年 {MONTH} 月 {DAY} 日")
            raise AtConfirm

    citizen = lobby.citizen()
    citizen._look = look
    with pytest.raises(AtConfirm):
        citizen.be_guided(CASE.checklists, CASE.answers)
    assert not any(f"{YEAR} 年" in each for each in seen)
    reader.lift()
    lobby.leave()
    assert lobby.alive()
