"""Freed memory is overwritten, and what is in use is not."""

import ctypes
from pathlib import Path

import pytest

from kiosk import memory
from kiosk.memory import clear_at_hand, clear_freed, overwrite_freed


def secret(number: int) -> bytes:
    return b"secret of citizen %06d " % number * 4


def test_what_python_freed_is_overwritten_and_what_it_holds_is_not() -> None:
    held = [secret(number) for number in range(3000)]
    places = [id(each) for each in held]
    sizes = [len(each) for each in held]
    kept = held[::3]
    del held
    clear_freed()
    left = 0
    for number, (place, size) in enumerate(zip(places, sizes, strict=True)):
        if number % 3:
            left += ctypes.string_at(place + memory.HEADER - 1, size) == secret(number)
    assert left == 0
    assert kept == [secret(number) for number in range(0, 3000, 3)]


def test_where_nothing_is_known_of_memory_only_what_is_at_hand_is_cleared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "MAPS", tmp_path / "none")
    clear_freed()
    clear_at_hand()


def test_what_the_c_library_frees_is_overwritten() -> None:
    library = ctypes.CDLL(None)
    library.malloc.restype = ctypes.c_void_p
    library.free.argtypes = [ctypes.c_void_p]
    overwrite_freed()
    try:
        # Larger than what is kept at hand for a thread, smaller than what the kernel takes back.
        place = library.malloc(5000)
        guard = library.malloc(5000)
        ctypes.memmove(place, b"secret" * 800, 4800)
        library.free(place)
        assert b"secret" not in ctypes.string_at(place + 64, 4500)
        library.free(guard)
    finally:
        library.mallopt(memory.M_PERTURB, 0)


@pytest.mark.parametrize("length", [481, 499, 512, 600, 1000])
def test_what_is_just_too_large_for_python_is_overwritten_too(length: int) -> None:
    held = b"secret of a citizen " * 60
    one = held[:length]
    place = id(one) + memory.HEADER - 1
    del one
    clear_at_hand()
    # The C library links freed blocks through their first bytes.
    assert ctypes.string_at(place + 32, length - 64) != held[32 : length - 32]
