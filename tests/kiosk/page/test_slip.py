"""What stands on the slips, read back from the bytes by an independent reader, and its codes by a real decoder."""

from pathlib import Path

import pytest
import zxingcpp
from msgspec.structs import replace
from PIL import Image

from config.centers import Counter, Hours, Language, Text
from config.font import font_file
from hardware.printer.drawing import draw_slip
from hardware.printer.lettering import Lettering
from hardware.printer.model import Model
from hardware.printer.paper_length import millimetres
from kiosk.page.slip import plan_slip, ticket_slip
from kiosk.visit.touches import PrintPlan, PrintTicket
from kiosk.visit.world import Service, World
from server.rules.guidance.judge.still_open import OpenPaper, OpenQuestion, Outlook, Span
from server.rules.guidance.judge.verdict import Consultation, Wish
from server.wire.messages import Ticket, Wait
from tests.hardware.printer.sheet import read
from tests.kiosk.hall import PAPERS, PLAN, WORLD, SmallGuide

HALL = World(
    "hall",
    Text("东江市政务服务中心", "Dongjiang City Service Center"),
    (Service("hukou", Text("户籍业务", "Household registration")),),
    phone_url="https://hall.example",
    counters=(
        Counter("w1", Text("1 号窗口", "Counter 1"), ("hukou",), Text("一楼 A 区", "Ground floor, zone A")),
        Counter("w2", Text("2 号窗口", "Counter 2"), ("hukou", "social"), Text("一楼 A 区", "Ground floor, zone A")),
        Counter("w3", Text("3 号窗口", "Counter 3"), ("social",), Text("二楼", "First floor")),
        Counter("w4", Text("4 号窗口", "Counter 4"), ("hukou",)),
    ),
    address=Text("东江市江滨路 88 号", "88 Riverside Road"),
    hours=(Hours((1, 2, 3, 4, 5), "09:00", "17:00"),),
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
    digits="345678",
)
LANGUAGES: tuple[Language, ...] = ("zh", "en")
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
        "20 分钟内叫到",
        "2026-11-24 09:02",
        "还缺",
        "□ 户口簿",
        "过号",
        "以下窗口之一将呼叫您：",
        "1 号窗口",
        "2 号窗口",
        "一楼 A 区",
        "4 号窗口",
        "开放时间：周一至周五 09:00-17:00",
        "东江市江滨路 88 号",
        "自助机输入：A012 345678",
    ):
        assert wanted in text
    assert found.codes == [("https://hall.example/t/t1#s", 6 if width == 80 else 5, 1)]
    assert found.cuts == 1
    assert "补打" not in text
    assert "3 号窗口" not in text
    assert "二楼" not in text


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


def test_a_plan_says_the_codes_of_what_is_handed_in() -> None:
    consultation = SmallGuide().consult(("move",), {"home": "own", "months": 3}, Wish())
    steps = (replace(PLAN.stops[0].steps[0], code="DJ-A02"),)
    plan = replace(PLAN, stops=(replace(PLAN.stops[0], steps=steps),))
    slip = plan_slip(PrintPlan("k", "zh", replace(consultation, plan=plan)), WORLD, RASTER)
    assert "事项编码：DJ-A02" in "\n".join(line[0] for line in read(slip).lines)


def test_the_moment_is_that_of_the_hall() -> None:
    found = read(ticket_slip(PrintTicket(TICKET, "en"), replace(HALL, timezone="Asia/Urumqi"), RASTER))
    assert "Taken at 2026-11-24 07:02" in [line[0] for line in found.lines]


def test_a_hall_that_says_little_has_a_short_slip() -> None:
    bare = replace(HALL, counters=(), hours=(), address=None)
    text = "".join(line[0] for line in read(ticket_slip(PrintTicket(TICKET, "zh"), bare, RASTER)).lines)
    assert "窗口" not in text
    assert "开放时间" not in text


def test_a_counter_alone_is_named_as_such() -> None:
    alone = replace(HALL, counters=HALL.counters[:1])
    lines = [line[0] for line in read(ticket_slip(PrintTicket(TICKET, "en"), alone, RASTER)).lines]
    place = lines.index("You will be called to:")
    assert lines[place + 1 : place + 3] == ["Counter 1", "Ground floor, zone A"]


@pytest.mark.parametrize("width", [80, 58])
def test_no_counter_is_torn_over_two_lines(width: int) -> None:
    names = tuple(Text(f"{number} 号窗口", f"Counter {number}") for number in range(1, 13))
    many = replace(HALL, counters=tuple(Counter(name.en, name, ("hukou",)) for name in names))
    lines = [line[0] for line in read(ticket_slip(PrintTicket(TICKET, "zh"), many, RASTER, MODELS[width])).lines]
    for name in names:
        assert any(name.zh in line.split("、") for line in lines), name


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [80, 58])
def test_many_missing_papers_are_counted(language: Language, width: int) -> None:
    papers = tuple(Text(f"材料{number}", f"Paper {number}") for number in range(20))
    for large in (False, True):
        job = ticket_slip(PrintTicket(TICKET, language, papers, large=large), HALL, RASTER, MODELS[width])
        text = "".join(line[0] for line in read(job).lines)
        assert "12" in text.split(papers[7].say(language))[1].split("2026")[0]
        assert papers[8].say(language) not in text


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [80, 58])
@pytest.mark.parametrize("stops", [1, 3, 7, 20])
def test_a_plan_is_no_longer_than_25_cm_and_says_its_trips_and_its_code(
    width: int, language: Language, large: bool, stops: int
) -> None:
    stop = replace(PLAN.stops[0], on="2026-12-01", steps=PLAN.stops[0].steps * 12, hours=Text("周一至周五", "Mon-Fri"))
    plan = replace(PLAN, visits=stops, stops=(stop,) * stops, papers=PAPERS * 10)
    consultation = replace(SmallGuide().consult(("move",), {"home": "own", "months": 3}, Wish()), plan=plan)
    wish = PrintPlan("k", language, consultation, "DJ4K-7PQ2", large)
    job = plan_slip(wish, HALL, RASTER, MODELS[width])
    assert millimetres(job) <= 250
    found = read(job)
    text = "".join(line[0] for line in found.lines)
    assert len(found.codes) == 1
    assert "DJ4K-7PQ2" in text
    told = sum(line[0].startswith(f"{number}. ") for number in range(1, 21) for line in found.lines)
    left = (f"另有 {stops - told} 项" if language == "zh" else f"{stops - told} more") if told < stops else ""
    assert left in text
    assert told == stops or told >= 4


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


@pytest.mark.parametrize("width", [80, 58])
@pytest.mark.parametrize("large", [False, True])
def test_a_ticket_with_steps_says_its_way(width: int, large: bool) -> None:
    ticket = replace(TICKET, services=("hukou", "social"))
    hall = replace(HALL, services=(*HALL.services, Service("social", Text("社会保险", "Social insurance"))))
    found = read(ticket_slip(PrintTicket(ticket, "zh", large=large), hall, RASTER, MODELS[width]))
    text = "".join(line[0] for line in found.lines).replace(" ", "")
    for wanted in ("第1步/共2步", "1.户籍业务", "2.社会保险", "一楼A区2号窗口", "二楼3号窗口", "不用重新取号"):
        assert wanted in text
    alone = "".join(line[0] for line in read(ticket_slip(PrintTicket(TICKET, "zh"), hall, RASTER)).lines)
    assert "第 1 步" not in alone


def test_a_plan_says_counts_first_and_what_is_open_with_how_to_find_it_out() -> None:
    consultation = replace(SmallGuide().consult(("move",), {"home": "own", "months": 3}, Wish()), plan=PLAN)
    asked = OpenQuestion("months", Text("几个月？", "How many months?"), (), (Text("查手机", "Look at your phone"),))
    paper = OpenPaper("deed", Text("房产证", "Deed"), Text("只有……才要带", "Only if you own it"), ("months",))
    outlook = Outlook(True, Span(1, 2), None, None, (), (paper,), (asked,))
    job = plan_slip(PrintPlan("k", "en", replace(consultation, outlook=outlook)), WORLD, RASTER)
    lines = [line[0] for line in read(job).lines]
    text = "\n".join(lines)
    assert "possible" in lines[1]
    assert "1 to 2 trips in all" in text
    for said in ("1 question is open", "How many months?", "Look at your phone", "Deed: Only if you own it"):
        assert said in text
