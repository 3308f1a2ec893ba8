"""The nearest word counts, and secrets may stand in files that nobody else reads."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from commands.options import settings_with
from config.settings import Settings
from config.text_file import TextFileError

URL = "postgresql://me:geheim@h/d"


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"BANSHI_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "url").write_text(URL + "\n")
    (tmp_path / "token").write_text("abc")
    return tmp_path


def test_secrets_are_read_from_their_files(elsewhere: Path) -> None:
    found = settings_with(database_file=Path("url"), token_file=Path("token"), http=None)
    assert (found.database, found.token, found.http) == (URL, "abc", "127.0.0.1:8080")
    (elsewhere / "banshi.toml").write_text('database_file = "url"')
    assert settings_with().database == URL


def test_the_nearest_word_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BANSHI_DATABASE", "postgresql://other/d")
    assert settings_with().database == "postgresql://other/d"
    assert settings_with(database_file=Path("url")).database == URL
    assert settings_with(database="postgresql://third/d", database_file=Path("url")).database == "postgresql://third/d"
    monkeypatch.setenv("BANSHI_DATABASE_FILE", "url")
    assert settings_with().database == "postgresql://other/d"


def test_a_file_that_holds_no_secret_is_refused(elsewhere: Path) -> None:
    (elsewhere / "two").write_text("a\nb")
    for name in ("two", "nowhere", "."):
        with pytest.raises(TextFileError):
            settings_with(token_file=Path(name))
    with pytest.raises(ValidationError):
        settings_with(database_file=Path("token"))
