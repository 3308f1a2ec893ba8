"""Which passwords each profile takes."""

import pytest

from server.rules.errors import Refusal
from server.rules.people.passwords import DAY_MS, LAWS, LONGEST, Profile, check_password, is_due

COMMON = frozenset({"password", "qwertyuiop", "iloveyou12"})
ABOUT = ("zhang", "Zhang Wei", "dongjiang", "banshi")


def refusal(password: str, profile: Profile) -> str:
    try:
        check_password(password, LAWS[profile], COMMON, ABOUT)
    except Refusal as refused:
        return refused.code
    return ""


@pytest.mark.parametrize(
    ("password", "mlps2", "asvs"),
    [
        ("Tea7-river", "", ""),
        ("Tea7-rive", "password_short", "password_short"),
        ("correct horse battery", "password_kinds", ""),
        ("correct horse 9", "", ""),
        ("清风明月夜读书声声入耳", "password_kinds", ""),
        ("清风明月夜Read书声声9", "", ""),
        ("Password123", "password_common", "password_common"),
        ("Qwertyuiop!1", "password_common", "password_common"),
        ("aaaaaaaaaa1", "password_common", "password_common"),
        ("Zhangwei2026!", "", ""),
        ("Zhang-1234", "password_common", "password_common"),
        ("banshi-dongjiang", "password_common", "password_common"),
        ("wx" * 16 + "Yz" * 16, "password_kinds", ""),
        (" Tea7-river ", "", ""),
        ("Tea7-river" * 26, "password_long", "password_long"),
    ],
)
def test_what_each_profile_takes(password: str, mlps2: str, asvs: str) -> None:
    assert (refusal(password, "mlps2"), refusal(password, "mlps3"), refusal(password, "asvs")) == (mlps2, mlps2, asvs)


def test_long_passwords_are_taken() -> None:
    assert LONGEST >= 64
    assert refusal("aB3-" * 16, "mlps2") == ""


@pytest.mark.parametrize(("profile", "days"), [("mlps2", 180), ("mlps3", 90)])
def test_a_password_is_due_after_its_days(profile: Profile, days: int) -> None:
    assert not is_due(1000, LAWS[profile], 1000 + days * DAY_MS - 1)
    assert is_due(1000, LAWS[profile], 1000 + days * DAY_MS)


def test_the_profile_of_asvs_asks_for_no_change() -> None:
    assert not is_due(0, LAWS["asvs"], 10**15)
