"""Reads a slip's bytes back: its lines with their sizes, its QR codes, what was drawn, how often it was cut. Pure."""

from dataclasses import dataclass, field

from hardware.printer.command_sheet import commands


@dataclass
class Line:
    """One line of text as it stands on the paper; `left` and `right` of it is nothing."""

    text: str
    width: int = 1
    height: int = 1
    bold: bool = False
    align: int = 0


@dataclass
class Slip:
    """Everything on one slip; `pictures` are (width in dots, rows) of rasters."""

    lines: list[Line] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    pictures: list[tuple[int, int]] = field(default_factory=list)
    cuts: int = 0

    @property
    def text(self) -> str:
        """Return all lines of text."""
        return "\n".join(line.text for line in self.lines)


def read_slip(job: bytes) -> Slip:
    """Return what is on the slip `job`; raises `Unfinished` when it ends inside a command."""
    slip = Slip()
    style = Line("")
    line, stored = "", b""
    for command, _ in commands(job):
        name, data = command
        if name == b"text":
            line += data.replace(b"\0", b"").decode("gb18030", errors="replace")
        elif name == b"\n":
            slip.lines.append(Line(line, style.width, style.height, style.bold, style.align))
            line = ""
        elif name == b"\x1b@":
            style = Line("")
        elif name == b"\x1d!":
            style.width, style.height = (data[0] >> 4) + 1, (data[0] & 7) + 1
        elif name == b"\x1bE":
            style.bold = bool(data[0] & 1)
        elif name == b"\x1ba":
            style.align = data[0] % 48
        elif name == b"\x1dv":
            slip.pictures.append((int.from_bytes(data[2:4], "little") * 8, int.from_bytes(data[4:6], "little")))
        elif name == b"\x1d(" and data[3:6] == b"\x31\x50\x30":
            stored = data[6:]
        elif name == b"\x1d(" and data[3:5] == b"\x31\x51":
            slip.codes.append(stored.decode())
        elif name == b"\x1dV":
            slip.cuts += 1
    return slip
