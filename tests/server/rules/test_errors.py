"""Codes by room: declared once, joined into one type, and a mistyped one is seen before it runs."""

import re
from typing import Any, get_args

import pytest
from mypy import api

from server.rules.codes.booking import BOOKING, BookingCode
from server.rules.codes.devices import DEVICES, DeviceCode
from server.rules.codes.drafts import DRAFTS, DraftCode
from server.rules.codes.guidance import GUIDANCE, GuidanceCode
from server.rules.codes.hall import HALL, HallCode
from server.rules.codes.people import PEOPLE, PeopleCode
from server.rules.codes.release import RELEASE, ReleaseCode
from server.rules.codes.settings import SETTINGS, SettingsCode
from server.rules.codes.store import STORE, StoreCode
from server.rules.codes.web import WEB, WebCode
from server.rules.errors import CODES, TRY_LATER, Refusal, is_code

ROOMS: list[tuple[Any, Any]] = [
    (HallCode, HALL),
    (BookingCode, BOOKING),
    (DeviceCode, DEVICES),
    (DraftCode, DRAFTS),
    (GuidanceCode, GUIDANCE),
    (PeopleCode, PEOPLE),
    (ReleaseCode, RELEASE),
    (SettingsCode, SETTINGS),
    (StoreCode, STORE),
    (WebCode, WEB),
]


@pytest.mark.parametrize(("declared", "sentences"), ROOMS)
def test_every_code_of_a_room_has_its_sentence(declared, sentences):
    assert list(get_args(declared)) == list(sentences)


def test_no_two_rooms_share_a_code():
    assert len(CODES) == sum(len(sentences) for _, sentences in ROOMS)
    assert set(CODES) >= TRY_LATER


def test_a_refusal_says_its_sentence():
    refusal = Refusal("counter_unknown", counter="7")
    assert (refusal.code, refusal.status, str(refusal)) == ("counter_unknown", 404, "There is no counter 7.")
    assert is_code("counter_unknown")
    assert not is_code("counter_unknwon")


# All lines in one run: two runs share a cache, and the later finds it locked by what the earlier still holds.
@pytest.mark.slow
def test_a_mistyped_code_is_an_error_of_types():
    lines = {
        'Refusal("ticket_unknown")': True,
        'Refusal("ticket_unknwon")': False,
        'Refusal(f"counter_{state}")': False,
        'Refusal("busy").code == "bussy"': False,
    }
    text = "\n".join(
        ["from server.rules.errors import Refusal", 'state = "x" + "y"', *(f"print({each})" for each in lines)]
    )
    # Without the project's own file, which names what to look at.
    own = ["--config-file=", "--cache-dir=.mypy_cache/lines", "--explicit-package-bases", "--strict"]
    told, _, _ = api.run([*own, "-c", text])
    seen = {int(number) for number in re.findall(r"^<string>:(\d+): error", told, re.MULTILINE)}
    assert {line: number not in seen for number, line in enumerate(lines, 3)} == lines, told
