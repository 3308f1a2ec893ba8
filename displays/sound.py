"""Sound as it is kept and joined: 16 bit, one channel, `RATE` samples a second, as bytes of little-endian samples."""

from __future__ import annotations

import io
import math
import sys
import wave
from array import array
from pathlib import Path
from typing import Final

RATE: Final = 22_050
LOUDNESS: Final = 0.14
"""Root mean square of every clip, of 1.0."""
PEAK: Final = 0.84
"""Highest sample of any clip, of 1.0: loudness gives way to it."""
EDGE_SECONDS: Final = 0.04
FADE_SECONDS: Final = 0.005
SILENT: Final = 0.012


class UnreadableSound(Exception):
    """A file that is no plain WAV of 16 bit."""


def read(path: Path) -> array[int]:
    """Return a WAV file as samples; several channels become one, another rate becomes `RATE`.

    Raises `UnreadableSound`.
    """
    try:
        with wave.open(str(path), "rb") as sound:
            if sound.getsampwidth() != 2:
                raise UnreadableSound(f"{path.name}: {sound.getsampwidth() * 8} bit, save it as 16 bit")
            channels, rate = sound.getnchannels(), sound.getframerate()
            samples = array("h", sound.readframes(sound.getnframes()))
    except (OSError, EOFError, wave.Error, ValueError) as error:
        raise UnreadableSound(f"{path.name}: {error}") from error
    if sys.byteorder == "big":
        samples.byteswap()
    if channels > 1:
        samples = array("h", (sum(samples[i : i + channels]) // channels for i in range(0, len(samples), channels)))
    return samples if rate == RATE else _at_rate(samples, rate)


def wav(samples: bytes) -> bytes:
    """Return samples as a WAV file."""
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(samples)
    return file.getvalue()


def trimmed(samples: array[int]) -> array[int]:
    """Return `samples` with at most `EDGE_SECONDS` of near silence at each end."""
    floor = SILENT * 32767
    loud = [i for i, sample in enumerate(samples) if abs(sample) > floor]
    if not loud:
        return array("h")
    edge = round(EDGE_SECONDS * RATE)
    return samples[max(loud[0] - edge, 0) : loud[-1] + edge]


def levelled(samples: array[int]) -> array[int]:
    """Return `samples` at `LOUDNESS` with soft ends, no sample above `PEAK`."""
    if not samples:
        return samples
    loudness = math.sqrt(sum(sample * sample for sample in samples) / len(samples)) / 32767
    peak = max(abs(sample) for sample in samples) / 32767
    gain = min(LOUDNESS / max(loudness, 1e-6), PEAK / max(peak, 1e-6))
    fade = min(round(FADE_SECONDS * RATE), len(samples) // 2) or 1
    last = len(samples) - 1
    return array("h", (round(s * gain * min(i / fade, (last - i) / fade, 1)) for i, s in enumerate(samples)))


def _at_rate(samples: array[int], rate: int) -> array[int]:
    length = len(samples) * RATE // rate
    last = len(samples) - 1
    result = array("h", bytes(2 * length))
    for i in range(length):
        place = i * rate / RATE
        left = int(place)
        right = min(left + 1, last)
        result[i] = round(samples[left] + (samples[right] - samples[left]) * (place - left))
    return result
