"""Where everything stands on the sheets, measured by another reader: poppler, which prints most of what is printed."""

import subprocess
import xml.etree.ElementTree as ET
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest
from msgspec.structs import replace

from config.centers import Language, Text
from server.web.printed.plan import CODE, HEAD, LARGE, plan_pdf
from server.web.printed.sheet import FOOT, HEIGHT, MARGIN, WIDTH
from server.wire.consultation import KeptAnswer
from tests.server.web.printed.test_plan import PHONE, family, made_up

HALF = 0.5
HANGS = 4
"""Points that the letters of the lowest line hang below its foot."""
ONE_WORD = Text("\u5b57" * 90, "https://hall.example/" + "a" * 120)


class Line(NamedTuple):
    """A line as poppler found it, in points from the left and from above."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def sheets(pdf: bytes, folder: Path) -> list[list[Line]]:
    """Return the lines of each page; what stands far apart at one height are two."""
    (folder / "plan.pdf").write_bytes(pdf)
    told = subprocess.run(
        ["pdftotext", "-bbox-layout", str(folder / "plan.pdf"), "-"], check=True, capture_output=True, timeout=60
    )
    root = ET.fromstring(told.stdout)
    return [
        [
            Line(
                " ".join(word.text or "" for word in line.iterfind("{*}word")),
                *(float(line.attrib[side]) for side in ("xMin", "yMin", "xMax", "yMax")),
            )
            for line in page.iter("{http://www.w3.org/1999/xhtml}line")
        ]
        for page in root.iter("{http://www.w3.org/1999/xhtml}page")
    ]


def longer(value: Any, how: Any) -> Any:
    """Return `value` with `how` done to each text in it."""
    if isinstance(value, Text):
        return how(value)
    if isinstance(value, tuple):
        return tuple(longer(each, how) for each in value)
    if isinstance(value, msgspec.Struct):
        return replace(value, **{name: longer(getattr(value, name), how) for name in value.__struct_fields__})
    return value


def twice(text: Text) -> Text:
    return Text(text.zh * 2, f"{text.en} {text.en}")


def answers() -> dict[str, KeptAnswer]:
    whole, _ = family()
    full, _ = made_up()
    assert full.plan is not None
    many = replace(full.plan, stops=full.plan.stops * 5, papers=full.plan.papers * 4)
    return {
        "family": whole,
        "everything": full,
        "many": replace(full, plan=many, verdicts=full.verdicts * 3),
        "long": longer(full, lambda text: twice(twice(text))),
        "longer": longer(full, lambda text: Text(text.zh + ONE_WORD.zh, f"{text.en} {ONE_WORD.en}")),
    }


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("large", [False, True], ids=["normal", "large"])
@pytest.mark.parametrize("kind", ["family", "everything", "many", "long", "longer"])
def test_everything_stands_in_its_place(tmp_path: Path, kind: str, language: Language, large: bool) -> None:
    _, book = family()
    found = sheets(plan_pdf(answers()[kind], book, PHONE, language, large=large), tmp_path)
    assert len(found) >= (8 if kind == "many" else 2)
    wrong, body_end = [], HEIGHT - MARGIN - FOOT
    head, side = HEAD * (LARGE if large else 1), CODE * (LARGE if large else 1) ** 0.5
    for number, page in enumerate(found, 1):
        for line in page:
            if line.left < MARGIN - HALF or line.right > WIDTH - MARGIN + HALF:
                wrong.append(f"{number}: outside the margins: {line}")
            if line.top < MARGIN - HALF or line.bottom > HEIGHT - MARGIN + HANGS:
                wrong.append(f"{number}: above or below the sheet: {line}")
            if number == 1 and line.right > WIDTH - MARGIN - side + HALF and line.top < MARGIN + side - HALF:
                wrong.append(f"{number}: on the code: {line}")
        for one, other in combinations(page, 2):
            across = min(one.right, other.right) - max(one.left, other.left)
            down = min(one.bottom, other.bottom) - max(one.top, other.top)
            if across > HALF and down > 1.5:
                wrong.append(f"{number}: one on the other: {one} {other}")
            if -3 < across <= HALF and down > 5:
                wrong.append(f"{number}: nothing between: {one} {other}")
        body = sorted((line for line in page if line.bottom <= body_end + HALF), key=lambda line: line.bottom)
        foot = [line for line in page if line not in body]
        if len(body) < 2:
            wrong.append(f"{number}: a sheet for nearly nothing: {body}")
        elif body[-1].bottom - body[-1].top == pytest.approx(head, abs=0.3) and number < len(found):
            wrong.append(f"{number}: a headline at the end of the page: {body[-1]}")
        if f"{number} / {len(found)}" not in {line.text for line in foot}:
            wrong.append(f"{number}: does not tell its number: {foot}")
        if any(line.top < body_end - HALF for line in foot):
            wrong.append(f"{number}: runs into the foot: {foot}")
    assert not wrong, "\n".join(wrong)
