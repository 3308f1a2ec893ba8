"""Settings are looked at by whom they concern, in force or as they once were; what never was is said to be unknown."""

import msgspec

from config.documents import Scope, TownDocument
from server.office.settings.look import center_settings, city_settings, list_settings, town_settings
from server.store import settings_tables
from tests.server.conftest import Office, refused
from tests.server.settings_of import Settings


def made_a_town(office: Office) -> Settings:
    settings = Settings(office.store, office.now)
    settings.edit(lambda document: document.update(level="town"), Scope("center", "village"))
    return settings


def test_a_list_holds_what_somebody_may_decide(office: Office) -> None:
    def listed(reach: str | None) -> list[str]:
        return [each.scope for each in office.store.read(lambda r: list_settings(r, reach)).settings]

    assert listed(None) == ["center/hall", "center/village", "city"]
    assert listed("village") == ["center/village"]
    assert "city" not in listed("hall")


def test_a_town_that_has_decided_nothing_has_an_empty_document(office: Office) -> None:
    made_a_town(office)
    found = office.store.read(lambda reading: town_settings(reading, None, "village"))
    assert found.document == TownDocument()
    assert (found.scope, found.revision, found.in_force, found.newest, found.since) == ("town/village", 0, 0, 0, None)
    assert found.history == ()


def test_a_revision_that_never_was_is_unknown_everywhere(office: Office) -> None:
    made_a_town(office)
    for look in (
        lambda reading: city_settings(reading, None, 7),
        lambda reading: town_settings(reading, None, "village", 1),
        lambda reading: center_settings(reading, None, "hall", 7),
    ):
        refused("settings_unknown", office.store.read, look)


def test_an_installation_without_settings_says_so(office: Office) -> None:
    office.write(lambda uow: uow.run(settings_tables.settings_in_force.delete()))
    office.write(lambda uow: uow.run(settings_tables.settings.delete()))
    for look in (
        lambda reading: city_settings(reading, None),
        lambda reading: center_settings(reading, None, "hall"),
    ):
        assert refused("settings_unknown", office.store.read, look).values["revision"] == 0


def test_what_lies_above_is_not_looked_at(office: Office) -> None:
    refused("token_scope", office.store.read, lambda reading: city_settings(reading, "village"))
    refused("token_scope", office.store.read, lambda reading: center_settings(reading, "village", "hall"))
    refused("center_unknown", office.store.read, lambda reading: center_settings(reading, None, "nowhere"))


def test_the_head_says_what_holds_and_what_is_newest(office: Office) -> None:
    settings = Settings(office.store, office.now)
    settings.edit(lambda document: document["counters"][0].update(name={"zh": "一", "en": "One"}))
    settings.edit(lambda document: document.update(level="town"), at=settings.now + 86_400_000)
    found = office.store.read(lambda reading: center_settings(reading, None, "hall"))
    assert (found.revision, found.in_force, found.newest) == (2, 2, 3)
    assert [each.revision for each in found.history] == [1, 2, 3]
    first = office.store.read(lambda reading: center_settings(reading, None, "hall", 1))
    assert (first.revision, first.in_force) == (1, 2)
    assert msgspec.to_builtins(first.document)["counters"][0]["name"]["en"] != "One"


def test_each_is_listed_with_what_holds_and_what_is_newest(embedded: Office) -> None:
    settings = Settings(embedded.store, embedded.now)
    settings.edit(lambda document: document.update(level="town"), at=settings.now + 86_400_000)
    listed = embedded.store.read(lambda reading: list_settings(reading, None)).settings
    assert [(each.scope, each.revision, each.newest) for each in listed] == [
        ("center/hall", 1, 2),
        ("center/village", 1, 1),
        ("city", 1, 1),
    ]
    hall = embedded.store.read(lambda reading: list_settings(reading, "hall")).settings
    assert [each.scope for each in hall] == ["center/hall", "center/village"]
    embedded.write(lambda uow: uow.run(settings_tables.settings_in_force.delete()))
    listed = embedded.store.read(lambda reading: list_settings(reading, None)).settings
    assert {each.revision for each in listed} == {0}
