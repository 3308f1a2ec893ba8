"""The pictures of the guides: all are there, small enough for a repository, and every picture shown exists."""

import re
from pathlib import Path

from commands.pictures import household_sheets
from commands.pictures.gallery import HOUSEHOLDS, names
from commands.pictures.shrinking import LARGEST

HOUSE = Path(__file__).parents[2]
PICTURES = HOUSE / "docs" / "pictures"
SHOWN = re.compile(r"!\[[^\]]+\]\(([^)]+)\)")


def links() -> list[tuple[Path, str]]:
    pages = [HOUSE / "README.md", *(HOUSE / "docs").glob("*.md")]
    return [(page, link) for page in pages for link in SHOWN.findall(page.read_text(encoding="utf-8"))]


def test_the_pictures_are_those_that_make_docs_makes() -> None:
    assert {picture.stem for picture in PICTURES.iterdir() if picture.is_file()} == names()
    assert {picture.stem for picture in (PICTURES / HOUSEHOLDS).iterdir()} == set(household_sheets.SHEETS)
    for picture in PICTURES.rglob("*.png"):
        largest = household_sheets.LARGEST if picture.parent.name == HOUSEHOLDS else LARGEST
        assert picture.stat().st_size <= largest, picture.name


def test_every_picture_of_a_journey_is_shown() -> None:
    """Those in folders are made by the test of that journey."""
    shown = {(page.parent / link).resolve() for page, link in links()}
    assert [each.name for each in PICTURES.glob("*/*") if each.resolve() not in shown] == []


def test_every_picture_that_a_page_shows_exists() -> None:
    shown = links()
    assert shown
    assert [(page.name, link) for page, link in shown if not (page.parent / link).is_file()] == []
