"""A tone, and how it is kept as a WAV file of any kind."""

import math
import wave
from array import array
from pathlib import Path

from displays.sound import RATE


def tone(seconds: float, rate: int = RATE, pitch: float = 440, level: float = 0.3) -> "array[int]":
    return array(
        "h", (round(32767 * level * math.sin(2 * math.pi * pitch * i / rate)) for i in range(round(seconds * rate)))
    )


def write(path: Path, samples: "array[int]", *, rate: int = RATE, channels: int = 1, width: int = 2) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(channels)
        sound.setsampwidth(width)
        sound.setframerate(rate)
        sound.writeframes(samples.tobytes())
