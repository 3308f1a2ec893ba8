"""What stands on the slip of another center's number, read back from its bytes, and its code by a real decoder."""

import pytest
from msgspec.structs import replace

from kiosk.page.remote_slip import remote_slip
from kiosk.visit.touches import PrintTicket
from tests.hardware.printer.sheet import read
from tests.kiosk.flow.test_elsewhere import REMOTE, TOWN
from tests.kiosk.page.test_slip import HALL, MODELS, RASTER


@pytest.mark.parametrize("width", [80, 58])
@pytest.mark.parametrize("large", [False, True])
def test_it_says_where_to_go_until_when_and_how_to_check_in(width: int, large: bool) -> None:
    found = read(remote_slip(PrintTicket(REMOTE, "zh", large=large), TOWN, HALL, RASTER, MODELS[width]))
    text = "".join(line[0] for line in found.lines).replace(" ", "")
    for told in ("镇中心", "镇路 1 号", "路上约 30 分钟", "户籍业务", "D007", "请在 11:40 前到那里报到", "D007 123456"):
        assert told.replace(" ", "") in text, told
    assert "前面" not in text
    ((address, *_),) = found.codes
    assert address == "https://hall.example/t/id-D007#s"


def test_one_printed_again_says_so_and_english_is_english() -> None:
    wish = PrintTicket(REMOTE, "en", again=True, code="K7M-3XQ-9TRA")
    text = "".join(line[0] for line in read(remote_slip(wish, replace(TOWN, way_min=None), HALL, RASTER)).lines)
    assert "Printed again" in text
    assert "The way there is not known." in text
    assert not any("\u4e00" <= sign <= "\u9fff" for sign in text)
