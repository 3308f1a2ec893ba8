"""What is in force when: to the millisecond, in the order of moments and then of acts, whatever was withdrawn."""

from datetime import date

import pytest

from server.office.releases.keys import key_in_use, keys_ever, use_key
from server.office.releases.publish import (
    Passed,
    current_release,
    publish_again,
    publish_release,
    roll_back,
    withdraw_release,
)
from server.office.releases.record import acts_of, held_publications, in_force
from server.wire.signed_release import public_key
from tests.server.conftest import MORNING, Office
from tests.server.office.releases.test_publishing import HOUR, KEY, Desk, guidance, refused


@pytest.fixture
def desk(embedded: Office) -> Desk:
    embedded.store.write("", lambda uow: use_key(uow, public_key(KEY), MORNING))
    return Desk(embedded.store)


def test_two_that_begin_at_one_moment_are_in_the_order_of_their_acts(desk: Desk) -> None:
    first, second = desk.ready(guidance(1)), desk.ready(guidance(2))
    at = desk.now + 10 * HOUR
    desk.publish(first, at)
    desk.publish(second, at)
    desk.now = at - 1
    refused("release_missing", desk.in_force)
    desk.now = at
    assert desk.in_force() == second
    # In the very millisecond in which both began.
    assert desk.store.write("", lambda uow: roll_back(uow, "Du", KEY, at)) == first
    assert desk.in_force() == first


def test_a_rollback_goes_to_what_was_in_force_last_not_to_what_was_signed_last(desk: Desk) -> None:
    oldest, planned, between = (desk.ready(guidance(number)) for number in (1, 2, 3))
    desk.publish(oldest)
    at = desk.now + 10 * HOUR
    desk.publish(planned, at)
    desk.publish(between)
    desk.now = at
    assert desk.in_force() == planned
    # A draft, a plan and what was withdrawn were never in force.
    desk.submit(guidance(4))
    withdrawn, later = desk.ready(guidance(5)), desk.ready(guidance(6))
    desk.publish(withdrawn, desk.now + 3 * HOUR)
    desk.do(withdraw_release, withdrawn, "Du", desk.now)
    desk.publish(later, desk.now + 100 * HOUR)
    desk.now += 5 * HOUR
    assert desk.do(roll_back, "Du", KEY, desk.now) == between
    assert desk.do(roll_back, "Du", KEY, desk.now) == planned


def test_what_was_never_in_force_is_not_gone_back_to(desk: Desk) -> None:
    refused("release_none_before", desk.do, roll_back, "Du", KEY, desk.now)
    first, second = desk.ready(guidance(1)), desk.ready(guidance(2))
    desk.publish(first)
    refused("release_none_before", desk.do, roll_back, "Du", KEY, desk.now)
    refused("release_step", desk.do, roll_back, "Du", KEY, desk.now, second)
    refused("release_unknown", desk.do, roll_back, "Du", KEY, desk.now, "0000")


def test_a_publication_begins_at_the_moment_it_names_or_at_once(desk: Desk) -> None:
    first, second = desk.ready(guidance(1)), desk.ready(guidance(2))
    now = desk.now
    past = refused(
        "moment_past",
        desk.store.write,
        "",
        lambda uow: publish_release(uow, Passed(first, date.min), "Du", KEY, now, now - 1),
    )
    assert str(past.values["moment"]).endswith("59.999Z")
    desk.store.write("", lambda uow: publish_release(uow, Passed(first, date.min), "Du", KEY, now, now, "noted"))
    desk.store.write("", lambda uow: publish_release(uow, Passed(second, date.min), "Du", KEY, now + 5))
    begun = [act for act in desk.store.read(acts_of) if act.kind == "published"]
    assert [(act.release, act.at - now, act.in_force_at, act.note) for act in begun] == [
        (first, 0, now, "noted"),
        (second, 5, now + 5, ""),
    ]
    found = [desk.store.read(lambda reading, at=at: in_force(reading, at)) for at in (now - 1, now, now + 4, now + 5)]  # type: ignore[misc]
    assert [each and each.release for each in found] == [None, first, first, second]
    held = desk.store.read(held_publications)
    assert [each.release for each in held] == [first, second]
    assert held == (found[1], found[3])
    assert [each.number for each in held] == [act.number for act in begun]


def test_what_is_signed_names_what_it_follows(desk: Desk) -> None:
    first, second = desk.ready(guidance(1)), desk.ready(guidance(2))
    desk.publish(first)
    desk.publish(second)
    desk.do(publish_again, "Du", KEY, desk.now, "a new key")
    statements = [each.statement for each in desk.store.read(held_publications)]
    for statement, (release, before) in zip(
        statements, ((first, None), (second, first), (second, second)), strict=True
    ):
        assert f'"{release}"' in statement
        assert before is None or f'"{before}"' in statement
    assert desk.store.read(acts_of)[-1].note == "a new key"
    sent = desk.store.read(lambda reading: current_release(reading, desk.now))
    assert (sent.id, sent.statement) == (second, statements[-1])


def test_a_new_key_takes_the_place_of_the_old_one(desk: Desk) -> None:
    assert desk.store.read(key_in_use) == public_key(KEY)
    desk.do(use_key, "second", desk.now)
    desk.do(use_key, "third", desk.now)
    assert desk.store.read(key_in_use) == "third"
    assert desk.store.read(keys_ever) == {public_key(KEY), "second", "third"}
