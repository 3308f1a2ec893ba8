"""A release is named by any beginning that is no other's."""

from sqlalchemy import insert

from server.office.releases.record import body_of, named_release
from server.store import guidance_tables
from server.store.unit_of_work import UnitOfWork
from tests.server.conftest import MORNING, Office, refused


def test_a_beginning_of_two_names_neither_unless_it_is_the_whole_of_one(embedded: Office) -> None:
    def keep(uow: UnitOfWork) -> None:
        for release in ("abc2", "abc1", "abc", "abd1"):
            uow.run(insert(guidance_tables.releases), id=release, body=f"[{release}]", submitted_at=MORNING)

    embedded.write(keep)

    def named(beginning: str) -> str:
        return embedded.store.read(lambda reading: named_release(reading, beginning))

    assert [named(each) for each in ("abc", " ABC1 ", "abc2", "abd", "abd1")] == ["abc", "abc1", "abc2", "abd1", "abd1"]
    for beginning in ("a", "ab", "AB"):
        assert refused("release_ambiguous", named, beginning).values == {"release": beginning}
    for beginning in ("b", "abc3", "", "a%", "_bc"):
        assert refused("release_unknown", named, beginning).values == {"release": beginning}
    assert embedded.store.read(lambda reading: body_of(reading, "abc1")) == "[abc1]"
    long = "0123456789abcdef"
    assert refused("release_unknown", embedded.store.read, lambda r: body_of(r, long)).values == {"release": long[:12]}
