"""Sealed bytes come back whole or not at all."""

import io

import pytest

from server.store.backup import sealed
from server.store.backup.sealed import HEAD, TAG, Broken, SealedReader, SealedWriter, WrongKey

KEY = "one two three"


def seal(content: bytes, *, parts: int = 7) -> bytes:
    out = io.BytesIO()
    writer = SealedWriter(out, KEY)
    for start in range(0, len(content), parts):
        writer.write(content[start : start + parts])
    writer.close()
    return out.getvalue()


def unseal(content: bytes, key: str = KEY) -> bytes:
    return SealedReader(io.BytesIO(content), key).read()


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed, "PIECE", 16)


@pytest.mark.parametrize("size", [0, 1, 15, 16, 17, 32, 100])
def test_what_was_written_is_read_in_pieces_of_any_size(small_pieces: None, size: int) -> None:
    content = bytes(range(size))
    shut = seal(content)
    assert unseal(shut) == content
    reader, found = SealedReader(io.BytesIO(shut), KEY), b""
    while part := reader.read(5):
        found += part
    assert found == content
    if size >= 15:
        assert content[:8] not in shut


def test_another_key_reads_nothing_and_is_no_damage() -> None:
    with pytest.raises(WrongKey):
        unseal(seal(b"x"), "one two four")


def test_every_bit_counts(small_pieces: None) -> None:
    shut = seal(bytes(40))
    # The salt and the check of the key are summed in the head: damage there is no wrong key.
    for place in [*range(HEAD), *range(HEAD, len(shut), 9), len(shut) - 1]:
        changed = bytearray(shut)
        changed[place] ^= 1
        with pytest.raises(Broken):
            unseal(bytes(changed))


def test_nothing_is_cut_off_left_out_or_moved(small_pieces: None) -> None:
    shut = seal(bytes(40))
    piece = 16 + TAG
    first, second, last = shut[HEAD:][:piece], shut[HEAD + piece :][:piece], shut[HEAD + 2 * piece :]
    for left in (first + second, first + last, second + first + last, first, b"", first + second + last + b"x"):
        with pytest.raises(Broken):
            unseal(shut[:HEAD] + left)
    for size in range(HEAD):
        with pytest.raises(Broken):
            unseal(shut[:size])


def test_the_same_bytes_are_sealed_otherwise_each_time() -> None:
    assert seal(b"x" * 64) != seal(b"x" * 64)
