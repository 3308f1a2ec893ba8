"""Who may review what is told by accounts where people sign in, and by names at the console."""

import pytest

from server.office.audit.chain import head, portion
from server.office.people.accounts import By
from server.office.releases import recorded
from server.office.releases.keys import use_key
from server.wire.signed_release import public_key
from tests.server.conftest import MORNING, Office
from tests.server.office.releases.test_publishing import KEY, Desk, guidance, refused


@pytest.fixture
def desk(embedded: Office) -> Desk:
    embedded.store.write("", lambda uow: use_key(uow, public_key(KEY), MORNING))
    return Desk(embedded.store)


def checked(desk: Desk, by: By) -> str:
    release = str(desk.do(recorded.submit, guidance(), by, desk.now))
    desk.do(recorded.check, release, by, ["police", "school"], desk.now)
    return release


def test_of_two_with_one_name_either_reviews_and_nobody_their_own_under_another(desk: Desk) -> None:
    release = checked(desk, By("p1", "An", "10.0.0.1"))
    refused("reviewer_is_author", desk.do, recorded.review, release, By("p1", "Bo", "10.0.0.1"), desk.now)
    desk.do(recorded.review, release, By("p2", "An", "10.0.0.2"), desk.now)
    assert desk.state(release) == "reviewed"


def test_at_the_console_names_tell(desk: Desk) -> None:
    release = checked(desk, By("", "An", "console"))
    refused("reviewer_is_author", desk.do, recorded.review, release, By("", " a N", "console"), desk.now)
    refused("reviewer_is_author", desk.do, recorded.review, release, By("p1", "An", "10.0.0.1"), desk.now)
    refused("nobody_named", desk.do, recorded.review, release, By("", "", "console"), desk.now)
    desk.do(recorded.review, release, By("p1", "Bo", "10.0.0.1"), desk.now)


def test_each_step_is_recorded_once_with_its_note(desk: Desk) -> None:
    release = checked(desk, By("p1", "An", "10.0.0.1"))
    desk.do(recorded.give_back, release, By("p2", "Cai", "10.0.0.2"), desk.now, "the fee is 20")
    rows = [each.changed for each in desk.store.read(lambda reading: portion(reading, 0))][-3:]
    assert [(each.what, each.name, each.about, each.after) for each in rows] == [
        ("release_submitted", "An", release[:12], ""),
        ("release_checked", "An", release[:12], ""),
        ("release_returned", "Cai", release[:12], '"the fee is 20"'),
    ]
    assert desk.store.read(head).seq >= 3
