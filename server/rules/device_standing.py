"""How a device stands, in one colour, and why: what is wrong with it and what to do. Pure."""

from typing import Final, Literal

import msgspec

Colour = Literal["red", "amber", "green", "grey"]
"""`red`: it does not do its work. `amber`: it will not for long. `grey`: nothing is expected of it now."""
SILENT_MS: Final = 3 * 60_000
"""How long nothing is heard of a device that runs: it speaks every minute."""
CLOCK_MS: Final = 2 * 60_000


class Cause(msgspec.Struct, frozen=True):
    """One thing that is wrong: its colour, what it is and what to do about it, as English sentences = gettext keys."""

    colour: Colour
    what: str
    remedy: str


COPIED: Final = Cause("red", "Its token may be copied.", "Look at its page: send it away if only one is yours.")
SILENT: Final = Cause("red", "Nothing is heard of it.", "See whether it is switched on and its network cable is in.")
OFF: Final = Cause("grey", "It is off.", "Switch it on when it is needed.")
NEVER: Final = Cause("grey", "It was never used.", "Start it, or send it away.")
CLOCK: Final = Cause("amber", "Its clock is wrong.", "Let it set its clock by the network.")
OLD: Final = Cause("amber", "It runs another release than the server.", "Install the server's release on it.")
PRINTER: Final[dict[str, Cause]] = {
    "paper_low": Cause("amber", "Its paper is nearly used up.", "Keep a new roll ready, and change it soon."),
    "paper_out": Cause("red", "It has no paper.", "Put a new roll in."),
    "cover_open": Cause("red", "The cover of its printer is open.", "Close the cover until it clicks."),
    "cutter": Cause(
        "red", "The cutter of its printer is stuck.", "Open the cover, take the paper out, close it again."
    ),
    "offline": Cause("red", "Its printer is off line.", "Press the feed key of the printer, or switch it off and on."),
    "unknown": Cause("red", "Its printer does not answer.", "See whether the printer is on and its cable is in."),
}
BOX: Final[dict[str, Cause]] = {
    "disk": Cause("amber", "Its disk is nearly full.", "Free some space on it, or put in a larger disk."),
    "disk read only": Cause(
        "red", "Its disk cannot be written any more.", "Change the disk: it may fail at any moment."
    ),
    "disk wear": Cause("amber", "Its disk wears out.", "Change the disk before it fails."),
    "power": Cause("amber", "Its voltage is too low.", "Use the maker's own power supply and a short cable."),
    "heat": Cause("amber", "It is too hot.", "Clean its fan and slots, and take it out of the sun."),
}
WORST: Final[tuple[Colour, ...]] = ("red", "amber", "grey", "green")


class Heard(msgspec.Struct, frozen=True):
    """What is known of a device: when (ms) it was heard last, and what it said of itself, "" what it said nothing of.

    `expected` tells whether it should run now: a hall that is closed switches its screens off, and a counter may be.
    """

    at: int | None
    expected: bool
    copied: bool = False
    clock_off: int = 0
    version: str = ""
    printer: str = ""
    box: tuple[str, ...] = ()


def causes(heard: Heard, release: str, now: int) -> tuple[Cause, ...]:
    """Return what is wrong with a device at `now` (ms), worst first; nothing for one that is well.

    Of one that is silent nothing else is told: what it said before may be long over.
    """
    found = [COPIED] if heard.copied else []
    if heard.at is None:
        return (*found, NEVER)
    if now - heard.at > SILENT_MS:
        return (*found, SILENT if heard.expected else OFF)
    if abs(heard.clock_off) > CLOCK_MS:
        found.append(CLOCK)
    if heard.version and heard.version != release:
        found.append(OLD)
    if heard.printer in PRINTER:
        found.append(PRINTER[heard.printer])
    found += [BOX[each] for each in heard.box if each in BOX]
    return tuple(sorted(found, key=lambda cause: WORST.index(cause.colour)))


def colour(found: tuple[Cause, ...]) -> Colour:
    """Return the colour of a device with these causes."""
    return min((cause.colour for cause in found), key=WORST.index, default="green")
