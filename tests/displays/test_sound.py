"""Sound as it is kept: any plain WAV becomes one channel at one rate, silence goes, loudness is levelled."""

import math
from array import array
from pathlib import Path

import pytest

from displays.sound import EDGE_SECONDS, LOUDNESS, PEAK, RATE, UnreadableSound, levelled, read, trimmed, wav
from tests.displays.tone import tone, write


def test_silence_is_trimmed_and_loudness_levelled() -> None:
    quiet = array("h", bytes(2 * RATE))
    padded = quiet + tone(0.5, level=0.05) + quiet
    assert len(trimmed(padded)) == pytest.approx(RATE * (0.5 + 2 * EDGE_SECONDS), abs=RATE * 0.01)
    level = levelled(trimmed(padded))
    assert math.sqrt(sum(s * s for s in level) / len(level)) / 32767 == pytest.approx(LOUDNESS, rel=0.05)
    assert (level[0], level[-1]) == (0, 0)
    assert len(trimmed(quiet)) == 0


@pytest.mark.parametrize("rate", [8_000, 22_050, 44_100, 48_000])
def test_a_file_of_any_rate_lasts_as_long(tmp_path: Path, rate: int) -> None:
    write(tmp_path / "tone.wav", tone(0.25, rate), rate=rate)
    assert len(read(tmp_path / "tone.wav")) == pytest.approx(0.25 * RATE, abs=1)


def test_two_channels_become_their_middle(tmp_path: Path) -> None:
    write(tmp_path / "pair.wav", array("h", (1000, 3000, -200, 200)), channels=2)
    assert read(tmp_path / "pair.wav") == array("h", (2000, 0))


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    samples = tone(0.05)
    (tmp_path / "tone.wav").write_bytes(wav(samples.tobytes()))
    assert read(tmp_path / "tone.wav") == samples


@pytest.mark.parametrize("content", [b"", b"RIFF", b"not a sound at all, but long enough to be one of some kind"])
def test_what_is_no_sound_is_said(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "broken.wav").write_bytes(content)
    with pytest.raises(UnreadableSound, match=r"broken\.wav"):
        read(tmp_path / "broken.wav")
    with pytest.raises(UnreadableSound, match=r"missing\.wav"):
        read(tmp_path / "missing.wav")


def test_loudness_gives_way_to_the_peak() -> None:
    click = array("h", [0] * RATE)
    click[RATE // 2] = 3000
    assert max(levelled(click)) / 32767 == pytest.approx(PEAK, abs=0.001)
    assert levelled(array("h")) == array("h")
