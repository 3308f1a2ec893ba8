"""The clips of the voice: the real program speaks, every clip is there, and all fit together."""

import math
import subprocess
import sys
import wave
from array import array
from pathlib import Path

import pytest

from displays.announcer import Announcer, ClipMissing
from displays.clips_making import pinyin
from displays.sound import EDGE_SECONDS, LOUDNESS, PEAK, RATE, UnreadableSound, levelled, read, trimmed, wav
from server.rules.hall.announcement import CHIME, PAUSE, call_clips, spoken


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clips")
    subprocess.run([sys.executable, "-P", "-m", "displays.clips_making", str(folder)], check=True)
    return folder


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


def test_a_call_is_its_clips_one_after_the_other(clips: Path) -> None:
    names = call_clips("A012", 3, ("zh", "en"))
    joined = Announcer(clips=clips).wav(names)
    whole = b"".join(read(clips / f"{name}.wav").tobytes() for name in names)
    assert joined == wav(array("h", whole).tobytes())
    assert joined[:4] == b"RIFF"
    assert int.from_bytes(joined[4:8], "little") == len(joined) - 8
    assert joined[20:22] == b"\x01\x00", "plain PCM: other kinds are not read everywhere"
    assert len(joined) == 44 + len(whole)


def test_the_same_call_is_joined_once(clips: Path) -> None:
    announcer = Announcer(clips=clips)
    assert announcer.wav(call_clips("A012", 3)) is announcer.wav(call_clips("A012", 3))


def test_a_recording_of_the_hall_replaces_a_clip_whatever_its_rate(clips: Path, tmp_path: Path) -> None:
    pair = array("h", (sample for value in tone(0.5, 48_000) for sample in (value, value)))
    write(tmp_path / "zh" / "please.wav", pair, rate=48_000, channels=2)
    ours = Announcer(tmp_path, clips).wav(("zh/please",))
    assert len(ours) - 44 == 2 * round(0.5 * RATE)
    heard = array("h", ours[44:])
    for mine, wanted in zip(heard[100:1000], tone(0.5)[100:1000], strict=True):
        assert abs(mine - wanted) < 200
    assert Announcer(tmp_path, clips).wav(("zh/to",)) == Announcer(clips=clips).wav(("zh/to",))


def test_a_broken_recording_does_not_silence_the_hall(clips: Path, tmp_path: Path) -> None:
    (tmp_path / "zh").mkdir()
    (tmp_path / "zh" / "please.wav").write_bytes(b"not a sound")
    write(tmp_path / "zh" / "to.wav", tone(0.1), width=1)
    for name in ("zh/please", "zh/to"):
        assert Announcer(tmp_path, clips).wav((name,)) == Announcer(clips=clips).wav((name,))
        with pytest.raises(UnreadableSound):
            read(tmp_path / f"{name}.wav")


def test_a_clip_that_nobody_has_is_named(tmp_path: Path) -> None:
    with pytest.raises(ClipMissing, match="chime"):
        Announcer(clips=tmp_path).wav((CHIME,))


def test_silence_is_trimmed_and_loudness_levelled() -> None:
    quiet = array("h", bytes(2 * RATE))
    padded = quiet + tone(0.5, level=0.05) + quiet
    assert len(trimmed(padded)) == pytest.approx(RATE * (0.5 + 2 * EDGE_SECONDS), abs=RATE * 0.01)
    level = levelled(trimmed(padded))
    assert math.sqrt(sum(s * s for s in level) / len(level)) / 32767 == pytest.approx(LOUDNESS, rel=0.05)
    assert (level[0], level[-1]) == (0, 0)
    assert len(trimmed(quiet)) == 0
