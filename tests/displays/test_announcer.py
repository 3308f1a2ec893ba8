"""A call is its clips joined; a hall's own recordings go before, and a broken one silences nobody."""

import wave
from array import array
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from displays.announcer import Announcer, ClipMissing
from displays.sound import RATE, UnreadableSound, read, wav
from server.rules.hall.announcement import CHIME, call_clips
from tests.displays.tone import tone, write


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


def test_a_recording_that_could_not_be_opened_once_is_heard_the_next_time(
    clips: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Too many files were open for a moment: that is no reason for another voice until the next restart."""
    write(tmp_path / "zh" / "please.wav", tone(0.5))
    announcer, shipped = Announcer(tmp_path, clips), Announcer(clips=clips)

    def lacking(*_: object) -> None:
        raise OSError(24, "Too many open files")

    with monkeypatch.context() as patched:
        ours = wave.open
        patched.setattr(
            "displays.sound.wave.open",
            lambda path, mode: lacking() if str(path).startswith(str(tmp_path / "zh")) else ours(path, mode),
        )
        assert announcer.wav(("zh/please",)) == shipped.wav(("zh/please",))
    assert (
        announcer.wav(("zh/please",)) == Announcer(tmp_path, clips).wav(("zh/please",)) != shipped.wav(("zh/please",))
    )


def test_a_broken_recording_is_told_once(clips: Path, tmp_path: Path) -> None:
    (tmp_path / "zh").mkdir()
    (tmp_path / "zh" / "please.wav").write_bytes(b"not a sound")
    announcer = Announcer(tmp_path, clips)
    with capture_logs() as logs:
        for name in ("zh/to", "zh/please", "zh/please"):
            announcer.wav((name,))
    assert [each["event"] for each in logs] == ["recording cannot be used"]


def test_a_clip_that_nobody_has_is_named(tmp_path: Path) -> None:
    with pytest.raises(ClipMissing, match="chime"):
        Announcer(clips=tmp_path).wav((CHIME,))
