"""What a token decides is recorded with the token's name, the address, and both revisions."""

import msgspec

from config.documents import CITY as THE_CITY
from config.documents import CityDocument
from server.office.audit.chain import portion
from server.office.settings.change import Change
from server.office.settings.recorded import put_by_token
from server.store.access_tables import tokens
from server.store.settings import document_in_force, newest_revision
from server.store.tokens import new_token
from server.store.unit_of_work import CITY, UnitOfWork
from tests.server.conftest import MORNING, Office


def test_a_token_that_decides_is_named(office: Office) -> None:
    def work(uow: UnitOfWork) -> str:
        new_token(uow, "admin", MORNING, name="nightly job")
        token = str(uow.value(tokens.select().with_only_columns(tokens.c.id).where(tokens.c.name == "nightly job")))
        document = msgspec.to_builtins(document_in_force(uow, THE_CITY, CityDocument))
        put_by_token(uow, Change(THE_CITY, document, newest_revision(uow, THE_CITY), token), "10.0.0.9", MORNING)
        return token

    token = office.store.write(CITY, work)
    (row,) = (row.changed for row in office.store.read(lambda reading: portion(reading, 0)))
    assert (row.who, row.name, row.what, row.about, row.place) == (
        token,
        "nightly job",
        "settings_written",
        "city",
        "10.0.0.9",
    )
    assert (row.before, row.after) == ("1", "2")
