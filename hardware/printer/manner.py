"""How printers differ in their behaviour, as data for the emulated one. Pure."""

from dataclasses import dataclass, field
from typing import Literal

Fault = Literal["paper", "cover", "offline", "reset", "silence", "hang up"]


@dataclass(frozen=True)
class Manner:
    """What one printer does; the default is a good one.

    It answers real-time questions (`status`), queued ones (`queued`), process ids (`process`), each `late` seconds
    after it came. It `greets` whoever connects, and says `chat` unasked after every `chats_each` bytes. `garbage` is
    what it says instead of each status. It takes `sip` bytes at a time and `takes` bytes a second, and feeds the paper
    at `feeds` mm a second. While it `refuses` others it takes one connection only; one that is not used for
    `patience` seconds it ends, and then takes none for `rests` seconds. `faults` come once, after so many bytes of
    a job; `ends_with_slip` is a roll that ends right after a whole slip.
    """

    status: bool = True
    queued: bool = True
    process: bool = False
    late: float = 0
    greets: bytes = b""
    chat: bytes = b""
    chats_each: int = 50
    garbage: bytes | None = None
    sip: int = 4096
    takes: float | None = None
    feeds: float | None = None
    refuses: bool = False
    patience: float | None = None
    rests: float = 0
    faults: dict[Fault, int] = field(default_factory=dict)
    ends_with_slip: bool = False
