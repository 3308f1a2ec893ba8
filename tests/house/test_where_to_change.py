"""The documents name files that exist, and the rooms of the tests and the product have not moved away from them."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAMES = sorted(str(each.relative_to(ROOT)) for each in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
PATH = re.compile(r"`((?:commands|config|hardware|server|kiosk|caller|displays|tests|docs)/[\w./-]+)`")
LINK = re.compile(r"\]\((?!https?:)([^)#]+)[^)]*\)")


def rows() -> list[list[str]]:
    text = (ROOT / "docs" / "where-to-change.md").read_text(encoding="utf-8")
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line[:2] == "| "][1:]


def test_every_row_leads_to_something_that_exists() -> None:
    assert len(rows()) >= 25
    targets = [re.findall(r"`([^`]+)`", row[1]) for row in rows()]
    assert [row[0] for row, found in zip(rows(), targets, strict=True) if len(found) != 1] == []
    assert [found[0] for found in targets if not (ROOT / found[0]).exists()] == []


# A decision says how things were when it was taken.
@pytest.mark.parametrize("document", [each for each in NAMES if "decisions/" not in each])
def test_every_path_in_a_document_exists(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    assert [path for path in PATH.findall(text) if "NAME" not in path and not (ROOT / path).exists()] == []


@pytest.mark.parametrize("document", NAMES)
def test_every_link_in_a_document_leads_somewhere(document: str) -> None:
    file = ROOT / document
    links = LINK.findall(file.read_text(encoding="utf-8"))
    assert [link for link in links if not (file.parent / link).exists()] == []


def test_every_target_that_a_document_names_is_one_of_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    texts = [(ROOT / document).read_text(encoding="utf-8") for document in NAMES]
    named = {name for text in texts for name in re.findall(r"`make ([a-z-]+)`", text)}
    assert named
    assert named - targets == set()
