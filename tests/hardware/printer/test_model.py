"""What is said of a printer, and what the database of printers knows."""

import pytest

from config.printing import Printing
from hardware.printer.model import Model, model_of, profiles


def test_without_a_word_it_is_a_printer_of_80_mm_that_cuts() -> None:
    assert model_of(Printing()) == Model(576, "gbk", native_codes=True, answers="queue", cut="partial")


@pytest.mark.parametrize(
    ("said", "model"),
    [
        ({"paper": 58}, Model(384)),
        ({"profile": "POS-5890"}, Model(384, native_codes=False, cut="none")),
        ({"profile": "ZJ-5870"}, Model(384, native_codes=False, cut="none")),
        ({"profile": "TM-T20II"}, Model(576)),
        ({"profile": "TM-T88V"}, Model(512)),
        ({"profile": "CT-S651", "paper": 80}, Model(576)),
        ({"profile": "TM-T20II", "paper": 58}, Model(384)),
        ({"profile": "RP326", "paper": 80}, Model(576)),
        ({"profile": "NT-5890K", "codes": "native", "cut": "full"}, Model(384, cut="full")),
        ({"codes": "drawn"}, Model(native_codes=False)),
        ({"charset": "gb2312"}, Model(charset="gb2312")),
        ({"answers": "none", "speed": 100, "idle": 0}, Model(answers="none", speed=100, idle=0)),
    ],
)
def test_what_is_said_counts_and_the_rest_is_looked_up(said: dict[str, object], model: Model) -> None:
    assert model_of(Printing(**said)) == model  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "remedy"),
    [
        ({"profile": "RP326"}, "write paper = 80 or 58"),
        ({"profile": "TM-T20I"}, "write TM-T20II"),
        ({"profile": "?"}, "write one of AF-240, CT-S651"),
    ],
)
def test_what_nobody_knows_is_told_what_to_write(said: dict[str, object], remedy: str) -> None:
    with pytest.raises(ValueError, match=remedy):
        model_of(Printing(**said))  # type: ignore[arg-type]


def test_every_width_of_the_database_can_be_printed() -> None:
    for name in profiles():
        assert model_of(Printing(profile=name, paper=80)).dots % 8 == 0
