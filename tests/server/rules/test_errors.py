"""Codes by room: declared once, joined into one type, and a mistyped one is seen before it runs."""

from typing import Any, get_args

import pytest
from mypy import api

from server.rules.codes.guidance import GUIDANCE, GuidanceCode
from server.rules.codes.hall import HALL, HallCode
from server.rules.codes.release import RELEASE, ReleaseCode
from server.rules.codes.settings import SETTINGS, SettingsCode
from server.rules.codes.store import STORE, StoreCode
from server.rules.codes.web import WEB, WebCode
from server.rules.errors import CODES, TRY_LATER, Refusal, is_code

ROOMS: list[tuple[Any, Any]] = [
    (HallCode, HALL),
    (GuidanceCode, GUIDANCE),
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


# One after the other: they share a cache, and two at once find it locked.
@pytest.mark.xdist_group("types")
@pytest.mark.slow
@pytest.mark.parametrize(
    ("line", "seen"),
    [
        ('Refusal("ticket_unknown")', True),
        ('Refusal("ticket_unknwon")', False),
        ('Refusal(f"counter_{state}")', False),
        ('Refusal("busy").code == "bussy"', False),
    ],
)
def test_a_mistyped_code_is_an_error_of_types(line, seen):
    text = f'from server.rules.errors import Refusal\nstate = "x" + "y"\nprint({line})'
    # Without the project's own file, which names what to look at.
    own = ["--config-file=", "--cache-dir=.mypy_cache/lines", "--explicit-package-bases", "--strict"]
    told, _, ended = api.run([*own, "-c", text])
    assert (ended == 0) is seen, told
