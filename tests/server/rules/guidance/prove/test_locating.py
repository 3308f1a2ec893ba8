"""A finding stands at the line and column of the field that it is about."""

from pathlib import Path

import pytest

from config.pack_file import PackFile, read_pack
from server.rules.guidance.prove.finding import Finding
from server.rules.guidance.prove.locating import spot_of

FILES = {
    "pack": "id: mine\nname: {zh: 我的, en: Mine}\nrevision: 1\n",
    "themes": "- {id: t, name: {zh: 一, en: One}}\n",
    "items": (
        "- id: i\n"
        "  name: {zh: 一, en: One}\n"
        "  options:\n"
        "    - {point: null, days: 0}\n"
        "    - {point: moon, days: 9999}\n"
        "  requirements:\n"
        "    - holds: {is: [living, tent]}\n"
        "      otherwise: cannot\n"
        "      reason: {zh: 一, en: One}\n"
    ),
}


@pytest.fixture
def file(tmp_path: Path) -> PackFile:
    for name, content in FILES.items():
        (tmp_path / f"{name}.yaml").write_text(content, encoding="utf-8")
    return read_pack(tmp_path)


@pytest.mark.parametrize(
    ("finding", "line", "column"),
    [
        (Finding("items", "i", "days_wild", "options[1].days: 9999 days", ""), 5, 21),
        (Finding("items", "i", "point_unknown", "there is no point moon", ""), 5, 8),
        (Finding("items", "i", "value_impossible", "living is never 'tent'", ""), 7, 20),
        (Finding("items", "i", "never_can", "nobody can ever do it", ""), 6, 3),
        (Finding("items", "i", "something", "it is odd", ""), 1, 3),
        (Finding("pack", "mine", "number_wild", "revision: 0", ""), 3, 1),
        (Finding("items", "gone", "something", "it is odd", ""), 1, 1),
    ],
)
def test_the_field_that_is_named(file: PackFile, finding: Finding, line: int, column: int) -> None:
    assert spot_of(file, finding, "pack.yaml")[1:] == (line, column)
