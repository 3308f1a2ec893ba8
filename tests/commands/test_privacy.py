"""`banshi privacy` prints the data map with the days that the city has decided."""

from pathlib import Path

import msgspec
import pytest

from commands.privacy import privacy
from config.documents import CITY as WHOLE_CITY
from config.documents import CityDocument
from config.retention import Retention
from config.settings import Settings
from server.office.people.accounts import By
from server.office.settings.by_person import put_as
from server.store.opening import open_store
from server.store.seeding import seed
from server.store.settings import document_in_force
from server.store.unit_of_work import CITY, UnitOfWork
from tests.server.conftest import CITY as SMALL
from tests.server.conftest import MORNING


def decide(uow: UnitOfWork) -> None:
    city = document_in_force(uow, WHOLE_CITY, CityDocument)
    assert city is not None
    changed = msgspec.structs.replace(city, retention=Retention(search_days=33))
    put_as(uow, WHOLE_CITY, changed, 1, By("p", "P", "here"), MORNING)


def test_the_days_of_the_city_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = open_store(tmp_path, create=True)
    seed(store, SMALL, MORNING)
    store.write(CITY, decide)
    store.close()
    privacy(Settings(data=tmp_path), delivered=False)
    assert "33 days" in capsys.readouterr().out


def test_without_a_database_those_of_a_new_city(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    privacy(Settings(data=tmp_path / "nothing"), delivered=True)
    assert "90 days" in capsys.readouterr().out
    assert not (tmp_path / "nothing").exists()
