"""Makes the clips of the voice at set-up: `python -P -m displays.clips_making FOLDER`.

Needs the programs and packages of set-up only: espeak-ng, and pypinyin for the tones. Mandarin is spoken from pinyin
(`cmn-latn-pinyin`), because espeak-ng's own `cmn` reads most syllables as English.
"""

from __future__ import annotations

import math
import subprocess
import sys
import tempfile
from array import array
from pathlib import Path
from typing import Final

from pypinyin import Style, lazy_pinyin

from config.centers import Language
from displays.sound import PEAK, RATE, levelled, read, trimmed, wav
from server.rules.hall.announcement import CHIME, PAUSE, spoken

PAUSE_SECONDS: Final = 0.2
CHIME_NOTES: Final = ((659.26, 0.0), (523.25, 0.42))
"""Hz and start in seconds: ding, dong."""
CHIME_SECONDS: Final = 1.5
VOICES: Final[dict[Language, tuple[str, ...]]] = {
    "zh": ("-v", "cmn-latn-pinyin", "-s", "150"),
    "en": ("-v", "en-us", "-s", "150"),
}


class CannotSpeak(Exception):
    """The speaking program or the dictionary of tones is missing or fails; the text says what to install."""


def pinyin(text: str) -> str:
    """Return hanzi as numbered pinyin (`qing3`); letters and marks stay what they are."""
    return " ".join(str(syllable) for syllable in lazy_pinyin(text, style=Style.TONE3, neutral_tone_with_five=True))


def speak(language: Language, text: str, letter: bool = False) -> array[int]:
    """Return `text` as trimmed, levelled samples; a single letter is named in English in both languages.

    Raises `CannotSpeak`.
    """
    voice = VOICES["en" if letter else language]
    said = text if letter or language == "en" else pinyin(text)
    with tempfile.TemporaryDirectory(prefix="banshi-clip-") as folder:
        path = Path(folder) / "said.wav"
        try:
            subprocess.run(  # noqa: S603 - the words are ours
                ["espeak-ng", *voice, "-a", "100", "-w", str(path), said],  # noqa: S607
                check=True,
                capture_output=True,
            )
        except FileNotFoundError as error:
            raise CannotSpeak("espeak-ng is missing; install the package espeak-ng") from error
        except subprocess.CalledProcessError as error:
            raise CannotSpeak(f"espeak-ng: {error.stderr.decode(errors='replace').strip()}") from error
        return levelled(trimmed(read(path)))


def chime() -> array[int]:
    """Return ding dong: two soft bells that fade away."""
    mixed = [0.0] * round(CHIME_SECONDS * RATE)
    for pitch, start in CHIME_NOTES:
        for overtone, share in ((1, 1.0), (2, 0.32), (3, 0.12)):
            step = 2 * math.pi * pitch * overtone / RATE
            first = round(start * RATE)
            for i in range(len(mixed) - first):
                attack = min(i / (0.006 * RATE), 1)
                mixed[first + i] += share * attack * math.exp(-3.2 * overtone * i / RATE) * math.sin(step * i)
    high = max(abs(sample) for sample in mixed)
    ending = round(0.05 * RATE)
    return array(
        "h",
        (
            round(32767 * PEAK * 0.6 * sample / high * min((len(mixed) - i) / ending, 1))
            for i, sample in enumerate(mixed)
        ),
    )


def make(folder: Path) -> int:
    """Write all clips into `folder` and return how many; raises `CannotSpeak`."""
    clips = {CHIME: chime(), PAUSE: array("h", bytes(2 * round(PAUSE_SECONDS * RATE)))}
    languages: tuple[Language, ...] = ("zh", "en")
    for language in languages:
        for name, text in spoken(language).items():
            clips[name] = speak(language, text, letter="/letter-" in name)
    for name, samples in clips.items():
        path = folder / f"{name}.wav"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(wav(samples.tobytes()))
    return len(clips)


if __name__ == "__main__":
    try:
        make(Path(sys.argv[1]))
    except CannotSpeak as error:
        sys.exit(str(error))
