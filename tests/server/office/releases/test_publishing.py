"""The way of a release: who may do what when, what the gate stops, when it comes into force, and the record of it."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import update

from commands.pack.verifying import flaws_of, flaws_of_search
from config.case import Case
from config.centers import Text
from config.edition import Edition, Guidance, ItemChange
from config.knowledge import Citation, Knowledge, Source
from config.pack import Authority, Entry
from server.office.releases.keys import key_in_use, keys_ever, use_key
from server.office.releases.prepare import check_release, return_release, review_release, submit_release, unchecked
from server.office.releases.publish import (
    Passed,
    current_release,
    current_release_id,
    pass_gate,
    publish_again,
    publish_release,
    roll_back,
    withdraw_release,
)
from server.office.releases.record import acts_of, guidance_of, named_release, standing_of
from server.rules.errors import Refusal
from server.rules.guidance.search.pinyin import searchable
from server.rules.guidance.search.tables import tables_of
from server.store import guidance_tables
from server.store.seeding import seed
from server.store.store import Store
from server.store.unit_of_work import UnitOfWork
from server.wire.signed_release import open_release, public_key
from tests.server.conftest import CITY as SMALL_CITY
from tests.server.conftest import MORNING
from tests.server.rules.guidance.small_pack import SMALL, text

KEY = Ed25519PrivateKey.generate()
HOUR = 3_600_000
DEPARTMENTS = (Authority("police", text("police"), "1", "2"), Authority("school", text("school"), "3", "4"))


def guidance(revision: int = 1, fee: int = 0, card_fee: int = 0) -> Guidance:
    """Return the small pack with departments: the police answers for permits and cards, the school for places."""
    owners = {"permit": "police", "school": "school", "new-card": "police"}
    fees = {"permit": fee, "new-card": card_fee}
    items = tuple(
        msgspec.structs.replace(item, authority=owners.get(item.id), fee=fees.get(item.id, 0)) for item in SMALL.items
    )
    return Guidance(msgspec.structs.replace(SMALL, revision=revision, authorities=DEPARTMENTS, items=items))


class Desk:
    """Where releases are made; an hour passes with every act."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.now = MORNING

    def do(self, work: Callable[..., Any], *arguments: Any, **more: Any) -> Any:
        self.now += HOUR
        return self.store.write("", lambda uow: work(uow, *arguments, **more))

    def submit(self, made: Guidance, by: str = "An") -> str:
        return str(self.do(submit_release, made, by, self.now))

    def ready(self, made: Guidance) -> str:
        release = self.submit(made)
        self.do(check_release, release, "Bo", ["police", "school"], self.now)
        self.do(review_release, release, "Cai", self.now)
        return release

    def publish(self, release: str, at: int | None = None) -> int:
        self.now += HOUR
        passed = Passed(release, date.min)
        return int(self.store.write("", lambda uow: publish_release(uow, passed, "Du", KEY, self.now, at)))

    def state(self, release: str) -> str:
        return self.store.read(lambda reading: standing_of(reading, release, self.now).state)

    def in_force(self) -> str:
        return self.store.read(lambda reading: current_release_id(reading, self.now))

    def flaws(self) -> set[str]:
        return {flaw.code for flaw in self.store.read(lambda reading: list(flaws_of(reading)))}


@pytest.fixture
def desk(store: Store) -> Desk:
    seed(store, SMALL_CITY, MORNING)
    store.write("", lambda uow: use_key(uow, public_key(KEY), MORNING))
    return Desk(store)


def refused(code: str, work: Callable[..., Any], *arguments: Any, **more: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        work(*arguments, **more)
    assert caught.value.code == code
    return caught.value


def test_the_whole_way(desk: Desk) -> None:
    refused("release_missing", desk.in_force)
    release = desk.submit(guidance())
    assert desk.state(release) == "submitted"
    left = desk.do(check_release, release, "Bo", ["police"], desk.now)
    assert left == ("school",)
    assert desk.do(check_release, release, "Bao", ["school"], desk.now, "as agreed") == ()
    desk.do(review_release, release, "Cai", desk.now)
    assert desk.state(release) == "reviewed"
    desk.publish(release)
    assert desk.state(release) == "published"
    acts = desk.store.read(acts_of)
    assert [(act.number, act.kind, act.actor, act.department) for act in acts] == [
        (1, "submitted", "An", None),
        (2, "checked", "Bo", "police"),
        (3, "checked", "Bao", "school"),
        (4, "reviewed", "Cai", None),
        (5, "published", "Du", None),
    ]
    assert [act.at for act in acts] == sorted(act.at for act in acts)
    assert acts[2].note == "as agreed"
    sent = desk.store.read(lambda reading: current_release(reading, desk.now))
    opened = open_release(msgspec.json.encode(sent), public_key(KEY))
    assert opened.guidance == guidance()
    assert (opened.statement.number, opened.statement.previous) == (5, None)
    assert desk.flaws() == set()


def test_nothing_is_done_before_its_turn(desk: Desk) -> None:
    release = desk.submit(guidance())
    refused("release_step", desk.publish, release)
    refused("release_unchecked", desk.do, review_release, release, "Cai", desk.now)
    desk.do(check_release, release, "Bo", ["police"], desk.now)
    refusal = refused("release_unchecked", desk.do, review_release, release, "Cai", desk.now)
    assert refusal.values["departments"] == "school"
    refused("department_unknown", desk.do, check_release, release, "Bo", ["tax"], desk.now)
    refused("nobody_named", desk.do, check_release, release, " ", ["school"], desk.now)
    desk.do(check_release, release, "Bo", ["school"], desk.now)
    refused("release_step", desk.do, withdraw_release, release, "Du", desk.now)
    refused("release_none_before", desk.do, roll_back, "Du", KEY, desk.now)
    desk.do(review_release, release, "Cai", desk.now)
    refused("release_step", desk.do, check_release, release, "Bo", ["school"], desk.now)
    refused("release_step", desk.do, review_release, release, "Cai", desk.now)
    refused("release_unknown", desk.do, review_release, "0" * 64, "Cai", desk.now)
    assert desk.flaws() == set()


@pytest.mark.parametrize("name", ["An", " an ", "AN", "Ａｎ", "a n"])
def test_nobody_reviews_what_they_wrote(desk: Desk, name: str) -> None:
    release = desk.submit(guidance())
    desk.do(check_release, release, "Bo", ["police", "school"], desk.now)
    refused("reviewer_is_author", desk.do, review_release, release, name, desk.now)
    assert desk.state(release) == "submitted"


def test_a_returned_draft_is_handed_in_again(desk: Desk) -> None:
    release = desk.submit(guidance())
    refused("release_known", desk.submit, guidance())
    desk.do(check_release, release, "Bo", ["police", "school"], desk.now)
    desk.do(return_release, release, "Cai", desk.now, "say it shorter")
    assert desk.state(release) == "returned"
    refused("release_step", desk.publish, release)
    assert desk.submit(guidance(), "Bo") == release
    assert desk.store.read(lambda reading: standing_of(reading, release, desk.now)).checked_by == ()
    refused("reviewer_is_author", desk.do, review_release, release, "Bo", desk.now)


def test_only_departments_whose_facts_changed_must_check(desk: Desk) -> None:
    desk.publish(desk.ready(guidance()))
    dearer = desk.submit(guidance(2, fee=20))

    def left(release: str) -> tuple[str, ...]:
        return desk.store.read(lambda reading: unchecked(reading, standing_of(reading, release, desk.now), desk.now))

    assert left(dearer) == ("police",)
    words_only = desk.submit(guidance(3))
    assert left(words_only) == ("police",), "somebody must always check"
    desk.do(check_release, words_only, "Bo", ["school"], desk.now)
    assert left(words_only) == ()


def test_what_changed_meanwhile_is_checked_before_publishing(desk: Desk) -> None:
    desk.publish(desk.ready(guidance()))
    second = desk.submit(guidance(2))
    desk.do(check_release, second, "Bo", ["school"], desk.now)
    desk.do(review_release, second, "Cai", desk.now)
    desk.publish(desk.ready(guidance(3, fee=5)))
    refused("release_unchecked", desk.publish, second)


def test_a_scheduled_release_comes_into_force_at_its_time(desk: Desk) -> None:
    first, second = desk.ready(guidance(1)), desk.ready(guidance(2))
    desk.publish(first)
    at = desk.now + 10 * HOUR
    desk.publish(second, at)
    assert (desk.state(second), desk.in_force()) == ("scheduled", first)
    refused("release_step", desk.publish, second)
    desk.now = at - 1
    assert desk.in_force() == first
    desk.now = at
    assert desk.in_force() == second
    assert (desk.state(first), desk.state(second)) == ("archived", "published")
    third = desk.ready(guidance(3))
    refused("moment_past", desk.publish, third, desk.now - 10 * HOUR)


def test_a_scheduled_release_can_be_withdrawn(desk: Desk) -> None:
    first, second = desk.ready(guidance(1)), desk.ready(guidance(2))
    desk.publish(first)
    at = desk.now + 10 * HOUR
    desk.publish(second, at)
    desk.do(withdraw_release, second, "Du", desk.now)
    assert desk.state(second) == "reviewed"
    desk.now = at + 1
    assert desk.in_force() == first
    refused("release_step", desk.do, withdraw_release, first, "Du", desk.now)
    desk.publish(second)
    assert desk.in_force() == second


def test_a_rollback_is_a_new_act_that_kiosks_follow(desk: Desk) -> None:
    first, second = desk.ready(guidance(1)), desk.ready(guidance(2))

    def sent() -> bytes:
        return msgspec.json.encode(desk.store.read(lambda reading: current_release(reading, desk.now)))

    desk.publish(first)
    old = sent()
    desk.publish(second)
    new = open_release(sent(), public_key(KEY))
    refused("release_old", open_release, old, public_key(KEY), new.statement.position)
    assert desk.do(roll_back, "Du", KEY, desk.now, note="wrong fee") == first
    back = open_release(sent(), public_key(KEY), new.statement.position)
    assert (back.id, back.statement.previous) == (first, second)
    assert (desk.state(first), desk.state(second)) == ("published", "archived")
    assert desk.do(roll_back, "Du", KEY, desk.now, second) == second
    refused("release_step", desk.do, roll_back, "Du", KEY, desk.now, second)
    assert [act.kind for act in desk.store.read(acts_of)].count("published") == 4
    assert desk.flaws() == set()


def test_a_new_key_signs_what_is_in_force(desk: Desk) -> None:
    release = desk.ready(guidance())
    desk.publish(release)
    new = Ed25519PrivateKey.generate()
    desk.do(use_key, public_key(new), desk.now)
    desk.do(publish_again, "Du", new, desk.now)
    assert desk.store.read(key_in_use) == public_key(new)
    assert desk.store.read(keys_ever) == {public_key(KEY), public_key(new)}
    sent = msgspec.json.encode(desk.store.read(lambda reading: current_release(reading, desk.now)))
    assert open_release(sent, public_key(new)).id == release
    assert desk.flaws() == set()


def test_a_record_that_was_tampered_with_is_found_out(desk: Desk) -> None:
    release = desk.ready(guidance())
    number = desk.publish(release)
    acts, releases = guidance_tables.release_acts, guidance_tables.releases
    tampered = [
        ("release_hash", update(releases).values(body=guidance_json(guidance(9)))),
        ("release_statement", update(acts).where(acts.c.number == number).values(in_force_at=1)),
        ("release_signature", update(acts).where(acts.c.number == number).values(signature="AAAA")),
        ("record_gap", update(acts).where(acts.c.number == 1).values(number=99)),
    ]
    for code, change in tampered:
        assert code not in desk.flaws()
        desk.store.write("", partial(UnitOfWork.run, statement=change))
        assert code in desk.flaws()


def guidance_json(made: Guidance) -> str:
    return msgspec.json.encode(made).decode()


def test_a_release_is_named_by_its_beginning(desk: Desk) -> None:
    first, second = desk.submit(guidance(1)), desk.submit(guidance(2))
    assert desk.store.read(lambda reading: named_release(reading, first[:12].upper())) == first
    assert desk.store.read(lambda reading: named_release(reading, second)) == second
    for wrong in ("", "%", "_", "zz", "0" * 64):
        refused("release_unknown", desk.store.read, lambda reading, wrong=wrong: named_release(reading, wrong))
    assert desk.store.read(lambda reading: guidance_of(reading, first)) == guidance(1)


DAY = date(2026, 11, 24)
RIGHT = Case("owner", ("settle",), {"living": "own", "permit": False, "months": 8, "card": False}, {"permit": "can"})
CLEAN = msgspec.structs.replace(SMALL, cases=(RIGHT,))


def with_knowledge(**fields: Any) -> Guidance:
    source = Source("s", "law", official=True)
    point = Knowledge("k", text("a fact"), (Citation("s"),), items=("permit",), title="a fact", **fields)
    return searchable(Guidance(msgspec.structs.replace(CLEAN, sources=(source,), knowledge=(point,))))


def test_guidance_without_a_finding_passes_the_gate() -> None:
    assert pass_gate("x", searchable(Guidance(CLEAN)), DAY) == Passed("x", DAY)


def test_what_runs_out_before_its_day_does_not_pass() -> None:
    vouched = {"reviewed_by": "Bo", "reviewed_on": "2026-01-01"}
    pass_gate("x", with_knowledge(expires="2026-11-24", **vouched), DAY)
    expired = with_knowledge(expires="2026-11-23", **vouched)
    assert "k" in str(refused("release_unready", pass_gate, "x", expired, DAY))
    pass_gate("x", expired, date(2026, 11, 23))
    pass_gate("x", with_knowledge(expires="2026-11-23"), DAY)


def test_a_pack_with_findings_does_not_pass() -> None:
    wrong = msgspec.structs.replace(RIGHT, visits=99)
    refused(
        "release_unready", pass_gate, "x", searchable(Guidance(msgspec.structs.replace(CLEAN, cases=(wrong,)))), DAY
    )
    unknown = msgspec.structs.replace(CLEAN.checklists[0], entries=(Entry("X99"),))
    refused(
        "release_unready",
        pass_gate,
        "x",
        searchable(Guidance(msgspec.structs.replace(CLEAN, checklists=(unknown,)))),
        DAY,
    )


def test_an_edition_that_breaks_the_law_does_not_pass() -> None:
    edition = Edition("east", "town", Text("东", "East"), ("hall",), items=(ItemChange("X99"),))
    refused("release_unready", pass_gate, "x", searchable(Guidance(CLEAN, (edition,))), DAY)


def test_what_cannot_be_searched_by_its_own_tables_does_not_pass() -> None:
    right = searchable(Guidance(CLEAN))
    pass_gate("x", right, DAY)
    changed = msgspec.structs.replace(CLEAN, items=(*CLEAN.items[1:], CLEAN.items[0]))
    for other in (None, searchable(Guidance(changed)).search):
        refusal = refused("release_unready", pass_gate, "x", msgspec.structs.replace(right, search=other), DAY)
        assert "search tables" in str(refusal)


def test_tables_that_are_not_the_packs_own_are_found_out(desk: Desk) -> None:
    made = searchable(guidance())
    assert made.search is not None
    desk.submit(made)
    assert desk.flaws() == set()
    misread = msgspec.structs.replace(made.search.readings, names={"permit": "shen fen zheng"})
    other = tables_of(made.pack, misread)
    desk.submit(msgspec.structs.replace(made, search=other))
    assert desk.flaws() == {"release_readings"}
    desk.submit(msgspec.structs.replace(made, search=msgspec.structs.replace(made.search, sounds=other.sounds)))
    assert desk.flaws() == {"release_readings", "release_search"}
    elsewhere = tables_of(made.pack, msgspec.structs.replace(misread, dictionary="another"))
    only = list(flaws_of_search("x", msgspec.structs.replace(made, search=elsewhere)))
    assert only == [], "what another dictionary says is not for this one to judge"


def test_a_parameter_that_nobody_confirmed_stops_nothing() -> None:
    assert any(value.value is None for each in CLEAN.parameters for value in each.values)
    pass_gate("x", searchable(Guidance(CLEAN)), DAY)
