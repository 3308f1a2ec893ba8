"""An independent reader of slips, written from the command sheet alone: it shares nothing with what it proves."""

from dataclasses import dataclass, field


@dataclass
class Read:
    lines: list[tuple[str, int, bool, str]] = field(default_factory=list)
    codes: list[tuple[str, int, int]] = field(default_factory=list)
    rasters: list[tuple[int, int, bytes]] = field(default_factory=list)
    feeds: list[int] = field(default_factory=list)
    cuts: int = 0
    hanzi: bool = False


def read(job: bytes) -> Read:
    """Walk the bytes one by one; whatever the sheet does not know is an error."""
    found = Read()
    size, bold, align, module, level, stored = 1, False, "left", 0, 0, b""
    line = bytearray()
    at = 0
    while at < len(job):
        two, rest = job[at : at + 2], job[at + 2 :]
        if two == b"\x1b@":
            size, bold, align, at = 1, False, "left", at + 2
        elif two == b"\x1c&":
            found.hanzi, at = True, at + 2
        elif two == b"\x1ba":
            align, at = {0: "left", 1: "center", 2: "right"}[rest[0]], at + 3
        elif two == b"\x1dB" or two == b"\x1dr":
            at += 3
        elif two == b"\x1d!":
            assert rest[0] >> 4 == rest[0] & 0x0F
            size, at = (rest[0] & 0x0F) + 1, at + 3
        elif two == b"\x1bE":
            bold, at = rest[0] == 1, at + 3
        elif two == b"\x1bJ":
            found.feeds.append(rest[0])
            at += 3
        elif two == b"\x1dV":
            assert rest[:2] in (b"\x42\x00", b"\x41\x00")
            found.cuts, at = found.cuts + 1, at + 4
        elif two == b"\x1dv":
            assert rest[:2] == b"0\x00"
            wide, high = rest[2] | rest[3] << 8, rest[4] | rest[5] << 8
            found.rasters.append((wide, high, rest[6 : 6 + wide * high]))
            at += 8 + wide * high
        elif two == b"\x1d(":
            length = rest[1] | rest[2] << 8
            function, data = rest[3:5], rest[5 : 3 + length]
            assert rest[:1] == b"k"
            if function == b"1C":
                module = data[0]
            elif function == b"1E":
                level = data[0] - 0x30
            elif function == b"1P":
                stored = data[1:]
            elif function == b"1Q":
                found.codes.append((stored.decode(), module, level))
            else:
                assert function == b"1A"
                assert data == b"2\x00"
            at += 5 + length
        elif job[at] == 0x0A:
            found.lines.append((line.decode("gb18030"), size, bold, align))
            line.clear()
            at += 1
        else:
            assert job[at] >= 0x20, f"unknown command {two.hex()} at {at}"
            pair = 2 if job[at] > 0x80 else 1
            line += job[at : at + pair]
            at += pair
    return found
