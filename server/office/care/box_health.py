"""How the machine below a hall is: its disks, its power, its clock and its heat, as its kernel tells of them.

What a machine does not tell of (most have no eMMC, few are a Raspberry Pi) is left out: nothing is guessed.
"""

import ctypes
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from config.centers import Text
from config.words import both

GIB: Final = 2**30
LEAST_FREE: Final = GIB
LEAST_SHARE: Final = 0.05
HOT_C: Final = 80
"""Where processors begin to slow themselves down."""
UNDER_VOLTAGE: Final = 0x1
WAS_UNDER_VOLTAGE: Final = 0x10000
_THROTTLED: Final = "sys/devices/platform/soc/soc:firmware/get_throttled"
_UNSYNCHRONISED: Final = 5
_TIMEX_BYTES: Final = 512
"""More than the structure that the system fills in needs on any machine."""


class Health(msgspec.Struct, frozen=True):
    """One thing looked at: its stable `name`, whether it is `good`, what was found and, where it is not, what to do."""

    name: str
    good: bool
    found: Text
    remedy: Text | None = None


def box_health(places: tuple[Path, ...], root: Path = Path("/")) -> Iterator[Health]:
    """Give how this machine is; `places` are the folders whose disks matter. Waits for nothing, changes nothing.

    `root` is where the kernel tells of itself.
    """
    seen: set[int] = set()
    for place in places:
        there = next(each for each in (place, *place.absolute().parents) if each.exists())
        device = there.stat().st_dev
        if device not in seen:
            seen.add(device)
            yield _room(there)
            yield from _writable(there)
    yield from _wear(root)
    yield from _power(root)
    yield from _heat(root)
    yield from _clock()


def _room(place: Path) -> Health:
    told = os.statvfs(place)
    free, whole = told.f_bavail * told.f_frsize, told.f_blocks * told.f_frsize
    good = free >= LEAST_FREE and free >= whole * LEAST_SHARE and (told.f_favail > 1000 or not told.f_files)
    found = both(
        "{place}: {free} GiB of {whole} free", place=place, free=round(free / GIB, 1), whole=round(whole / GIB, 1)
    )
    remedy = both("Free some space: delete old backups and what other programs left, or put in a larger disk.")
    return Health("disk", good, found, None if good else remedy)


def _writable(place: Path) -> Iterator[Health]:
    if os.statvfs(place).f_flag & os.ST_RDONLY:
        remedy = both("The system may have found that the disk fails: make a backup elsewhere, and change the disk.")
        yield Health(
            "disk read only", False, both("{place} lies on a disk that cannot be written", place=place), remedy
        )


def _wear(root: Path) -> Iterator[Health]:
    remedy = both("It wears out: make a backup now, and change it before it fails.")
    for counted in sorted(root.glob("sys/fs/ext4/*/errors_count")):
        errors = _number(counted)
        if errors:
            found = both("disk {name}: {count} errors of its file system", name=counted.parent.name, count=errors)
            yield Health("disk wear", False, found, remedy)
    for told in sorted(root.glob("sys/block/mmcblk*/device/life_time")):
        tenths = max((int(word, 16) for word in _text(told).split() if word.startswith("0x")), default=0)
        ending = _number(told.with_name("pre_eol_info"), 16) or 0
        if not tenths:
            continue
        good = tenths < 9 and ending < 2
        name = told.parent.parent.name
        found = both("disk {name}: up to {share} % of its life are used", name=name, share=min(tenths, 10) * 10)
        yield Health("disk wear", good, found, None if good else remedy)


def _power(root: Path) -> Iterator[Health]:
    told = _number(root / _THROTTLED, 16)
    if told is None:
        return
    if told & UNDER_VOLTAGE:
        found = both("the voltage is too low now")
    elif told & WAS_UNDER_VOLTAGE:
        found = both("the voltage was too low since the machine was switched on")
    else:
        yield Health("power", True, both("the voltage is enough"))
        return
    remedy = both("Use the maker's own power supply and a short cable: files can be damaged otherwise.")
    yield Health("power", False, found, remedy)


def _heat(root: Path) -> Iterator[Health]:
    found = [_number(each) for each in root.glob("sys/class/thermal/thermal_zone*/temp")]
    hottest = max((each for each in found if each is not None), default=None)
    if hottest is None:
        return
    degrees = round(hottest / 1000)
    good = degrees < HOT_C
    remedy = both("Let air to it: clean fan and slots, and take it out of the sun.")
    yield Health("heat", good, both("{degrees} °C", degrees=degrees), None if good else remedy)


def _clock() -> Iterator[Health]:
    kept = clock_is_kept()
    if kept is None:
        return
    remedy = both("Let it be kept by NTP: timedatectl set-ntp true, and a time server that this machine reaches.")
    found = both("kept by NTP") if kept else both("nobody keeps it")
    yield Health("time", kept, found, None if kept else remedy)


def clock_is_kept() -> bool | None:
    """Tell whether the system says that its clock follows another one; None where it says nothing."""
    try:
        asked = ctypes.CDLL(None).adjtimex
    except (OSError, AttributeError):
        return None
    # All zero: it is only asked, nothing is set.
    answer = int(asked(ctypes.create_string_buffer(_TIMEX_BYTES)))
    return None if answer < 0 else answer != _UNSYNCHRONISED


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""


def _number(file: Path, base: int = 10) -> int | None:
    try:
        return int(_text(file), base)
    except ValueError:
        return None
