"""People of the small city: somebody who keeps accounts, and whoever a test lets in besides."""

from dataclasses import dataclass

import pytest

from server.office.people.accounts import By, NewPerson, Own, add_person
from server.office.people.hashing import hashed
from server.office.people.record import PersonRow, person_of
from server.office.people.signing_in import Entered, Half, Where, sign_in
from server.rules.people.passwords import LAWS, Law
from server.rules.people.roles import Grant
from server.store.store import Store
from server.store.unit_of_work import CITY
from tests.server.conftest import MORNING, Office

PASSWORD = "Tea7-by-the-river"
KEY = bytes(range(32))
WHERE = Where("10.0.0.7", "Firefox")
SECURITY = By("root", "Root", "10.0.0.1", (Grant("security"),))


@dataclass
class House:
    store: Store
    law: Law = LAWS["mlps2"]
    now: int = MORNING

    def add(self, login: str, *grants: Grant, by: By = SECURITY) -> str:
        """Let somebody in who has chosen `PASSWORD` already."""
        new = NewPerson(login, login.capitalize(), grants)
        chosen = Own(hashed(PASSWORD))
        return self.store.write(CITY, lambda uow: add_person(uow, new, chosen, by, self.law, self.now))

    def row(self, id_: str) -> PersonRow:
        return self.store.read(lambda reading: person_of(reading, id_))

    def enter(self, login: str, password: str = PASSWORD, where: Where = WHERE) -> Entered | Half:
        return sign_in(self.store, login, password, where, KEY, self.now)

    def secret(self, login: str) -> str:
        entered = self.enter(login)
        assert isinstance(entered, Entered)
        return entered.secret

    def by(self, id_: str) -> By:
        row = self.row(id_)
        return By(row.id, row.name, "10.0.0.2", row.grants)


@pytest.fixture
def house(office: Office) -> House:
    return House(office.store)
