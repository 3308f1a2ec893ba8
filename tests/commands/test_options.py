"""The nearest word counts, and secrets may stand in files that nobody else reads."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

import pytest
import typer
from pydantic import ValidationError
from typer.testing import CliRunner

from banshi import app
from commands.options import DATABASE_OPTIONS, on_database, settings_with, tell_what_is_seen
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


@pytest.mark.parametrize(("address", "told"), [(URL, True), ("postgresql://me@h/d", False), ("nonsense[", False)])
def test_a_password_on_the_command_line_is_told_to_be_seen(
    address: str, told: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    with suppress(ValidationError):
        settings_with(database=address)
    assert not capsys.readouterr().err, "not before it is known that the command does not fail"
    tell_what_is_seen()
    said = capsys.readouterr().err
    tell_what_is_seen()
    assert not capsys.readouterr().err, "once"
    assert ("--database-file" in said) is told
    assert "geheim" not in said


def test_one_in_a_file_or_the_environment_is_not(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings_with(database_file=Path("url"))
    monkeypatch.setenv("BANSHI_DATABASE", URL)
    assert settings_with().database == URL
    tell_what_is_seen()
    assert not capsys.readouterr().err


def test_a_command_on_a_database_has_the_options_that_say_which() -> None:
    seen: list[tuple[object, ...]] = []
    words = typer.Typer()

    @words.command()
    @on_database
    def look(here: Settings, name: str, often: Annotated[int, typer.Option()] = 1) -> None:
        """Look."""
        seen.append((here.data, here.database, name, often))

    said = CliRunner().invoke(words, ["it", "--often", "2", "--data", "there"])
    assert said.exit_code == 0, said.output
    assert CliRunner().invoke(words, ["it", "--database-file", "url"]).exit_code == 0
    assert [(str(data), database, name, often) for data, database, name, often in seen] == [
        ("there", None, "it", 2),
        ("banshi-data", URL, "it", 1),
    ]


def leaves(command: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each command without others below it, with its words."""
    below = getattr(command, "commands", None)
    if below is None:
        yield name, command
    else:
        for part, each in below.items():
            yield from leaves(each, f"{name} {part}".lstrip())


def test_an_option_says_one_thing_in_every_command() -> None:
    """`--server` is the only one that three kinds of people read; the others have one description each."""
    described: dict[str, set[str]] = {}
    for name, command in leaves(typer.main.get_command(app)):
        given = {each.name: each for each in command.params if each.param_type_name == "option"}
        # Where the demo keeps its own city is no choice of a database.
        database = [] if name == "demo" else [each for each in DATABASE_OPTIONS if each in given]
        assert database in ([], [*DATABASE_OPTIONS]), name
        for shared in (*database, "token_file", "printer", "server"):
            if shared in given:
                described.setdefault(shared, set()).add(str(given[shared].help))
    assert {option: len(helps) for option, helps in described.items() if len(helps) > 1} == {"server": 3}
