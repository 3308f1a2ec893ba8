"""Nothing is shipped whose licence would bind all of it, or that has none."""

from importlib.metadata import files

import pytest

from tests.house.licences import READ, Licensed, of_pages, of_python, refused


def test_nothing_that_we_ship_is_under_the_gpl() -> None:
    found = [*of_python(), *of_pages()]
    assert len(found) > 50
    assert refused(found) == []


@pytest.mark.parametrize(
    ("licence", "shipped"),
    [
        ("GPL-3.0-only", False),
        ("AGPL-3.0-or-later", False),
        ("GNU General Public License (GPL)", False),
        ("GNU Affero General Public License v3", False),
        ("MIT OR GPL-2.0", False),
        ("", False),
        ("LGPL-3.0-only", True),
        ("GNU Lesser General Public License v3 (LGPLv3)", True),
        ("MIT", True),
    ],
)
def test_the_gate_shuts(licence: str, shipped: bool) -> None:
    package = Licensed("x", "1", licence)
    assert (refused([package]) == []) is shipped


def test_what_a_person_has_read_is_still_so() -> None:
    assert set(READ) <= {each.name for each in of_python()}
    assert [each for each in files("docutils") or () if each.suffix == ".el"] == []
