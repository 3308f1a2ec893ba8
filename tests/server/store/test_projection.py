"""Documents in force as rows: which center lies where, in which order, and what was taken away."""

from typing import Any

import msgspec
from sqlalchemy import select

from config.documents import CenterDocument, Scope
from server.store import tables
from server.store.projection import project_center, tree_of
from server.store.unit_of_work import CITY as WHOLE_CITY
from tests.server.conftest import MORNING, Office
from tests.server.settings_of import HALL, VILLAGE, Settings, pier


def rows(office: Office, *columns: Any) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in office.store.read(lambda reading: reading.rows(select(*columns)))]


def revisions(office: Office) -> dict[str, int]:
    return dict(rows(office, tables.centers.c.id, tables.centers.c.revision))


def test_a_tree_knows_parents_and_levels(embedded: Office) -> None:
    tree = embedded.store.read(tree_of)
    assert tree.parents == {"hall": None, "village": "hall"}
    assert tree.levels == {"hall": "city", "village": "village"}


def test_each_change_raises_the_revision_of_whom_it_concerns_by_one(embedded: Office) -> None:
    settings = Settings(embedded.store, MORNING)
    assert revisions(embedded) == {"hall": 1, "village": 1}
    settings.edit(lambda hall: hall.update(address={"zh": "二路", "en": "Second Road"}))
    assert revisions(embedded) == {"hall": 2, "village": 1}
    settings.edit(lambda city: city.update(name={"zh": "大城", "en": "Big Town"}), Scope("city"))
    assert revisions(embedded) == {"hall": 3, "village": 2}


def test_a_new_center_comes_last_and_takes_its_place_below_its_parent(embedded: Office) -> None:
    settings, c = Settings(embedded.store, MORNING), tables.centers.c
    new = {**pier(settings.document(VILLAGE)), "level": "town", "parent": "hall"}
    settings.put(new, Scope("center", "pier"))
    seen = rows(embedded, c.id, c.parent, c.position, c.level, c.revision, c.seq, c.told_at, c.day, c.day_seq, c.epoch)
    (found,) = [row for row in seen if row[0] == "pier"]
    at = settings.now
    assert found == ("pier", "hall", 2, "town", 1, 1, at, None, 0, at)
    assert [row[2] for row in seen if row[0] != "pier"] == [0, 1]
    settings.edit(lambda village: village.update(parent="pier"), VILLAGE)
    assert sorted(rows(embedded, c.position, c.id)) == [(0, "hall"), (1, "pier"), (2, "village")]
    settings.edit(lambda village: village.update(address={"zh": "三路", "en": "Third Road"}), VILLAGE)
    assert sorted(rows(embedded, c.position, c.id)) == [(0, "hall"), (1, "pier"), (2, "village")]


def test_what_a_counter_was_is_kept_when_it_is_taken_away_and_it_may_come_back(embedded: Office) -> None:
    settings, k, w = Settings(embedded.store, MORNING), tables.counters.c, tables.counter_services.c
    embedded.at("hall-1", "open")
    embedded.at("hall-2", "open")
    before = settings.document()

    def counters() -> dict[str, tuple[Any, ...]]:
        return {row[0]: row[1:] for row in rows(embedded, k.id, k.center, k.position, k.state, k.taken_away_at)}

    def work() -> list[tuple[Any, ...]]:
        return sorted(row for row in rows(embedded, w.counter, w.position, w.service) if row[0].startswith("hall"))

    assert work() == [
        ("hall-1", 0, "social"),
        ("hall-1", 1, "idcard"),
        ("hall-2", 0, "social"),
        ("hall-3", 0, "school"),
    ]
    settings.edit(lambda hall: hall["counters"].pop(1))
    gone = settings.now
    assert counters() == {
        "hall-1": ("hall", 0, "open", None),
        "hall-2": ("hall", 1, "closed", gone),
        "hall-3": ("hall", 1, "closed", None),
        "village-1": ("village", 0, "closed", None),
    }
    assert work() == [("hall-1", 0, "social"), ("hall-1", 1, "idcard"), ("hall-3", 0, "school")]
    settings.edit(lambda hall: hall.update(address={"zh": "二路", "en": "Second Road"}))
    assert counters()["hall-2"] == ("hall", 1, "closed", gone)
    settings.put(before)
    assert counters()["hall-2"] == ("hall", 1, "closed", None)
    assert counters()["hall-3"] == ("hall", 2, "closed", None)


def test_services_and_staff_of_one_center_are_written_and_no_others(embedded: Office) -> None:
    settings, s, p = Settings(embedded.store, MORNING), tables.center_services.c, tables.staff.c
    settings.edit(lambda hall: (hall["services"].reverse(), hall["staff"].pop(0)))
    offered = sorted(rows(embedded, s.center, s.position, s.service, s.prefix))
    assert offered == [
        ("hall", 0, "rare", "R"),
        ("hall", 1, "school", "G"),
        ("hall", 2, "idcard", "C"),
        ("hall", 3, "social", "D"),
        ("village", 0, "social", "D"),
    ]
    assert rows(embedded, p.id, p.center, p.counter, p.name) == [("luo", "hall", None, "罗艳")]
    assert rows(embedded, p.number, p.skills, p.languages) == [(None, None, "[]")]
    settings.edit(lambda village: village.update(staff=[{"id": "wu", "name": "吴", "counter": "village-1"}]), VILLAGE)
    assert sorted(rows(embedded, p.id, p.center, p.counter)) == [("luo", "hall", None), ("wu", "village", "village-1")]
    (left,) = settings.document(HALL)["staff"]
    assert (left["id"], left["name"], left["counter"]) == ("luo", "罗艳", None)


def test_the_catalogue_is_in_the_citys_order(embedded: Office) -> None:
    settings, s = Settings(embedded.store, MORNING), tables.services.c
    new = {"id": "pets", "name": {"zh": "宠物", "en": "Pets"}, "note": {"zh": "狗", "en": "Dogs"}}
    settings.edit(lambda city: city["services"].insert(1, new), Scope("city"))
    found = sorted(rows(embedded, s.position, s.id, s.name))
    assert [row[:2] for row in found] == [(0, "social"), (1, "pets"), (2, "idcard"), (3, "school"), (4, "rare")]
    assert found[1][2] == '{"zh":"宠物","en":"Pets"}'


def test_the_citys_name_and_pack_follow_its_document(embedded: Office) -> None:
    settings, c = Settings(embedded.store, MORNING), tables.cities.c
    assert rows(embedded, c.id, c.name, c.pack) == [("small", '{"zh":"小城","en":"Small Town"}', "dongjiang")]
    settings.edit(lambda city: city.update(name={"zh": "大城", "en": "Big Town"}, pack="xijiang"), Scope("city"))
    assert rows(embedded, c.id, c.name, c.pack) == [("small", '{"zh":"大城","en":"Big Town"}', "xijiang")]
    renamed = {"zh": "社会保险", "en": "Insurance"}
    settings.edit(lambda city: city["services"][0].update(name=renamed, note=renamed), Scope("city"))
    s = tables.services.c
    assert sorted(rows(embedded, s.position, s.id, s.name, s.note))[:2] == [
        (0, "social", '{"zh":"社会保险","en":"Insurance"}', '{"zh":"社会保险","en":"Insurance"}'),
        (1, "idcard", '{"zh":"身份证","en":"Identity card"}', '{"zh":"","en":""}'),
    ]


def test_counters_are_told_once_that_they_were_taken_away(embedded: Office) -> None:
    document = msgspec.convert(Settings(embedded.store, MORNING).document(), CenterDocument)
    first, *others = document.counters
    without = msgspec.structs.replace(document, counters=(first,))

    def projected(center: CenterDocument) -> tuple[str, ...]:
        return embedded.store.write(WHOLE_CITY, lambda uow: project_center(uow, "hall", center, MORNING))

    assert [each.id for each in others] == ["hall-2", "hall-3"]
    assert projected(document) == ()
    assert projected(without) == ("hall-2", "hall-3")
    assert projected(without) == ()
    assert projected(document) == ()
