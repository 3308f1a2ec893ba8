"""The plan on paper, read back by another reader: what stands there, the letters inside, the code by a decoder."""

from datetime import date
from functools import cache
from io import BytesIO
from typing import Any

import pytest
import zxingcpp
from msgspec.structs import replace
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import ContentStream
from reportlab.pdfbase.pdfmetrics import stringWidth

from config.centers import Language, Text
from config.edition_file import shipped_guidance
from server.office.consultations import KeptConsultation
from server.rules.consultation import consult
from server.rules.index import Index, index
from server.web.consulting import KeptAnswer, told
from server.web.plan_pdf import plan_pdf
from server.web.plan_sheet import MARGIN, WIDTH, broken
from tests.server.web.conftest import Web
from tests.server.web.test_guidance import PUPIL, begin

PHONE = "https://hall.example"
DAY = date(2026, 11, 24)


@cache
def family() -> tuple[KeptAnswer, Index]:
    """Mr Zhang's five checklists, answered."""
    pack = shipped_guidance("dongjiang").pack
    case = max(pack.cases, key=lambda each: len(each.checklists))
    book = index(pack)
    kept = KeptConsultation("K7M-3XQ-9TRA", "r", case.checklists, case.answers, 0, 0, 1, DAY.isoformat())
    return told(kept, consult(book, case.checklists, case.answers, DAY), DAY), book


def pages(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def plain(text: str) -> str:
    """Without the breaks of lines."""
    return "".join(text.split())


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("large", [False, True])
def test_everything_of_the_plan_is_on_paper(language: Language, large: bool) -> None:
    answer, book = family()
    assert answer.plan is not None
    read = pages(plan_pdf(answer, book, PHONE, language, large=large))
    text = plain("".join(read))
    wanted = [f"{PHONE}/c/{answer.code}", "0700-6688000"]
    for stop in answer.plan.stops:
        wanted += [stop.name.say(language), *(step.name.say(language) for step in stop.steps)]
        wanted += [stop.hours.say(language)] if stop.hours else []
    wanted += [paper.name.say(language) for paper in answer.plan.papers]
    wanted += [line.say(language) for line in answer.plan.advice]
    for verdict in answer.verdicts:
        if verdict.state != "can":
            wanted += [reason.action.say(language) for reason in verdict.reasons if reason.action]
    missing = [each for each in wanted if plain(each) not in text]
    assert missing == []
    assert all(answer.code in page for page in read), "every sheet says which plan it belongs to"
    assert len(read) > (3 if large else 1)


def test_letters_come_with_it_and_only_those_used() -> None:
    answer, book = family()
    pdf = plan_pdf(answer, book, PHONE, "zh")
    assert len(pdf) < 200_000
    fonts: dict[str, Any] = {}
    for page in PdfReader(BytesIO(pdf)).pages:
        fonts |= {
            font["/BaseFont"]: font for font in (each.get_object() for each in page["/Resources"]["/Font"].values())
        }
    ours = [font for name, font in fonts.items() if "NotoSansSC" in name]
    assert ours
    assert all("/FontFile2" in font["/FontDescriptor"] and "+" in font["/BaseFont"] for font in ours)


def test_large_letters_are_larger() -> None:
    answer, book = family()

    def largest(pdf: bytes) -> float:
        reader = PdfReader(BytesIO(pdf))
        content = ContentStream(reader.pages[0].get_contents(), reader)
        return max(float(operands[1]) for operands, operator in content.operations if operator == b"Tf")

    normal, large = (largest(plan_pdf(answer, book, PHONE, "zh", large=size)) for size in (False, True))
    assert large > 1.5 * normal


def test_a_phone_reads_the_code() -> None:
    answer, book = family()
    reader = PdfReader(BytesIO(plan_pdf(answer, book, PHONE, "zh")))
    squares = [
        [float(each) for each in operands]
        for operands, operator in ContentStream(reader.pages[0].get_contents(), reader).operations
        if operator == b"re"
    ]
    module = squares[0][2] / 1.02
    picture = Image.new("L", (600, 600), 255)
    left, top = min(each[0] for each in squares), max(each[1] for each in squares)
    for x, y, _, _ in squares:
        column, row = round((x - left) / module), round((top - y) / module)
        picture.paste(0, (40 + column * 10, 40 + row * 10, 50 + column * 10, 50 + row * 10))
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [f"{PHONE}/c/{answer.code}"]


def test_what_the_font_lacks_does_not_vanish() -> None:
    answer, book = family()
    assert answer.plan is not None
    first, *rest = answer.plan.stops
    strange = replace(first, name=Text("𠮷野窗口\x00\u202e‮<b>", "x"))
    plan = replace(answer.plan, stops=(strange, *rest))
    text = plain("".join(pages(plan_pdf(replace(answer, plan=plan), book, PHONE, "zh"))))
    assert "〔U+20BB7〕野窗口" in text
    assert "<b>" in text


@pytest.mark.parametrize(
    "text", ["字" * 200, "x" * 500, "https://hall.example/" + "a" * 300, "“（《" * 80, "开放 9:00-17:00，"]
)
def test_no_line_is_wider_than_the_paper(text: str) -> None:
    room = WIDTH - 2 * MARGIN
    lines = list(broken(text, "Bold", 18, room))
    assert all(stringWidth(line, "NotoSansSC-Bold", 18) <= room for line in lines)
    assert plain("".join(lines)) == plain(text)


def test_figures_stay_together() -> None:
    lines = list(broken("周一至周五 9:00-12:00，14:00-17:00，周六 9:00-12:00", "Regular", 12, 110))
    assert all(any(each in line for line in lines) for each in ("9:00-12:00", "14:00-17:00"))


def test_a_plan_is_fetched_by_its_code_alone(web: Web) -> None:
    web.publish()
    path = f"/consultations/{begin(web, answers=PUPIL)['code']}/plan.pdf"
    answer = web.ask("GET", f"{path}?language=en&large=1")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.headers["cache-control"] == "no-store"
    assert f"http://127.0.0.1:{web.port}/c/" in plain(pages(answer.data)[0])
    assert web.ask("GET", f"{path}?language=fr").code == "bad_request"
    assert web.ask("GET", f"{path}?large=yes").code == "bad_request"
    assert web.ask("GET", "/consultations/K7M-3XQ-9TRB/plan.pdf").code in ("code_mistyped", "consultation_unknown")


def test_without_a_plan_the_paper_says_so(web: Web) -> None:
    web.publish()
    answer = web.ask("GET", f"/consultations/{begin(web)['code']}/plan.pdf")
    assert "还有问题没有问清" in plain(pages(answer.data)[0])
