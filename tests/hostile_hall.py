"""A hall in which every text that somebody may type is hostile, each time another of two hundred."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, Final

import msgspec
from sqlalchemy import update

from commands.seeding import now
from config.centers import LineRules, SpecialDay, Text
from config.city_file import shipped_city
from config.documents import CenterDocument, WrittenCity
from server.office.guidance.unfound import note_unfound
from server.rules.people.roles import Grant
from server.store import access_tables, people_tables
from server.store.seeding import written_city
from server.store.unit_of_work import CITY, UnitOfWork
from tests.hall_pages import Hall, noon_zone, running
from tests.hostile_strings import HOSTILE
from tests.server.office.people.conftest import House

ROUNDS: Final = len(HOSTILE)
"""So many halls until every field has held every text."""
LONGEST_NAME: Final = 40
"""Of people and devices."""
EVERYTHING: Final = tuple(Grant(role) for role in ("system", "city", "security", "editor", "reviewer"))


class Texts:
    """Gives out the hostile texts one after the other, beginning with number `turn`."""

    def __init__(self, turn: int) -> None:
        self._numbers = count(turn)

    def word(self, longest: int = 80) -> str:
        """Return the next one that a field of so many characters can hold."""
        while len(found := HOSTILE[next(self._numbers) % ROUNDS]) > longest:
            pass
        return found

    def text(self) -> Text:
        """Return the next two as one text in both languages."""
        return Text(self.word(), self.word())


def hostile_city(turn: int) -> WrittenCity:
    """Return the fictional city, every text that anybody reads a hostile one; not one of them was looked at before."""
    texts = Texts(turn)

    def spoiled(value: Any) -> Any:
        if isinstance(value, Text):
            return texts.text()
        if isinstance(value, msgspec.Struct) and not isinstance(value, LineRules):
            changed = {name: spoiled(getattr(value, name)) for name in value.__struct_fields__}
            return msgspec.structs.replace(value, **changed)
        return tuple(spoiled(each) for each in value) if isinstance(value, tuple) else value

    def finished(document: CenterDocument) -> CenterDocument:
        return msgspec.structs.replace(
            document,
            counters=tuple(msgspec.structs.replace(each, place=texts.text()) for each in document.counters),
            staff=tuple(msgspec.structs.replace(each, name=texts.word()) for each in document.staff),
            special_days=tuple(SpecialDay(f"2099-01-0{day}", (), texts.text()) for day in range(1, 4)),
            timezone=noon_zone(),
        )

    written = written_city(spoiled(shipped_city("dongjiang")))
    centers = tuple((id_, finished(document)) for id_, document in written.centers)
    return msgspec.structs.replace(written, centers=centers)


@contextmanager
def hostile_hall(turn: int, data: Path) -> Iterator[tuple[Hall, dict[str, str]]]:
    """Run it; people, devices and what was looked for in vain have hostile names too.

    Gives the ids of those who may sign in by their logins: `root` and `aud` see every page between them.
    """
    texts = Texts(turn)
    with running(hostile_city(turn), data) as hall:
        house = House(hall.store, now=now())
        grants = {"root": EVERYTHING, "aud": (Grant("auditor"),), "li": (Grant("clerk", hall.center),)}
        ids = {login: house.add(login, *given) for login, given in grants.items()}
        people, devices = people_tables.people, access_tables.tokens

        def spoil(uow: UnitOfWork) -> None:
            for id_ in ids.values():
                uow.run(update(people).where(people.c.id == id_).values(name=texts.word(LONGEST_NAME)))
            uow.run(update(devices).values(name=texts.word(LONGEST_NAME)))
            for sentence in (texts.word(), texts.word()):
                for _ in range(2):
                    note_unfound(uow, sentence, now(), hall.center)

        hall.store.write(CITY, spoil)
        yield hall, ids
