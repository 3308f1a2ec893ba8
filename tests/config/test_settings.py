"""Where Banshi runs: the command line wins over the environment, the environment over the file; mistakes are said."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from config.settings import Settings, address


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"BANSHI_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_nearer_word_counts(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings().center == ""
    (elsewhere / "banshi.toml").write_text('center = "file"\npatience = 2\n')
    assert (Settings().center, Settings().patience) == ("file", 2)
    monkeypatch.setenv("BANSHI_CENTER", "environment")
    assert Settings().center == "environment"
    assert (Settings(center="line").center, Settings(center="line").patience) == ("line", 2)


@pytest.mark.parametrize(
    "line", ['centre = "x"', "patience = 0", "patience = 11", "consultation_days = 0", 'voice_times = "often"']
)
def test_a_mistake_in_the_file_is_said(elsewhere: Path, line: str) -> None:
    (elsewhere / "banshi.toml").write_text(line)
    with pytest.raises(ValidationError, match=line.split()[0]):
        Settings()


@pytest.mark.parametrize("said", ["usb:1", "socket://reader", "serial://", "serial:///dev/x?baud=fast", "/dev/ttyUSB0"])
def test_an_address_of_a_card_reader_is_one_or_is_told_what_to_write(said: str) -> None:
    with pytest.raises(ValidationError, match="no address of a card reader"):
        Settings(card_reader=said)
    assert Settings().card_reader == ""
    assert Settings(card_reader="serial:///dev/ttyUSB0?baud=115200").card_reader


@pytest.mark.parametrize(
    ("text", "expected"),
    [("127.0.0.1:80", ("127.0.0.1", 80)), ("hall.example:8080", ("hall.example", 8080)), ("[::1]:81", ("::1", 81))],
)
def test_an_address_is_host_and_port(text: str, expected: tuple[str, int]) -> None:
    assert address(text) == expected


@pytest.mark.parametrize(
    "text", ["", "8080", ":8080", "hall:", "hall:http", "hall:70000", "hall:-1", "hall:0", "hall:²", "a b:80"]
)
def test_what_is_no_address_is_told_what_to_write(text: str) -> None:
    with pytest.raises(ValueError, match="Write for example"):
        address(text)
