"""Documents: written once, in force at once or at their moment, told to whom they concern, undone by nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from config.centers import LineRules, Text
from config.documents import CITY, Scope
from server.office.board import board_of
from server.office.settings.change import try_settings
from server.office.settings.due import take_due
from server.office.views import center_ids, center_view, counter_view
from server.rules.errors import Refusal
from server.rules.hall.fact import NameRef
from server.store import tables
from server.store.settings import history, in_force
from tests.server.conftest import Office
from tests.server.settings_of import HALL, VILLAGE, Json, Settings, add_counter, pier, rename


class AtTheHall(Settings):
    """An administrator with the hall's office beside them."""

    def __init__(self, office: Office, reach: str | None = None) -> None:
        super().__init__(office.store, office.now, reach)
        self.office = office

    def tried(self, given: object, scope: Scope = HALL) -> list[tuple[str, str]]:
        change = self.change(given, scope)
        found = self.store.read(lambda reading: try_settings(reading, change, self.now))
        return [(refusal.code, str(refusal.values.get("field", ""))) for refusal in found]

    def refused(self, edit: Callable[[Json], object], code: str, scope: Scope = HALL) -> None:
        document, revisions = self.document(scope), self.store.read(lambda reading: history(reading, scope))
        edit(document)
        found = self.tried(document, scope)
        with pytest.raises(Refusal) as caught:
            self.put(document, scope)
        assert caught.value.code == code
        assert found[0][0] == code
        assert self.store.read(lambda reading: history(reading, scope)) == revisions

    def view(self, center: str = "hall") -> Any:
        return self.store.read(lambda reading: center_view(reading, center, self.now))


@pytest.fixture
def settings(office: Office) -> AtTheHall:
    return AtTheHall(office)


def test_what_was_seeded_is_the_first_revision(settings: AtTheHall) -> None:
    found = settings.store.read(lambda reading: history(reading, HALL))
    assert [(each.revision, each.by) for each in found] == [(1, "seed")]
    assert settings.document()["services"][0] == {"id": "social", "prefix": "D", "bookings": None, "quotas": []}
    assert settings.document()["rules"] == {
        **dict.fromkeys(LineRules.__struct_fields__),
        "miss_after_seconds": 30,
        "miss_after_calls": 2,
    }
    assert settings.document(CITY)["name"] == {"zh": "小城", "en": "Small Town"}


def test_a_change_lives_at_once_and_is_told(settings: AtTheHall) -> None:
    office = settings.office
    office.take()
    document = settings.document()
    rename(document)
    add_counter(document)
    assert settings.put(document) == 2
    assert office.kinds() == ["ticket.issued", "settings.changed"]
    assert Office(office.store, "village").kinds() == []
    assert office.at("hall-9", "open").state == "open"
    assert office.take("rare").number == "R001"
    assert (called := office.at("hall-9", "call_next").ticket) is not None
    assert called.number == "R001"
    office.at("hall-1", "open")
    office.at("hall-1", "call_next")
    assert office.journal()[-1].counter == NameRef("hall-1", Text("8 号窗口", "Counter 8"))


def test_a_new_center_lives_at_once(settings: AtTheHall) -> None:
    document = {**pier(settings.document(VILLAGE)), "level": "town", "parent": "hall"}
    assert settings.put(document, Scope("center", "pier")) == 1
    there = Office(settings.store, "pier")
    assert there.take().number == "D001"
    assert there.kinds() == ["settings.changed", "ticket.issued"]
    assert settings.store.read(center_ids) == ["hall", "village", "pier"]
    assert settings.office.kinds() == []
    settings.edit(lambda village: village.update(parent="pier"), VILLAGE)
    assert settings.store.read(center_ids) == ["hall", "pier", "village"]


def test_a_new_service_of_the_catalogue_can_be_offered(settings: AtTheHall) -> None:
    new = {"id": "pets", "name": {"zh": "宠物", "en": "Pets"}, "note": {"zh": "", "en": ""}}
    settings.refused(lambda hall: hall["services"].append({"id": "pets", "prefix": "PE"}), "settings_service_unknown")
    settings.edit(lambda city: city["services"].append(new), CITY)
    assert settings.office.kinds() == Office(settings.store, "village").kinds() == ["settings.changed"]

    def offer(hall: Json) -> None:
        hall["services"].append({"id": "pets", "prefix": "PE"})
        hall["counters"][0]["services"].append("pets")

    settings.edit(offer)
    assert settings.view().services[-1].name == Text("宠物", "Pets")


def test_hours_and_rules_come_from_the_nearest_who_decides(settings: AtTheHall) -> None:
    def hours(opens: str) -> list[Json]:
        return [{"days": [2], "opens": opens, "closes": "17:00"}]

    def leave(document: Json) -> None:
        document.update(hours=None, level="town", parent="hall")

    settings.edit(lambda city: city.update(hours=hours("10:30"), rules={"credit_priority": 7}), CITY)
    settings.edit(leave, VILLAGE)
    assert not settings.view("village").open
    assert hall_rules(settings, "village").credit_priority == 7
    town = Scope("town", "village")
    settings.put({"hours": hours("09:30"), "rules": {"credit_priority": 9}}, town)
    assert settings.view("village").open
    assert hall_rules(settings, "village").credit_priority == 9
    settings.edit(lambda village: village.update(hours=hours("11:00"), rules={"credit_appointment": 3}), VILLAGE)
    assert not settings.view("village").open
    assert hall_rules(settings, "village") == LineRules(credit_appointment=3, credit_priority=9)
    assert hall_rules(settings, "hall").miss_after_seconds == 30


def hall_rules(settings: AtTheHall, center: str) -> LineRules:
    return settings.store.read(lambda reading: reading.hall(center).rules)


def test_who_has_not_seen_the_newest_is_told(settings: AtTheHall) -> None:
    first, second = settings.document(), settings.document()
    rename(first)
    add_counter(second)
    assert settings.put(first, seen=1) == 2
    with pytest.raises(Refusal) as caught:
        settings.put(second, seen=1)
    assert (caught.value.code, caught.value.values["newest"]) == ("settings_changed_meanwhile", 2)
    assert len(settings.view().counters) == 3


def test_documents_are_never_changed(settings: AtTheHall) -> None:
    before = settings.store.read(lambda reading: history(reading, HALL))
    settings.edit(rename)
    settings.edit(add_counter)
    after = settings.store.read(lambda reading: history(reading, HALL))
    assert [each.revision for each in after] == [1, 2, 3]
    assert after[0] == before[0]


def test_a_change_to_come_takes_force_at_its_moment_and_is_told_then(settings: AtTheHall) -> None:
    office = settings.office
    at = settings.now + 60_000
    settings.edit(rename, at=at)
    assert take_due(office.store, at - 1) == {}
    assert office.kinds() == []
    assert take_due(office.store, at) == {}
    assert office.kinds() == ["settings.changed"]
    assert settings.view().counters[0].name == Text("8 号窗口", "Counter 8")
    assert take_due(office.store, at + 1) == {}
    assert office.kinds() == ["settings.changed"]


def test_a_clock_set_back_takes_nothing_out_of_force(settings: AtTheHall) -> None:
    at = settings.now + 60_000
    settings.edit(rename, at=at)
    take_due(settings.store, at)
    take_due(settings.store, at - 3_600_000)
    settings.now = at - 3_600_000
    assert settings.view().counters[0].name == Text("8 号窗口", "Counter 8")
    settings.edit(add_counter)
    assert len(settings.view().counters) == 4


def test_a_later_revision_stands_above_one_that_was_to_come(settings: AtTheHall) -> None:
    at = settings.now + 60_000
    settings.edit(rename, at=at)
    settings.edit(add_counter)
    take_due(settings.store, at)
    assert settings.view().counters[0].name == Text("1 号窗口", "Counter 1")
    holds = settings.store.read(lambda reading: in_force(reading, HALL))
    assert holds is not None
    assert holds.what.revision == 3


def test_a_moment_that_is_over_is_refused(settings: AtTheHall) -> None:
    with pytest.raises(Refusal) as caught:
        settings.edit(rename, at=settings.now - 1)
    assert caught.value.code == "moment_past"


def drop(kind: str, number: int) -> Callable[[Json], object]:
    def edit(document: Json) -> None:
        gone = document[kind].pop(number)["id"]
        for counter in document["counters"]:
            counter["services"] = [each for each in counter["services"] if each != gone]

    return edit


def test_a_service_that_people_wait_for_stays(settings: AtTheHall) -> None:
    settings.office.take("school", "idcard")
    settings.refused(drop("services", 2), "settings_service_waited_for")
    settings.refused(drop("services", 1), "settings_service_waited_for")
    settings.refused(drop("counters", 2), "settings_service_waited_for")
    settings.edit(drop("services", 3))
    assert settings.tried(settings.document()) == []


def test_a_counter_with_a_ticket_in_hand_stays(settings: AtTheHall) -> None:
    office = settings.office
    office.take()
    office.at("hall-2", "open")
    office.at("hall-2", "call_next")
    settings.refused(drop("counters", 1), "settings_counter_in_hand")
    settings.refused(lambda document: document["counters"][1].update(id="hall-7"), "settings_counter_in_hand")


@pytest.mark.parametrize("edit", ["away", "unserved"])
def test_whom_a_counter_leaves_behind_stands_in_line_again(settings: AtTheHall, edit: str) -> None:
    office = settings.office
    office.at("hall-1", "open")
    office.at("hall-2", "open")
    ticket = office.take()
    office.serve("hall-1")
    office.transfer("hall-1", None, to="hall-2")

    def other_services(document: Json) -> None:
        document["counters"][1]["services"] = ["school"]

    settings.edit(drop("counters", 1) if edit == "away" else other_services)
    told = [(fact.kind, fact.reason) for fact in office.journal()[-3:]]
    if edit == "away":
        assert told == [
            ("ticket.transferred", "counter_closed"),
            ("counter.closed", None),
            ("settings.changed", None),
        ]
    else:
        assert told[1:] == [("ticket.transferred", "counter_changed"), ("settings.changed", None)]
    assert office.serve("hall-1").id == ticket.id


def test_whom_somebody_sent_for_what_a_counter_never_served_stays_with_it(settings: AtTheHall) -> None:
    office = settings.office
    office.at("hall-1", "open")
    office.at("hall-3", "open")
    office.take("idcard")
    office.serve("hall-1")
    office.transfer("hall-1", None, to="hall-3")
    settings.edit(lambda document: document["counters"][2].update(services=["school", "social"]))
    assert office.kinds()[-1] == "settings.changed"
    assert office.at("hall-3", "call_next").ticket is not None


def test_a_counter_may_choose_from_the_moment_the_settings_say_so(settings: AtTheHall) -> None:
    office = settings.office
    office.at("hall-2", "open")
    ticket = office.take()
    with pytest.raises(Refusal, match="may not call a chosen number"):
        office.choose("hall-2", ticket.id)
    settings.edit(lambda document: document["counters"][1].update(chooses=True))
    assert office.choose("hall-2", ticket.id).chooses
    settings.edit(lambda document: document["counters"][1].update(chooses=False))
    assert not office.at("hall-2", "start").chooses


def test_a_counter_taken_away_is_closed_and_unknown_and_may_come_back(settings: AtTheHall) -> None:
    office = settings.office
    office.at("hall-2", "open")
    before = settings.document()
    settings.edit(drop("counters", 1))
    assert office.kinds()[-2:] == ["counter.closed", "settings.changed"]
    for work in (lambda: office.at("hall-2", "open"), lambda: office.store.read(lambda r: counter_view(r, "hall-2"))):
        with pytest.raises(Refusal) as caught:
            work()
        assert caught.value.code == "counter_unknown"
    assert set(office.store.read(lambda reading: board_of(reading, "hall").counters)) == {"hall-1", "hall-3"}
    settings.put(before)
    assert office.at("hall-2", "open").state == "open"


def test_a_counter_that_was_closed_already_goes_without_a_word(settings: AtTheHall) -> None:
    settings.edit(drop("counters", 1))
    assert settings.office.kinds() == ["settings.changed"]


def test_other_centers_hear_nothing_of_a_counter_taken_away(settings: AtTheHall) -> None:
    settings.office.at("hall-2", "open")
    document = settings.document()
    drop("counters", 1)(document)
    document["level"] = "town"
    settings.put(document)
    elsewhere = Office(settings.store, "village")
    assert set(elsewhere.kinds()) <= {"settings.changed"}
    assert settings.office.kinds().count("counter.closed") == 1


def test_what_is_to_come_waits_for_the_people(settings: AtTheHall) -> None:
    office = settings.office
    at = settings.now + 60_000
    settings.edit(drop("services", 2), at=at)
    office.now = settings.now = at
    ticket = office.take("school")
    assert {str(scope): refusal.code for scope, refusal in take_due(office.store, office.now).items()} == {
        "center/hall": "settings_service_waited_for"
    }
    assert office.take("school").number == "G002"
    office.cancel(ticket.id)
    assert take_due(office.store, office.now) != {}
    office.at("hall-3", "open")
    for verb in ("call_next", "start", "finish"):
        office.at("hall-3", verb)
    assert take_due(office.store, office.now) == {}
    assert [service.id for service in settings.view().services] == ["social", "idcard", "rare"]


def test_whose_word_counts_where(office: Office) -> None:
    city, hall, village = AtTheHall(office), AtTheHall(office, "hall"), AtTheHall(office, "village")
    village.edit(lambda document: document.update(address={"zh": "二路", "en": "Second Road"}), VILLAGE)
    hall.edit(lambda document: document.update(address={"zh": "三路", "en": "Third Road"}), VILLAGE)
    new = {**city.document(VILLAGE), "counters": []}

    def refused(who: AtTheHall, given: object, scope: Scope) -> None:
        with pytest.raises(Refusal) as caught:
            who.put(given, scope)
        assert caught.value.code == "token_scope"

    refused(hall, city.document(CITY), CITY)
    refused(village, city.document(), HALL)
    refused(village, new, Scope("center", "other"))
    refused(village, {**city.document(VILLAGE), "parent": None}, VILLAGE)
    refused(hall, {**city.document(VILLAGE), "parent": None}, VILLAGE)
    refused(hall, {**new, "parent": None, "level": "city"}, Scope("center", "other"))
    assert hall.put({**new, "parent": "hall"}, Scope("center", "other")) == 1


def test_a_town_is_decided_for_only_where_there_is_one(settings: AtTheHall) -> None:
    for scope, code in ((Scope("town", "hall"), "settings_not_a_town"), (Scope("town", "moon"), "center_unknown")):
        with pytest.raises(Refusal) as caught:
            settings.put({}, scope)
        assert caught.value.code == code


def test_nobody_of_yesterday_stands_in_the_way_of_today(settings: AtTheHall) -> None:
    """Whoever was left over yesterday goes home before people are asked about, in every center that it concerns."""
    office = settings.office
    office.take("school")
    settings.now += 86_400_000
    settings.edit(drop("services", 2))
    assert office.kinds() == ["ticket.issued", "ticket.expired", "day.closed", "settings.changed"]


def test_a_center_that_moves_takes_those_below_it_along(settings: AtTheHall) -> None:
    """They are told, too: what holds above them is another now."""
    settings.edit(lambda village: village.update(level="town"), VILLAGE)
    settings.put({**pier(settings.document(VILLAGE)), "level": "village", "parent": "village"}, Scope("center", "pier"))
    below = Office(settings.store, "pier")
    told = below.kinds().count("settings.changed")
    settings.edit(lambda village: village.update(address={"zh": "二路", "en": "Second Road"}), VILLAGE)
    assert below.kinds().count("settings.changed") == told
    settings.edit(lambda village: village.update(parent=None), VILLAGE)
    assert below.kinds().count("settings.changed") == told + 1
    assert settings.office.kinds() == []


def test_what_is_told_of_a_change_says_whose_it_is_to_the_office_alone(settings: AtTheHall) -> None:
    settings.edit(rename)
    j = tables.journal.c
    rows = settings.store.read(lambda reading: reading.rows(select(j.actor, j.private, j.payload)))
    assert [(row[0], row[1]) for row in rows] == [("boss", '{"scope":"center/hall","revision":2}')]
    assert "revision" not in str(rows[0][2])


def test_a_moment_to_come_is_one_after_this(settings: AtTheHall) -> None:
    document = settings.document()
    settings.now += 1000
    for at, code in ((settings.now - 1, "moment_past"), (settings.now, "moment_past"), (settings.now + 1, None)):
        change = settings.change(document, at=at)
        found = settings.store.read(lambda reading, change=change: try_settings(reading, change, settings.now))  # type: ignore[misc]
        assert [each.code for each in found] == ([code] if code else [])


def without_second_counter(document: Json) -> None:
    document["counters"] = [each for each in document["counters"] if each["id"] != "hall-2"]


@pytest.mark.parametrize("after", ["cancel", "come back", "back in line", "resume", "the day ends"])
@pytest.mark.parametrize("aside", ["missed", "held"])
def test_whom_a_counter_had_that_was_taken_away_is_not_forgotten(settings: AtTheHall, aside: str, after: str) -> None:
    office = settings.office
    for counter in ("hall-1", "hall-2"):
        office.at(counter, "open")
    ticket = office.take()
    if aside == "missed":
        office.miss("hall-2")
    else:
        office.serve("hall-2")
        office.at("hall-2", "hold")
    settings.now = office.now
    document = settings.document(HALL)
    without_second_counter(document)
    settings.put(document, HALL)
    if after == "the day ends":
        office.now += 24 * 3600 * 1000
        assert office.take().ahead == 0
        (expired,) = [fact for fact in office.journal() if fact.kind == "ticket.expired"]
        assert expired.counter is not None
        assert (expired.counter.id, expired.counter.name.en) == ("hall-2", "Counter 2")
    elif after == "cancel":
        assert office.cancel(ticket.id).state == "cancelled"
    elif after == "come back" and aside == "missed":
        assert office.come_back(ticket.id).state == "waiting"
    elif after == "resume" and aside == "held":
        resumed = office.about("hall-1", "resume", ticket.id).ticket
        assert resumed is not None
        assert resumed.counter == "hall-1"
    else:
        assert office.about("hall-1", "back_in_line", ticket.id).waiting == 1


def test_who_was_finished_for_a_service_that_there_is_no_more_is_not_put_back(settings: AtTheHall) -> None:
    office = settings.office
    office.at("hall-3", "open")
    ticket = office.take("school")
    office.serve("hall-3", until="finish")
    settings.now = office.now
    document = settings.document(HALL)
    document["services"] = [each for each in document["services"] if each["id"] != "school"]
    document["counters"] = [each for each in document["counters"] if each["id"] != "hall-3"]
    settings.put(document, HALL)
    before = office.journal()
    with pytest.raises(Refusal) as caught:
        office.about("hall-1", "back_in_line", ticket.id)
    assert (caught.value.code, office.journal()) == ("service_unknown", before)
