"""docs/layout.md is true: every folder with its sentence, sizes about right, walks through files that exist."""

import re

import pytest

from tests.house.layout import BEGIN, END, PAGE, ROOT, climbs, files, folders, size, walks

ROW = re.compile(r"^\| (?:&emsp;)*`([^`]+)/` \| (\d+) \| ([\d,]+) \| (.+) \|$", re.MULTILINE)


def rows() -> dict[str, tuple[int, int, str]]:
    text = PAGE.read_text(encoding="utf-8").split(BEGIN)[1].split(END)[0]
    return {folder: (int(count), int(lines.replace(",", "")), said) for folder, count, lines, said in ROW.findall(text)}


def test_every_folder_stands_in_the_tree_with_its_sentence() -> None:
    assert {folder: said for folder, (_, _, said) in rows().items()} == folders(), "make layout"
    assert all(said.endswith(".") for said in folders().values())


@pytest.mark.slow
def test_sizes_are_about_right() -> None:
    known = files()
    for folder, (count, lines, _) in rows().items():
        now = size(folder, known)
        assert abs(now[0] - count) <= 3 + count / 4, f"{folder}: make layout"
        assert abs(now[1] - lines) <= 200 + lines / 4, f"{folder}: make layout"


@pytest.mark.parametrize("name", walks())
def test_a_walk_goes_through_files_that_exist_and_climbs_as_often_as_it_says(name: str) -> None:
    steps, claimed = walks()[name]
    assert len(steps) >= 5
    assert [file for _, file in steps if not (ROOT / file).is_file()] == []
    assert climbs(steps) == claimed


def test_the_five_walks_are_there() -> None:
    assert list(walks()) == ["An answer", "A ticket", "A call", "A printer fault", "A release"]
