"""Leaving nothing of a citizen in memory that nobody uses any more, as far as Python allows.

Freed memory keeps what stood in it until something else is written there. The C library can be told to overwrite what
it frees; Python's own blocks, and what the C library keeps at hand for each thread, are taken, cleared and given back.
"""

import ctypes
from bisect import bisect_right
from pathlib import Path

M_PERTURB = -6
FILLED_WITH = 0xA5
SMALLEST, LARGEST, STEP = 48, 512, 16
"""Bytes of the blocks that Python manages itself; no text is smaller."""
HEADER = 33
"""Bytes that a bytes object has beside its own."""
AT_HAND, AT_HAND_LARGEST = 8, 1040
"""How many freed blocks of one size, and up to which size, the C library keeps for a thread without clearing them."""
BATCH = 64
MAPS = Path("/proc/self/maps")


def overwrite_freed() -> None:
    """Let the C library overwrite whatever it frees from now on, where it can (glibc)."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(M_PERTURB, FILLED_WITH)


def clear_at_hand() -> None:
    """Overwrite the freed blocks that this thread has at hand; each thread can do so for itself only.

    The first are those just too large for Python's own memory, header and all.
    """
    for size in range(LARGEST + 1 - HEADER, AT_HAND_LARGEST + STEP, STEP):
        # Not bytes(size): that is asked for as zeroes, which the C library never takes from what is at hand.
        taken = [b"\xa5" * size for _ in range(AT_HAND)]
        del taken


def clear_freed() -> None:
    """Overwrite the freed blocks of Python's own memory, and those at hand for this thread."""
    clear_at_hand()
    known = _writable()
    if not known:
        return
    taken: list[bytes] = []
    # The largest first: it takes all pools that are wholly free, so that the others find room in begun ones only.
    for size in range(LARGEST, SMALLEST - STEP, -STEP):
        while True:
            batch = [bytes(size - HEADER) for _ in range(BATCH)]
            taken += batch
            if not _inside(known, id(batch[-1])):
                break


def _writable() -> list[tuple[int, int]]:
    """Return the memory this process may write to, in order: (first, one after the last); empty where unknown."""
    if not MAPS.exists():
        return []
    found = []
    for line in MAPS.read_text(encoding="utf-8", errors="replace").splitlines():
        place, rights, *_ = line.split(maxsplit=2)
        if "w" in rights:
            first, _, end = place.partition("-")
            found.append((int(first, 16), int(end, 16)))
    return sorted(found)


def _inside(known: list[tuple[int, int]], address: int) -> bool:
    place = bisect_right(known, (address, 1 << 64)) - 1
    return place >= 0 and known[place][0] <= address < known[place][1]
