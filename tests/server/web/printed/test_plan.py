"""The plan on paper, read back by another reader: what stands there, the letters inside, the code by a decoder."""

from datetime import date
from functools import cache
from io import BytesIO
from itertools import combinations, product
from typing import Any, cast

import pytest
import zxingcpp
from msgspec.structs import replace
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import ContentStream
from reportlab.pdfbase.pdfmetrics import stringWidth

from config.centers import Language, Text
from config.font import font_file
from config.letters import Letters
from config.words import say
from server.office.guidance.consultations import CityTime, KeptConsultation
from server.rules.guidance.consultation import consult
from server.rules.guidance.judge.book import Book, open_book
from server.rules.guidance.judge.verdict import Caution
from server.rules.guidance.plan import at_a_glance, wording
from server.web.consulting import told
from server.web.printed import sheet
from server.web.printed.plan import BADGE, HEAD, INDENT, LARGE, plan_pdf
from server.web.printed.sheet import FOOT, MARGIN, STRAIGHT, WIDTH, broken
from server.wire.consultation import KeptAnswer
from tests.dongjiang import city
from tests.latin_font import with_latin
from tests.server.web.conftest import Web
from tests.server.web.test_guidance import PUPIL, begin

PHONE = "https://hall.example"
DAY = date(2026, 11, 24)
HEADLINES = (
    "Your way",
    "Papers you lack",
    "Papers to bring",
    "Papers you get on the way: keep them",
    "Printed at the counter: nothing to bring",
    "Not part of this plan",
    "Photos or scans to upload",
    "Tips",
)


@cache
def family() -> tuple[KeptAnswer, Book]:
    """Mr Zhang's five checklists, answered."""
    pack = city()
    case = max(pack.cases, key=lambda each: len(each.checklists))
    book = open_book(pack)
    kept = KeptConsultation("K7M-3XQ-9TRA", "r", case.checklists, case.answers, 0, 0, 1, DAY.isoformat())
    return told(kept, consult(book, case.checklists, case.answers, DAY), CityTime(DAY)), book


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
    wanted += [step.code for stop in answer.plan.stops for step in stop.steps if step.code and step.task == "submit"]
    wanted += [spoken(line.say(language), language) for line in answer.plan.advice]
    for verdict in answer.verdicts:
        if verdict.state != "can":
            wanted += [reason.action.say(language) for reason in verdict.reasons if reason.action]
    missing = [each for each in wanted if plain(each) not in text]
    assert missing == []
    assert all(answer.code in page for page in read), "every sheet says which plan it belongs to"
    assert len(read) > (3 if large else 1)


def made_up() -> tuple[KeptAnswer, Book]:
    """A plan that has everything that may stand on one: papers lacking, proxies, what may go wrong."""
    answer, book = family()
    assert answer.plan is not None
    plan, applied = answer.plan, [stop for stop in answer.plan.stops if stop.point is not None]
    lacking: list[dict[str, Any]] = [
        {"lacking": True, "due": "2026-12-01"},
        {"lacking": True, "declaration": True},
        {"lacking": True},
        {"fresh_from": "2026-08-27", "collected": 1},
        {"on_spot": True},
    ]
    papers = [replace(paper, **lacking[at]) if at < len(lacking) else paper for at, paper in enumerate(plan.papers)]
    helped = replace(applied[0], proxy=(Text("带授权委托书", "with a power of attorney"),))
    stops = tuple(helped if stop is applied[0] else stop for stop in plan.stops)
    caution = Caution(
        "expires", "A01", "2026-12-01", Text("照片只有效到 12 月 1 日", "The photo expires on 1 December")
    )
    changed = replace(plan, papers=tuple(papers), stops=stops, cautions=(caution,), undone=("A05",))
    return replace(answer, plan=changed), book


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("large", [False, True])
def test_paper_says_what_every_surface_says(language: Language, large: bool) -> None:
    answer, book = made_up()
    plan = answer.plan
    assert plan is not None
    text = plain("".join(pages(plan_pdf(answer, book, PHONE, language, large=large))))
    wanted = [at_a_glance.trips(language, plan), wording.plan_days(language, plan), *wording.plan_facts(language, plan)]
    wanted += [plan.cautions[0].text.say(language), *wording.undone_words(language, answer)]
    for stop in plan.stops:
        wanted += wording.stop_words(language, stop)
        wanted += [wording.step_terms(language, step) for step in stop.steps]
        wanted += [wording.step_dates(language, stop, step) for step in stop.steps]
    for paper in plan.papers:
        if not paper.waived and not paper.on_spot:
            wanted += [wording.counted(language, paper), *wording.paper_words(language, paper)]
            wanted.append(wording.places_words(language, plan, paper.stops))
    for made in wording.carried(plan):
        wanted += [made.name.say(language), *wording.carried_words(language, plan, made)]
    assert len(wanted) > 80
    assert [each for each in wanted if spoken(each, language) not in text] == []
    lack = text.index(spoken(say(language, "Papers you lack"), language))
    assert lack < text.index(spoken(say(language, "Papers to bring"), language))
    assert text.count(spoken(say(language, "Printed at the counter: nothing to bring"), language)) == 1


def spoken(words: str, language: Language) -> str:
    """As it stands on paper: straight marks between English words."""
    return plain(words.translate(STRAIGHT) if language == "en" else words)


@pytest.mark.parametrize("large", [False, True])
def test_every_page_tells_its_number_and_only_trips_have_one(large: bool) -> None:
    answer, book = family()
    pdf = plan_pdf(answer, book, PHONE, "zh", large=large)
    read = pages(pdf)
    assert [f"{number} / {len(read)}" in page for number, page in enumerate(read, 1)] == [True] * len(read)
    badges = [words for page in written(pdf) for words, _, y, size in page if size == pytest.approx(sized(large))]
    assert badges == ["1", "2", "3"]


def sized(large: bool) -> float:
    return BADGE * (LARGE if large else 1) * 1.15


def written(pdf: bytes) -> list[list[tuple[str, float, float, float]]]:
    """Return of every page its words, where they begin (from the left, from below) and their size."""
    found: list[list[tuple[str, float, float, float]]] = []
    for page in PdfReader(BytesIO(pdf)).pages:
        words: list[tuple[str, float, float, float]] = []

        def take(text: str, _: Any, place: Any, __: Any, size: float, words: Any = words) -> None:
            if text.strip():
                words.append((text.strip(), place[4], place[5], size))

        page.extract_text(visitor_text=take)
        found.append(words)
    return found


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("more", range(0, 28, 4))
def test_no_headline_is_torn_from_what_it_heads(language: Language, large: bool, more: int) -> None:
    answer, book = made_up()
    assert answer.plan is not None
    # More and more lines before the way push every headline over the end of a page in turn.
    caution = Text("\u5b57" * 40 * more, "word " * 18 * more)
    plan = replace(answer.plan, cautions=(Caution("season", "A01", "2026-12-01", caution),))
    pdf = plan_pdf(replace(answer, plan=plan), book, PHONE, language, large=large)
    headlines = {spoken(stop.name.say(language), language) for stop in plan.stops}
    headlines |= {spoken(say(language, each), language) for each in HEADLINES}
    foot = MARGIN + FOOT - 4
    for page in written(pdf):
        body = [plain(words) for words, _, y, _ in page if y > foot]
        assert body, "no page is empty"
        assert body[-1] not in headlines


def test_no_two_lines_lie_on_each_other() -> None:
    for language, large in product(("zh", "en"), (False, True)):
        answer, book = made_up()
        for page in written(plan_pdf(answer, book, PHONE, cast(Language, language), large=large)):
            for (one, left, y, size), (other, beside, below, small) in combinations(page, 2):
                if left == beside:
                    apart = abs(y - below)
                    assert apart == 0 or apart > 0.9 * min(size, small), (language, large, one, other)


def test_english_has_no_holes() -> None:
    answer, book = family()
    text = "".join(pages(plan_pdf(answer, book, PHONE, "en")))
    assert not set("“”‘’") & set(text)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_can_also_be_done_says_what_it_brings_and_costs(language: Language) -> None:
    pack = city()
    book = open_book(pack)
    found = ((each, consult(book, each.checklists, each.answers, DAY)) for each in pack.cases)
    case, consulted = next((case, each) for case, each in found if each.plan is not None and each.plan.offers)
    kept = KeptConsultation("K7M-3XQ-9TRA", "r", case.checklists, case.answers, 0, 0, 1, DAY.isoformat())
    answer = told(kept, consulted, CityTime(DAY))
    assert answer.plan is not None
    (offer,) = answer.plan.offers
    assert offer.gain is not None
    text = plain("".join(pages(plan_pdf(answer, book, PHONE, language))))
    said = (
        say(language, "You can also do this"),
        *(each.say(language) for each in (offer.name, offer.gain, offer.cost)),
    )
    places = [text.find(plain(each)) for each in said]
    assert -1 not in places
    assert places == sorted(places)
    assert text.count(plain(offer.name.say(language))) == 1, "what is offered is not left out once more"


def test_who_can_do_nothing_now_reads_why() -> None:
    pack = city()
    book = open_book(pack)
    case = next(each for each in pack.cases if each.name.startswith("李小姐，参保只差一个月"))
    kept = KeptConsultation("K7M-3XQ-9TRA", "r", case.checklists, case.answers, 0, 0, 1, DAY.isoformat())
    answer = told(kept, consult(book, case.checklists, case.answers, DAY), CityTime(DAY))
    assert (answer.plan, answer.questions) == (None, ())
    (read,) = pages(plan_pdf(answer, book, PHONE, "zh"))
    assert "现在还没有能办的事" in plain(read)
    assert "还有问题没有答" not in plain(read)
    assert "还差1个月" in plain(read)


def test_letters_come_with_it_and_only_those_used() -> None:
    answer, book = family()
    pdf = plan_pdf(answer, book, PHONE, "zh")
    assert len(pdf) < 200_000
    fonts: dict[str, Any] = {}
    for page in PdfReader(BytesIO(pdf)).pages:
        used: Any = page["/Resources"]
        fonts |= {font["/BaseFont"]: font for font in (each.get_object() for each in used["/Font"].values())}
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


def named(name: Text) -> bytes:
    answer, book = family()
    assert answer.plan is not None
    first, *rest = answer.plan.stops
    plan = replace(answer.plan, stops=(replace(first, name=name), *rest))
    return plan_pdf(replace(answer, plan=plan), book, PHONE, "zh")


def test_what_no_font_has_does_not_vanish(monkeypatch: pytest.MonkeyPatch) -> None:
    own = Letters(font_file())
    monkeypatch.setattr(sheet, "letters", lambda _: own)
    text = plain("".join(pages(named(Text("𠮷野Łódź窗口\x00\u202e<b>e\u0301", "x")))))
    assert "〔U+20BB7〕野〔U+0141〕ód〔U+017A〕窗口<b>é" in text


def test_what_another_font_has_is_drawn_as_it_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    both = with_latin(font_file("Bold"))
    monkeypatch.setattr(sheet, "letters", lambda _: both)
    reader = PdfReader(BytesIO(named(Text("野Łódź窗口", "x"))))
    read = plain(reader.pages[0].extract_text())
    assert "U+0141" not in read
    (picture,) = reader.pages[0].images
    assert picture.image is not None
    box = picture.image.getchannel("A").getbbox()
    assert box is not None
    assert box[2] - box[0] > 0.95 * picture.image.width, "the letters fill their picture"
    assert box[3] - box[1] > 0.95 * picture.image.height
    assert b"/ActualText <FEFF014100F30064017A>" in reader.pages[0].get_contents().get_data()  # type: ignore[union-attr]
    pages_written = written(named(Text("野Łódź窗口", "x")))
    found = [words[1] for page in pages_written for words in page if words[0].startswith("窗口")]
    wide = both.sized(1, 300).getlength("Łódź") / 300
    behind = pytest.approx(MARGIN + INDENT + HEAD * (1 + wide), abs=0.5)
    assert any(left == behind for left in found), "what follows stands behind it"


@pytest.mark.parametrize(
    "text", ["字" * 200, "x" * 500, "https://hall.example/" + "a" * 300, "“（《" * 80, "开放 9:00-17:00，"]
)
def test_no_line_is_wider_than_the_paper(text: str) -> None:
    room = WIDTH - 2 * MARGIN
    lines = broken(text, "Bold", 18, room)
    assert all(stringWidth(line, "NotoSansSC-Bold", 18) <= room for line in lines)
    assert plain("".join(lines)) == plain(text)


@pytest.mark.parametrize("signs", range(8, 14))
def test_no_hanzi_stands_alone_on_the_last_line(signs: int) -> None:
    lines = broken("至少要四五个工作日还有时限"[:signs] + "。", "Regular", 10, 70)
    assert all(len(line) > 2 for line in lines)
    assert all(stringWidth(line, "NotoSansSC-Regular", 10) <= 70 for line in lines)
    assert "".join(lines) == "至少要四五个工作日还有时限"[:signs] + "。"
    assert broken("aaaaa bbbbb c", "Regular", 10, 66) == ["aaaaa bbbbb", "c"]


def test_figures_stay_together() -> None:
    lines = broken("周一至周五 9:00-12:00，14:00-17:00，周六 9:00-12:00", "Regular", 12, 110)
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
    assert "还有问题没有答" in plain(pages(answer.data)[0])
