"""Before a release is published: who may say what of a draft, what is asked of whom, and what is written down."""

import msgspec
import pytest

from config.centers import Calendar, MakeUpDay
from config.documents import Scope
from config.edition import Guidance
from server.office.releases.keys import use_key
from server.office.releases.prepare import (
    check_release,
    return_release,
    review_release,
    unchecked,
    with_halls_table,
)
from server.office.releases.record import acts_of, guidance_of, standing_of
from server.office.releases.shipped import publish_shipped
from server.rules.guidance.release.record import Standing
from server.wire.signed_release import public_key
from tests.server.conftest import MORNING, Office
from tests.server.office.releases.test_publishing import KEY, Desk, guidance, refused
from tests.server.rules.guidance.small_pack import SMALL
from tests.server.settings_of import Settings


@pytest.fixture
def desk(embedded: Office) -> Desk:
    embedded.store.write("", lambda uow: use_key(uow, public_key(KEY), MORNING))
    return Desk(embedded.store)


def standing(desk: Desk, release: str) -> Standing:
    return desk.store.read(lambda reading: standing_of(reading, release, desk.now))


def test_a_reviewed_draft_can_still_be_given_back_and_a_returned_one_not_again(desk: Desk) -> None:
    release = desk.ready(guidance())
    assert desk.state(release) == "reviewed"
    desk.do(return_release, release, "Du", desk.now, "a fee is wrong")
    assert desk.state(release) == "returned"
    refused("release_step", desk.do, return_release, release, "Du", desk.now, "again")
    refused("release_step", desk.do, check_release, release, "Bo", ["police"], desk.now)
    refused("release_step", desk.do, review_release, release, "Cai", desk.now)


def test_every_act_is_written_down_with_its_moment_and_its_note(desk: Desk) -> None:
    release = desk.submit(guidance(), "  An ")
    desk.do(check_release, release, "Bo", ["police", "school"], desk.now, "read")
    desk.do(review_release, release, "Cai", desk.now, "agreed")
    desk.do(return_release, release, "Du", desk.now, "not yet")
    first = MORNING
    acts = desk.store.read(acts_of)
    told = [(each.number, each.kind, each.actor, each.department, each.note, each.at - first) for each in acts]
    assert told == [
        (1, "submitted", "An", None, "", 0),
        (2, "checked", "Bo", "police", "read", 3_600_000),
        (3, "checked", "Bo", "school", "read", 3_600_000),
        (4, "reviewed", "Cai", None, "agreed", 7_200_000),
        (5, "returned", "Du", None, "not yet", 10_800_000),
    ]
    assert {(each.in_force_at, each.withdraws) for each in acts} == {(None, None)}
    assert {act.release for act in acts} == {release}


def test_refusals_name_a_release_by_twelve_digits(desk: Desk) -> None:
    release = desk.submit(guidance())
    short = release[:12]
    assert refused("release_known", desk.submit, guidance()).values["release"] == short
    assert refused("release_unchecked", desk.do, review_release, release, "Cai", desk.now).values == {
        "release": short,
        "departments": "police, school",
    }
    unknown = refused("release_unknown", desk.do, review_release, "f" * 64, "Cai", desk.now)
    assert unknown.values["release"] == "f" * 12
    desk.do(check_release, release, "Bo", ["police", "school"], desk.now)
    author = refused("reviewer_is_author", desk.do, review_release, release, " a N ", desk.now)
    assert author.values == {"release": short, "by": " a N "}
    desk.do(review_release, release, "Cai", desk.now)
    assert refused("release_step", desk.do, review_release, release, "Cai", desk.now).values["release"] == short
    department = refused("department_unknown", desk.do, check_release, release, "Bo", ["tax"], desk.now)
    assert department.values == {"department": "tax", "known": "police, school"}


def test_without_departments_somebody_still_vouches(desk: Desk) -> None:
    release = desk.submit(Guidance(SMALL))
    assert SMALL.authorities == ()
    assert desk.store.read(lambda reading: unchecked(reading, standing(desk, release), desk.now)) == ("",)
    refusal = refused("release_unchecked", desk.do, review_release, release, "Cai", desk.now)
    assert refusal.values["departments"] == "*"
    assert desk.do(check_release, release, "Bo", ["anybody"], desk.now) == ()
    desk.do(review_release, release, "Cai", desk.now)


def test_when_nothing_changed_the_first_department_is_asked_for_all(desk: Desk) -> None:
    desk.publish(desk.ready(guidance()))
    again = desk.submit(guidance(2))
    assert desk.store.read(lambda reading: unchecked(reading, standing(desk, again), desk.now)) == ("police",)


def test_another_draft_is_another_persons_business(desk: Desk) -> None:
    first, second = desk.submit(guidance(1)), desk.submit(guidance(2), "Bo")
    desk.do(check_release, first, "Cai", ["police", "school"], desk.now)
    assert standing(desk, second).checked_by == ()
    desk.do(review_release, first, "Bo", desk.now)
    assert (desk.state(first), desk.state(second)) == ("reviewed", "submitted")


def test_halls_and_guidance_count_the_same_days(desk: Desk) -> None:
    written = guidance()
    written = msgspec.structs.replace(
        written, pack=msgspec.structs.replace(written.pack, calendar=Calendar((), (MakeUpDay("2025-10-11"),)))
    )
    table = Calendar((), (MakeUpDay("2025-11-29"),))
    assert desk.store.read(lambda reading: with_halls_table(reading, written)) == written, "a city without a table"
    Settings(desk.store, desk.now).edit(lambda city: city.update(calendar=msgspec.to_builtins(table)), Scope("city"))
    assert desk.store.read(lambda reading: with_halls_table(reading, written)).pack.calendar == table
    shipped = desk.store.write("", lambda uow: publish_shipped(uow, written, KEY, desk.now))
    assert desk.store.read(lambda reading: guidance_of(reading, shipped)).pack.calendar == table
