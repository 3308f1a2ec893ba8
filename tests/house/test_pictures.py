"""The pictures of the guides: all are there, small enough for a repository, and every picture shown exists."""

import re
from pathlib import Path

from commands.pictures.gallery import LARGEST, names

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
