"""What stands on the slips, read back from the bytes by an independent reader, and its codes by a real decoder."""

from pathlib import Path

import pytest
import zxingcpp
from msgspec.structs import replace
from PIL import Image

from config.centers import Language, Text
from config.font import font_file
from hardware.printer.drawing import draw_slip
from hardware.printer.lettering import Lettering
from hardware.printer.model import Model
from kiosk.page.slip import plan_slip, ticket_slip
from kiosk.visit.touches import PrintPlan, PrintTicket
from kiosk.visit.world import Service, World
from server.rules.guidance.judge.verdict import Consultation, Wish
from server.wire.messages import Ticket, Wait
from tests.hardware.printer.sheet import read
from tests.kiosk.hall import PAPERS, PLAN, WORLD, SmallGuide

HALL = World(
    "hall",
    Text("东江市政务服务中心", "Dongjiang City Service Center"),
    (Service("hukou", Text("户籍业务", "Household registration")),),
    phone_url="https://hall.example",
)
TICKET = Ticket(
    id="t1",
    center="hall",
    number="A012",
    state="waiting",
    services=("hukou",),
    step=0,
    service="hukou",
    counter=None,
    ahead=6,
    wait=Wait(10, 20),
    issued_at="2026-11-24T01:02:03.000Z",
    secret="s",
)
MODELS = {80: Model(576), 58: Model(384)}
RASTER = Lettering(font_file()).raster


@pytest.mark.parametrize("width", [80, 58])
def test_a_ticket_says_what_its_holder_needs(width: int) -> None:
    found = read(ticket_slip(PrintTicket(TICKET, "zh", (Text("户口簿", "register"),)), HALL, RASTER, MODELS[width]))
    lines = {line[0]: line for line in found.lines}
    number = lines["A012"]
    assert number[1] >= 4
    assert number[3] == "center"
    text = "".join(lines)
    for wanted in (
        "东江市政务服务中心",
        "户籍业务",
        "前面还有 6 人",
        "10-20",
        "2026-11-24 09:02",
        "还缺",
        "□ 户口簿",
        "过号",
    ):
        assert wanted in text
    assert found.codes == [("https://hall.example/t/t1#s", 6 if width == 80 else 5, 1)]
    assert found.cuts == 1
    assert "补打" not in text


def test_a_second_print_is_marked() -> None:
    found = read(ticket_slip(PrintTicket(TICKET, "zh", again=True), HALL, RASTER))
    assert "补打" in found.lines[0][0]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [80, 58])
def test_no_line_is_wider_than_the_paper(language: Language, width: int) -> None:
    consultation = replace(SmallGuide().consult(("move",), {"home": "own", "months": 3}, Wish()), plan=PLAN)
    long = replace(HALL, services=(Service("hukou", Text("户籍业务" * 8, "Household registration " * 4)),))
    for job in (
        ticket_slip(PrintTicket(TICKET, language, tuple(paper.name for paper in PAPERS)), long, RASTER, MODELS[width]),
        plan_slip(PrintPlan("k", language, consultation), long, RASTER, MODELS[width]),
    ):
        dots = 576 if width == 80 else 384
        for text, size, _, _ in read(job).lines:
            assert sum(12 if char < "\x80" else 24 for char in text) * size <= dots, text


def test_a_plan_lists_stops_and_papers_to_tick() -> None:
    consultation: Consultation = SmallGuide().consult(("move",), {"home": "own", "months": 3}, Wish())
    text = "\n".join(line[0] for line in read(plan_slip(PrintPlan("k", "en", consultation), WORLD, RASTER)).lines)
    assert "1. hall" in text
    assert "□ card" in text
    assert "□ photo" not in text


@pytest.mark.parametrize("width", [80, 58])
def test_a_phone_reads_the_code_on_the_drawn_slip(tmp_path: Path, width: int) -> None:
    job = ticket_slip(PrintTicket(TICKET, "zh"), HALL, RASTER, MODELS[width])
    draw_slip(job, tmp_path / "slip.png", font_file(), 576 if width == 80 else 384)
    with Image.open(tmp_path / "slip.png") as picture:
        codes = [code.text for code in zxingcpp.read_barcodes(picture)]
    assert codes == ["https://hall.example/t/t1#s"]


def test_a_rare_name_is_drawn() -> None:
    rare = replace(HALL, services=(Service("hukou", Text("𠮷野窗口", "x")),))
    found = read(ticket_slip(PrintTicket(TICKET, "zh"), rare, RASTER))
    assert max(high for _, high, _ in found.rasters) == 48
    assert any(any(rows) for _, _, rows in found.rasters)
