"""The pictures of the guides: all are there, small enough for a repository, and every picture shown exists."""

import re
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from commands.pictures.gallery import COLOURS, LARGEST, TooLarge, first_page, names, shrink

HOUSE = Path(__file__).parents[2]
PICTURES = HOUSE / "docs" / "pictures"
SHOWN = re.compile(r"!\[[^\]]+\]\(([^)]+)\)")


def test_the_pictures_are_those_that_make_docs_makes() -> None:
    assert {picture.stem for picture in PICTURES.iterdir()} == names()
    for picture in PICTURES.iterdir():
        assert picture.stat().st_size <= LARGEST, picture.name


def test_every_picture_that_a_page_shows_exists() -> None:
    pages = [HOUSE / "README.md", *(HOUSE / "docs").glob("*.md")]
    shown = [(page, link) for page in pages for link in SHOWN.findall(page.read_text(encoding="utf-8"))]
    assert shown
    assert [(page.name, link) for page, link in shown if not (page.parent / link).is_file()] == []


def test_a_printed_page_becomes_a_picture(tmp_path: Path) -> None:
    sheet = Canvas(str(tmp_path / "plan.pdf"), pagesize=(300, 400))
    sheet.rect(0, 0, 150, 400, fill=1)
    sheet.showPage()
    sheet.save()
    with Image.open(first_page(tmp_path / "plan.pdf")) as page:
        assert page.size == (625, 834)
        assert (page.convert("L").getpixel((100, 400)), page.convert("L").getpixel((500, 400))) == (0, 255)


def test_a_picture_is_made_small(tmp_path: Path) -> None:
    Image.linear_gradient("L").resize((1080, 1920)).convert("RGB").save(tmp_path / "large.png")
    shrink(tmp_path / "large.png", tmp_path / "small.png", 540)
    with Image.open(tmp_path / "small.png") as small:
        assert small.size == (540, 960)
        assert len(small.getcolors() or []) <= COLOURS


def test_a_picture_that_stays_large_is_said(tmp_path: Path) -> None:
    Image.effect_noise((1080, 1920), 90).convert("RGB").save(tmp_path / "noise.png")
    with pytest.raises(TooLarge, match="noise-small"):
        shrink(tmp_path / "noise.png", tmp_path / "noise-small.png", 1080)
