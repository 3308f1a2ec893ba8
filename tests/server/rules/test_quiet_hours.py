"""Quiet hours: within a day, over midnight, none, and what is no clock."""

import pytest

from server.rules.errors import Refusal
from server.rules.quiet_hours import is_quiet, read_clocks


@pytest.mark.parametrize(
    ("clock", "begins", "ends", "quiet"),
    [
        ("21:59", "22:00", "07:00", False),
        ("22:00", "22:00", "07:00", True),
        ("00:00", "22:00", "07:00", True),
        ("06:59", "22:00", "07:00", True),
        ("07:00", "22:00", "07:00", False),
        ("12:30", "12:00", "14:00", True),
        ("14:00", "12:00", "14:00", False),
        ("03:00", "", "", False),
    ],
)
def test_an_hour_is_quiet_or_is_not(clock: str, begins: str, ends: str, quiet: bool) -> None:
    assert is_quiet(clock, begins, ends) is quiet


def test_two_clocks_or_none() -> None:
    assert read_clocks(" 22:00", "07:00 ") == ("22:00", "07:00")
    assert read_clocks("", " ") == ("", "")
    for wrong in (("22:00", ""), ("", "07:00"), ("24:00", "07:00"), ("22:00", "22:00"), ("9:00", "10:00"), ("x", "y")):
        with pytest.raises(Refusal) as refused:
            read_clocks(*wrong)
        assert refused.value.code == "quiet_unfit"
