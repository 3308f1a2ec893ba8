"""What stands on the slip of a booking, read back from its bytes."""

import pytest
from msgspec.structs import replace

from config.centers import Text
from kiosk.page.booking_slip import booking_slip
from kiosk.visit.touches import PrintBooking
from tests.hardware.printer.sheet import read
from tests.kiosk.flow.test_booking import made
from tests.kiosk.hall import PAPERS
from tests.kiosk.page.test_slip import HALL, MODELS, RASTER

BOOKING = replace(made(), check_in_from="2026-11-26T01:00:00.000Z", check_in_until="2026-11-26T01:40:00.000Z")
WISH = PrintBooking(
    booking=BOOKING,
    language="zh",
    service=Text("户籍业务", "Household registration"),
    place=HALL.name,
    address=HALL.address,
    papers=PAPERS[:2],
    code="K7M-3XQ-9TRA",
)


def said(job: bytes) -> str:
    return "".join(line[0] for line in read(job).lines)


@pytest.mark.parametrize("width", [80, 58])
@pytest.mark.parametrize("large", [False, True])
def test_a_booking_says_when_where_by_which_code_and_with_what(width: int, large: bool) -> None:
    text = said(booking_slip(replace(WISH, large=large), HALL, RASTER, MODELS[width]))
    for told in ("户籍业务", "11 月 26 日（周四）", "09:30", "1234 5678", "东江市政务服务中心", "□ card", "□ book"):
        assert told in text, told
    assert "09:00" in text
    assert "09:40" in text
    assert "K7M-3XQ-9TRA" in text
    assert "补打" not in text


def test_one_printed_again_says_so_and_english_is_english() -> None:
    found = said(booking_slip(replace(WISH, language="en", again=True, code=None), HALL, RASTER, MODELS[80]))
    assert "Printed again" in found
    assert "Thursday, 26 Nov" in found
    assert not any("\u4e00" <= sign <= "\u9fff" for sign in found)


@pytest.mark.parametrize("width", [80, 58])
def test_a_slip_of_the_waiting_list_says_the_place_on_it_and_how_to_ask(width: int) -> None:
    listed = replace(WISH.booking, state="listed", clock=None, ahead=6, check_in_from=None, check_in_until=None)
    found = said(booking_slip(replace(WISH, booking=listed), HALL, RASTER, MODELS[width]))
    for told in ("候补登记", "候补位次7", "1234 5678", "可查是否排到"):
        assert told in found, told
    assert "预约" not in found.replace("预约码", "")
