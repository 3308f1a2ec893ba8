"""Pictures for the guides: a printed page becomes one, a large one small, and one that stays large is said."""

from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from commands.pictures.gallery import first_page
from commands.pictures.shrinking import COLOURS, TooLarge, shrink


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
