"""What a kernel tells of its machine is understood; what it does not tell is left out."""

import ctypes
import os
from pathlib import Path
from typing import Any

import pytest

from server.office.care import box_health as box
from server.office.care.box_health import Health, box_health, clock_is_kept


def told(root: Path, **files: str) -> dict[str, Health]:
    for name, content in files.items():
        file = root / name.replace("__", "/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="ascii")
    found = {each.name: each for each in box_health((), root)}
    assert all((each.remedy is None) is each.good for each in found.values())
    return found


def write(root: Path, path: str, content: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(content, encoding="ascii")


def test_a_machine_that_tells_nothing_is_not_guessed_at(tmp_path: Path) -> None:
    assert set(told(tmp_path)) <= {"time"}


@pytest.mark.parametrize(
    ("bits", "good", "said"),
    [
        ("0x0", True, "enough"),
        ("0x50000", False, "was too low"),
        ("0x50005", False, "too low now"),
        ("0x80000", True, ""),
    ],
)
def test_a_raspberry_pi_tells_of_its_power(tmp_path: Path, bits: str, good: bool, said: str) -> None:
    write(tmp_path, "sys/devices/platform/soc/soc:firmware/get_throttled", f"{bits}\n")
    power = told(tmp_path)["power"]
    assert power.good is good
    assert said in power.found.en


@pytest.mark.parametrize(("milli", "good"), [("45123", True), ("79400", True), ("80000", False), ("-1", True)])
def test_the_hottest_place_counts(tmp_path: Path, milli: str, good: bool) -> None:
    write(tmp_path, "sys/class/thermal/thermal_zone0/temp", "20000\n")
    write(tmp_path, "sys/class/thermal/thermal_zone1/temp", f"{milli}\n")
    write(tmp_path, "sys/class/thermal/thermal_zone2/temp", "broken\n")
    assert told(tmp_path)["heat"].good is good


@pytest.mark.parametrize(
    ("life", "ending", "good"),
    [
        ("0x01 0x02", "0x01", True),
        ("0x09 0x01", "0x01", False),
        ("0x01 0x0b", "0x01", False),
        ("0x01 0x01", "0x02", False),
    ],
)
def test_a_card_tells_how_much_of_its_life_is_used(tmp_path: Path, life: str, ending: str, good: bool) -> None:
    write(tmp_path, "sys/block/mmcblk0/device/life_time", f"{life}\n")
    write(tmp_path, "sys/block/mmcblk0/device/pre_eol_info", f"{ending}\n")
    assert told(tmp_path)["disk wear"].good is good


def test_errors_of_a_file_system_are_counted(tmp_path: Path) -> None:
    write(tmp_path, "sys/fs/ext4/sda1/errors_count", "0\n")
    assert "disk wear" not in told(tmp_path)
    write(tmp_path, "sys/fs/ext4/sda2/errors_count", "3\n")
    assert told(tmp_path)["disk wear"].found.en == "disk sda2: 3 errors of its file system"


@pytest.mark.parametrize(
    ("free", "whole", "names", "good"),
    [(20, 100, 10**6, True), (0.9, 10, 10**6, False), (4, 100, 10**6, False), (20, 100, 10, False)],
)
def test_room_is_looked_for_where_the_data_will_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: float, whole: float, names: int, good: bool
) -> None:
    asked: list[Path] = []

    def room(place: Path) -> os.statvfs_result:
        asked.append(place)
        blocks = [int(each * box.GIB / 4096) for each in (whole, free, free)]
        return os.statvfs_result((4096, 4096, *blocks, 10**7, names, names, os.ST_RDONLY, 255))

    monkeypatch.setattr(os, "statvfs", room)
    found = {each.name: each for each in box_health((tmp_path / "not" / "yet", tmp_path), tmp_path / "none")}
    assert found["disk"].good is good
    assert not found["disk read only"].good
    assert set(asked) == {tmp_path}


@pytest.mark.parametrize(("answer", "kept"), [(0, True), (5, False), (-1, None)])
def test_whoever_keeps_the_clock_is_asked(monkeypatch: pytest.MonkeyPatch, answer: int, kept: bool | None) -> None:
    class System:
        def adjtimex(self, asked: Any) -> int:
            assert bytes(asked) == bytes(512), "nothing is set"
            return answer

    monkeypatch.setattr(ctypes, "CDLL", lambda _: System())
    assert clock_is_kept() is kept


def test_a_system_without_that_word_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda _: object())
    assert clock_is_kept() is None
