"""How much paper a job takes, by the sheet's own dots."""

import pytest
import segno

from hardware.printer.encoder import Slip
from hardware.printer.model import Model
from hardware.printer.paper_length import LINE, millimetres, modules

INIT = b"\x1b@"


@pytest.mark.parametrize(
    ("job", "dots"),
    [
        (INIT, 0),
        (b"A\n", LINE),
        (b"\x1d!\x33A\n", 4 * 24 + 10),
        (b"\x1bJ\x50", 80),
        (b"\x1bd\x02", 2 * LINE),
        (b"\x1dv0\x00\x02\x00\x05\x00" + bytes(10), 5),
    ],
)
def test_the_length_of_commands(job: bytes, dots: int) -> None:
    assert millimetres(job) == dots / 8


@pytest.mark.parametrize("native", [True, False])
def test_a_code_is_as_high_as_it_is_printed(native: bool) -> None:
    slip = Slip(lambda text, height: (1, bytes(height)), Model(native_codes=native))
    slip.code("http://hall.example/t/1#secret", 6)
    made = millimetres(slip.cut())
    side = len(segno.make("http://hall.example/t/1#secret", error="m", micro=False, boost_error=False).matrix)
    assert made == pytest.approx((side * 6 + 96) / 8, abs=4)


@pytest.mark.parametrize("size", [1, 14, 26, 42, 62, 84, 106, 122, 152, 180])
def test_a_code_is_never_taken_for_much_smaller(size: int) -> None:
    real = len(segno.make("x" * size, mode="byte", error="m", micro=False, boost_error=False).matrix)
    assert real - 4 <= modules(size) <= real + 16
