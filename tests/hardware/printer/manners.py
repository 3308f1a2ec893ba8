"""The manners of printers as a table: what each does, how it is set up, and whether its slip may be called printed."""

from dataclasses import dataclass, field
from typing import Any, Literal

from config.printing import Printing
from hardware.printer.manner import Manner

QUICK = {"speed": 500}
"""Nobody waits long for paper that does not move."""
AUTOMATIC = b"\x14\x00\x00\x0f"
Outcome = Literal["printed", "flagged"]


@dataclass(frozen=True)
class Row:
    """One printer: `says` are its settings, `trouble` what is wrong with it before the slip; `mended` if it ever is."""

    name: str
    outcome: Outcome
    manner: Manner = field(default_factory=Manner)
    says: dict[str, Any] = field(default_factory=dict)
    trouble: dict[str, Any] = field(default_factory=dict)
    on_pty: bool = False

    @property
    def printing(self) -> Printing:
        """Return what its hall wrote into `[printing]`."""
        return Printing(**{**QUICK, **self.says})


ROWS = (
    # What a printer is.
    Row("good", "printed"),
    Row("good on a serial line", "printed", on_pty=True),
    Row("58 mm", "printed", says={"paper": 58}),
    Row("58 mm by its profile, no codes, no cutter", "printed", says={"profile": "POS-5890", "cut": "partial"}),
    Row("no codes of its own", "printed", says={"codes": "drawn"}),
    Row("GB2312 only", "printed", says={"charset": "gb2312"}),
    Row("GB18030 in two bytes", "printed", says={"charset": "gb18030"}),
    Row("cuts whole", "printed", says={"cut": "full"}),
    # What it answers.
    Row("process ids", "printed", Manner(process=True, queued=False), {"answers": "process"}),
    Row("process ids and stray zeros", "printed", Manner(process=True, chat=b"\0"), {"answers": "process"}),
    Row("no process ids after all", "flagged", Manner(), {"answers": "process"}),
    Row("never a status", "printed", Manner(status=False, queued=False), {"answers": "none"}),
    Row("never a status, serial", "printed", Manner(status=False, queued=False), {"answers": "none"}, on_pty=True),
    Row("never a status, and nobody said so", "flagged", Manner(status=False, queued=False)),
    Row("never GS r", "printed", Manner(queued=False), {"answers": "status"}),
    Row("never GS r, and nobody said so", "flagged", Manner(queued=False)),
    Row("silent", "flagged", trouble={"silent": True}),
    # What it says by itself.
    Row("greets with an automatic status", "printed", Manner(greets=AUTOMATIC)),
    Row("greets with an automatic status, serial", "printed", Manner(greets=AUTOMATIC), on_pty=True),
    Row("greets with what looks like answers", "printed", Manner(greets=b"\x16\x12\x32\x00\x00")),
    Row("greets with its name", "printed", Manner(greets=b"\x5fTM-T20\0")),
    Row("greets with noise", "printed", Manner(greets=b"\xff\xfe\x80ready\r\n")),
    Row("automatic statuses in the job", "printed", Manner(chat=AUTOMATIC, chats_each=16)),
    Row("flow control in the job", "printed", Manner(chat=b"\x13\x11", chats_each=8)),
    Row("statuses in the job", "printed", Manner(chat=b"\x16", chats_each=40)),
    Row("statuses in the job, and no end", "flagged", Manner(chat=b"\x16", chats_each=40, queued=False)),
    Row("automatic statuses, and no end", "flagged", Manner(chat=AUTOMATIC, chats_each=16, queued=False)),
    Row("garbage for a status", "flagged", Manner(garbage=b"\xff")),
    Row("zeros for a status", "flagged", Manner(garbage=b"\x00")),
    Row("echoes the question", "flagged", Manner(garbage=b"\x10\x04\x01")),
    # How fast it is.
    Row("answers late", "printed", Manner(late=0.3)),
    Row("takes bytes slowly", "printed", Manner(sip=64, takes=2_000)),
    Row("takes bytes one by one", "printed", Manner(sip=1)),
    Row("takes bytes in sevens, serial", "printed", Manner(sip=7), on_pty=True),
    Row("feeds paper slowly", "printed", Manner(feeds=60), {"speed": 60}),
    Row(
        "feeds paper slowly, never GS r",
        "printed",
        Manner(feeds=400, queued=False),
        {"answers": "status", "speed": 200},
    ),
    # How it holds the line.
    Row("one connection", "printed", Manner(refuses=True)),
    Row("hangs up when idle", "printed", Manner(patience=0.2)),
    Row("hangs up when idle and rests", "printed", Manner(patience=0.2, refuses=True, rests=0.5)),
    Row("cable pulled at the first byte", "flagged", Manner(faults={"hang up": 13})),
    Row("cable pulled in the slip", "flagged", Manner(sip=32, faults={"hang up": 200})),
    Row("reset in the slip", "flagged", Manner(faults={"reset": 100})),
    Row("falls silent in the slip", "flagged", Manner(faults={"silence": 100})),
    # Its paper, cover and cutter.
    Row("paper low", "printed", trouble={"paper": "low"}),
    Row("paper out before", "flagged", trouble={"paper": "out"}),
    Row("paper ends in the slip", "flagged", Manner(faults={"paper": 150})),
    Row("paper ends in the slip, serial", "flagged", Manner(faults={"paper": 150}), on_pty=True),
    Row(
        "paper ends in the slip, never GS r",
        "flagged",
        Manner(queued=False, faults={"paper": 150}),
        {"answers": "status"},
    ),
    Row("paper ends right after the slip", "printed", Manner(ends_with_slip=True)),
    Row("cover open before", "flagged", trouble={"cover_open": True}),
    Row("cover opened in the slip", "flagged", Manner(faults={"cover": 150})),
    Row("offline before", "flagged", trouble={"offline": True}),
    Row("goes offline in the slip", "flagged", Manner(faults={"offline": 150})),
    Row("cutter jammed before", "flagged", trouble={"cutter_jammed": True}),
)
