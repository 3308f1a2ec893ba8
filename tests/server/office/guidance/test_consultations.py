"""What is kept of a consultation is all that was said, for thirty days, under its own code and the city's own day."""

from functools import partial
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import insert

from server.office.guidance.consultations import (
    KeptConsultation,
    city_day,
    city_zone,
    consultation_of,
    keep_answers,
    keep_wish,
    start_consultation,
)
from server.rules.guidance.judge.verdict import Wish
from server.store import guidance_tables, tables
from server.store.unit_of_work import CITY as WHOLE_CITY
from tests.server.conftest import MORNING, Office, refused

RELEASE = "r" * 64
THIRTY_DAYS = 2_592_000_000


@pytest.fixture
def desk(embedded: Office) -> Office:
    embedded.write(lambda uow: uow.run(insert(guidance_tables.releases), id=RELEASE, body="{}", submitted_at=MORNING))
    return embedded


def started(desk: Office, now: int = MORNING, **more: Any) -> KeptConsultation:
    return desk.store.write(
        WHOLE_CITY, partial(start_consultation, release=RELEASE, checklists=("a", "b"), now=now, **more)
    )


def kept(desk: Office, code: str, now: int | None = MORNING) -> KeptConsultation:
    return desk.store.read(lambda reading: consultation_of(reading, code, now))


def test_all_of_it_is_kept(desk: Office) -> None:
    answers = {"living": "own", "months": 8, "card": False}
    plain, full = started(desk), started(desk, edition="east", answers=answers)
    assert (plain.release, plain.checklists, plain.answers, plain.edition) == (RELEASE, ("a", "b"), {}, None)
    assert (full.edition, full.answers, full.wish) == ("east", answers, Wish())
    assert (plain.created_at, plain.changed_at, plain.day) == (MORNING, MORNING, "2025-11-25")
    assert [kept(desk, each.code) for each in (plain, full)] == [plain, full]
    assert plain.code != full.code


def test_it_is_open_for_thirty_days_to_the_millisecond(desk: Office) -> None:
    made = started(desk)
    assert made.expires_at == MORNING + THIRTY_DAYS
    assert kept(desk, made.code, MORNING + THIRTY_DAYS - 1) == made
    refused("consultation_expired", kept, desk, made.code, MORNING + THIRTY_DAYS)
    assert kept(desk, made.code, None) == made
    assert started(desk, days=2).expires_at == MORNING + 172_800_000


def test_a_code_is_read_however_it_is_written_and_no_other_is_known(desk: Office) -> None:
    made = started(desk)
    assert kept(desk, f" {made.code.lower()} ") == made
    desk.write(lambda uow: uow.run(guidance_tables.consultations.delete()))
    refused("consultation_unknown", kept, desk, made.code)


def test_what_changes_is_that_one_and_its_day(desk: Office) -> None:
    mine, other = started(desk), started(desk, answers={"living": "rent"})
    tomorrow, wish = MORNING + 86_400_000, Wish("soonest", ("permit",), "hall")
    answered = desk.write(lambda uow: keep_answers(uow, mine, {"living": "own"}, tomorrow))
    assert answered == replace(mine, answers={"living": "own"}, changed_at=tomorrow, day="2025-11-26")
    assert kept(desk, mine.code) == answered
    wished = desk.write(lambda uow: keep_wish(uow, answered, wish, tomorrow + 1))
    assert wished == replace(answered, wish=wish, changed_at=tomorrow + 1)
    assert (kept(desk, mine.code), kept(desk, other.code)) == (wished, other)


def test_the_citys_day_is_that_of_its_first_center(desk: Office) -> None:
    eve = MORNING + 50_399_999
    assert str(desk.store.read(lambda reading: city_day(reading, eve))) == "2025-11-25"
    assert str(desk.store.read(lambda reading: city_day(reading, eve + 1))) == "2025-11-26"
    # The second by its position says nothing, wherever its row stands.
    centers = tables.centers
    desk.write(lambda uow: uow.run(centers.update().where(centers.c.id == "village").values(timezone="Pacific/Apia")))
    assert str(desk.store.read(city_zone)) == "Asia/Shanghai"
    desk.write(lambda uow: uow.run(centers.update().where(centers.c.id == "village").values(position=-1)))
    assert str(desk.store.read(city_zone)) == "Pacific/Apia"
