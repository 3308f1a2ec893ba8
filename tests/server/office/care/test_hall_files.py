"""What lies beside a database goes into its backup, and no secret into one that everybody can read."""

import tomllib
from pathlib import Path

import pytest

from config.settings import Settings
from server.office.care.hall_files import SECRETS, hall_files, without_secrets
from server.store.release_key import FILE, make_key

WRITTEN = """
http = "127.0.0.1:80"
database = "postgresql://me:geheim@db/banshi"
  metrics_token="geheim"  # why
[backup]
folder = "b"
"""


def test_secrets_stand_only_in_a_sealed_backup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    voices = tmp_path / "voices"
    (voices / "zh").mkdir(parents=True)
    (voices / "zh" / "letter-A.wav").write_bytes(b"RIFF")
    (voices / "notes.txt").write_bytes(b"x")
    make_key(tmp_path)
    here = Settings(data=tmp_path, voice_recordings=voices)
    (tmp_path / "banshi.toml").write_text(WRITTEN, encoding="utf-8")
    opened, sealed = hall_files(here, sealed=False), hall_files(here, sealed=True)
    assert sorted(opened) == ["banshi.toml", "recordings/zh/letter-A.wav"]
    assert sorted(sealed) == ["banshi.toml", "recordings/zh/letter-A.wav", FILE]
    assert not any(b"geheim" in content for content in opened.values())
    assert sealed["banshi.toml"] == WRITTEN.encode()
    assert tomllib.loads(opened["banshi.toml"].decode())["backup"] == {"folder": "b"}


@pytest.mark.parametrize(
    "content",
    [
        b'database = """\ngeheim"""\n',
        b'"database" = "geheim"\n',
        b"database = [\n'geheim']\n",
        b"no toml",
        b"\xff\xfe",
    ],
)
def test_where_a_secret_may_be_left_there_is_no_file(content: bytes) -> None:
    assert without_secrets(content) is None


def test_every_secret_is_a_setting() -> None:
    assert set(SECRETS) <= set(Settings.model_fields)
