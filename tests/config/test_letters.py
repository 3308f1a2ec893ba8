"""Each character is drawn with the first font that has it; words in Latin letters are not torn between two."""

import pytest

from config import letters
from config.font import font_file
from config.letters import Letters, machine_letters
from tests.latin_font import latin_font, with_latin

OWN = Letters(font_file())
BOTH = with_latin(font_file())


def test_what_the_halls_own_font_lacks_is_in_another() -> None:
    assert [OWN.font_of(char) for char in "政A Ł𠮷"] == [0, 0, 0, None, None]
    assert [BOTH.font_of(char) for char in "政A Ł𠮷"] == [0, 0, 0, 1, None]
    assert [BOTH.has(char) for char in "Ł𠮷"] == [True, False]
    assert BOTH.file(1) == BOTH.file(1, bold=False) == latin_font()
    assert BOTH.file(1, bold=True).name == "Roboto-Bold.ttf"
    assert BOTH.file(0, bold=True) == font_file("Bold")


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("", []),
        ("东江 A012", [(0, "东江 A012")]),
        ("张Łódź·王", [(0, "张"), (1, "Łódź"), (0, "·王")]),
        ("ódd Łd", [(0, "ódd "), (1, "Łd")]),
        ("𠮷王", [(0, "𠮷王")]),
    ],
)
def test_a_word_in_latin_letters_has_one_font(text: str, runs: list[tuple[int, str]]) -> None:
    assert list(BOTH.runs(text)) == runs


def test_the_fonts_of_this_machine_are_asked_in_both_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letters, "rare_fonts", lambda: iter([(latin_font(), 0)]))
    assert [machine_letters(weight).file(1).stem for weight in ("Regular", "Bold")] == ["Roboto-Regular", "Roboto-Bold"]
    assert machine_letters("Bold").font_of("Ł") == 1
