"""`banshi person` prints and erases what is held about one person, beside a running server as well."""

import json
from pathlib import Path

import pytest

from commands.person.rights import erase, export
from config.settings import Settings
from server.office.audit.looking import Sought, newest
from server.rules.errors import Refusal
from server.rules.people.roles import Grant
from server.store.opening import open_store
from server.store.seeding import seed
from tests.server.conftest import CITY, MORNING
from tests.server.office.people.conftest import House


def test_it_is_printed_erased_and_recorded(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    here = Settings(data=tmp_path)
    store = open_store(tmp_path, create=True)
    seed(store, CITY, MORNING)
    House(store).add("li", Grant("clerk", "hall"))
    export(here, "account", "li", "", "", "")
    assert [row["name"] for row in json.loads(capsys.readouterr().out)["people"]] == ["Li"]
    with pytest.raises(Refusal, match="can still sign in"):
        erase(here, "account", "li", "", "", "")
    with pytest.raises(Refusal, match="Nothing is found"):
        export(here, "account", "wang", "", "", "")
    rows = store.read(lambda reading: newest(reading, Sought(whats=("person_handed_out",))))
    assert [row.changed.place for row in rows] == ["console"]
    store.close()
