"""The clips of the voice: the real program speaks, every clip is there, and all are made alike."""

import math
import wave
from array import array
from pathlib import Path

from displays.clips_making import pinyin
from displays.sound import EDGE_SECONDS, LOUDNESS, PEAK, RATE, trimmed
from server.rules.hall.announcement import CHIME, PAUSE, spoken


def test_hanzi_are_spoken_from_pinyin_with_tones() -> None:
    wanted = {
        "zh/please": "qing3",
        "zh/number": "hao4",
        "zh/to": "dao4",
        "zh/counter": "hao4 chuang1 kou3",
        "zh/digit-0": "ling2",
        "zh/digit-1": "yi1",
        "zh/digit-2": "er4",
        "zh/digit-9": "jiu3",
        "zh/count-10": "shi2",
        "zh/count-100": "bai3",
        "zh/wait-next": "deng3 hou4 xia4 yi1 bu4",
        "zh/look-next": "xia4 yi1 bu4 qing3 kan4 ping2 mu4",
        "zh/see-screen": "chuang1 kou3 ， qing3 kan4 ping2 mu4",
    }
    assert {name: pinyin(spoken("zh")[name]) for name in wanted} == wanted


def test_every_clip_is_made_alike(clips: Path) -> None:
    names = {CHIME, PAUSE, *spoken("zh"), *spoken("en")}
    assert {str(path.relative_to(clips).with_suffix("")) for path in clips.rglob("*.wav")} == names
    for name in names:
        with wave.open(str(clips / f"{name}.wav"), "rb") as sound:
            assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (1, 2, RATE), name
            samples = array("h", sound.readframes(sound.getnframes()))
        assert 0.1 < len(samples) / RATE < 3, name
        assert max(samples) / 32767 <= PEAK + 0.001, name
        if name not in (CHIME, PAUSE):
            loudness = math.sqrt(sum(sample * sample for sample in samples) / len(samples)) / 32767
            assert 0.5 * LOUDNESS < loudness < 1.1 * LOUDNESS, name
            assert trimmed(samples).buffer_info()[1] >= len(samples) - RATE * 2 * EDGE_SECONDS - 1, name


def test_letters_and_tones_sound_different(clips: Path) -> None:
    sounds = {(clips / f"{name}.wav").read_bytes() for name in spoken("zh")}
    # Digits of a ticket and of a counter are said alike until a hall records 幺 for one of them.
    assert len(sounds) == len(spoken("zh")) - 10
