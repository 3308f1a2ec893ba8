"""An administrator of the small city: reads a document, edits it, writes it back."""

from collections.abc import Callable
from typing import Any

import msgspec

from config.documents import CenterDocument, CityDocument, Scope
from server.office.settings.change import Change, put_settings
from server.store.settings import document_in_force, newest_revision
from server.store.store import Store
from server.store.unit_of_work import CITY as WHOLE_CITY

Json = dict[str, Any]
HALL = Scope("center", "hall")
VILLAGE = Scope("center", "village")


class Settings:
    """One who may decide at and below the center `reach` (None: in the whole city), each time a second later."""

    def __init__(self, store: Store, now: int, reach: str | None = None) -> None:
        self.store = store
        self.now = now
        self.reach = reach

    def document(self, scope: Scope = HALL) -> Json:
        """Return the document in force."""
        kind: Any = CityDocument if scope.kind == "city" else CenterDocument
        found = self.store.read(lambda reading: document_in_force(reading, scope, kind))
        return dict(msgspec.json.decode(msgspec.json.encode(found)))

    def change(self, given: object, scope: Scope = HALL, seen: int | None = None, at: int | None = None) -> Change:
        known = self.store.read(lambda reading: newest_revision(reading, scope)) if seen is None else seen
        return Change(scope, given, known, "boss", self.reach, at)

    def put(self, given: object, scope: Scope = HALL, seen: int | None = None, at: int | None = None) -> int:
        self.now += 1000
        change = self.change(given, scope, seen, at)
        return self.store.write(WHOLE_CITY, lambda uow: put_settings(uow, change, self.now)).revision

    def edit(self, edit: Callable[[Json], object], scope: Scope = HALL, at: int | None = None) -> int:
        document = self.document(scope)
        edit(document)
        return self.put(document, scope, at=at)


def pier(village: Json) -> Json:
    """Return the document of a new center `pier`, made out of the village's."""
    counters = [{**counter, "id": f"pier-{number}"} for number, counter in enumerate(village["counters"], 1)]
    return {**village, "name": {"zh": "码头", "en": "Pier"}, "counters": counters, "staff": []}


def rename(document: Json) -> None:
    document["counters"][0]["name"] = {"zh": "8 号窗口", "en": "Counter 8"}


def add_counter(document: Json) -> None:
    document["counters"].append(
        {
            "id": "hall-9",
            "name": {"zh": "9 号窗口", "en": "Counter 9"},
            "services": ["rare"],
            "place": None,
            "chooses": False,
        }
    )
