"""Revisions as rows: of one scope alone, due to the millisecond, the city's first; what is planned wins when due."""

from config.documents import CITY, CityDocument, Scope
from server.store.settings import (
    InForce,
    Revision,
    document_at,
    document_in_force,
    due,
    history,
    in_force,
    keep,
    newest_revision,
    put_in_force,
    revision_of,
    scope_of,
    scopes,
)
from server.store.unit_of_work import UnitOfWork
from tests.server.conftest import MORNING, Office

A, B, TOWN = Scope("center", "a"), Scope("center", "b"), Scope("town", "a")


def written(scope: Scope, number: int, at: int, name: str = "x") -> Revision:
    said = f'{{"name":{{"zh":"{name}","en":"{name}"}},"pack":"p","services":[]}}'
    return Revision(scope, number, at, at - 1, "boss", said)


def write(office: Office, *revisions: Revision) -> None:
    def work(uow: UnitOfWork) -> None:
        for each in revisions:
            keep(uow, each)

    office.write(work)


def force(office: Office, scope: Scope, number: int, now: int) -> None:
    office.write(lambda uow: put_in_force(uow, scope, number, now))


def test_each_scope_has_its_own_revisions(embedded: Office) -> None:
    read = embedded.store.read
    mine, other = [written(A, number, number * 10) for number in (1, 2, 3)], written(B, 1, 5)
    write(embedded, *mine, other)
    assert read(lambda r: history(r, A)) == mine
    assert read(lambda r: history(r, B)) == [other]
    assert read(lambda r: revision_of(r, A, 2)) == mine[1]
    assert [read(lambda r, n=n: revision_of(r, B, n)) for n in (1, 2)] == [other, None]  # type: ignore[misc]
    assert [read(lambda r, s=s: newest_revision(r, s)) for s in (A, B, TOWN)] == [3, 1, 0]  # type: ignore[misc]
    assert read(lambda r: in_force(r, A)) is None
    force(embedded, A, 2, 77)
    assert read(lambda r: in_force(r, A)) == InForce(mine[1], 77)
    assert read(lambda r: in_force(r, B)) is None
    force(embedded, B, 1, 78)
    assert read(lambda r: in_force(r, A)) == InForce(mine[1], 77)
    assert read(scopes) == [A, B, Scope("center", "hall"), Scope("center", "village"), CITY]


def test_what_is_due_is_above_what_holds_and_its_moment_has_come(embedded: Office) -> None:
    write(embedded, written(B, 1, MORNING + 10), written(A, 1, MORNING + 10), written(A, 2, MORNING + 20))
    write(embedded, written(TOWN, 1, MORNING + 10), written(CITY, 2, MORNING + 10))

    def found(at: int) -> list[tuple[Scope, int]]:
        return embedded.store.read(lambda reading: due(reading, MORNING + at))

    assert found(9) == []
    assert found(10) == [(CITY, 2), (TOWN, 1), (A, 1), (B, 1)]
    assert found(20) == [(CITY, 2), (TOWN, 1), (A, 2), (B, 1)]
    force(embedded, A, 1, MORNING + 10)
    force(embedded, B, 1, MORNING + 10)
    assert found(19) == [(CITY, 2), (TOWN, 1)]
    assert found(20) == [(CITY, 2), (TOWN, 1), (A, 2)]


def test_what_will_hold_at_a_moment_is_the_newest_that_is_due_then_unless_a_later_one_holds(embedded: Office) -> None:
    write(embedded, written(CITY, 2, MORNING + 20, "two"), written(CITY, 3, MORNING + 10, "three"))

    def holds(at: int) -> str:
        found = embedded.store.read(lambda reading: document_at(reading, CITY, CityDocument, MORNING + at))
        return found.name.en if found else ""

    assert [holds(at) for at in (-1, 0, 9, 10, 19, 20, 21)] == ["Small Town"] * 3 + ["three"] * 4
    force(embedded, CITY, 3, MORNING + 1)
    assert [holds(at) for at in (-1, 0, 9, 20)] == ["three"] * 4
    force(embedded, CITY, 2, MORNING + 2)
    assert [holds(at) for at in (9, 10, 20)] == ["two", "three", "three"]
    assert embedded.store.read(lambda reading: document_at(reading, A, CityDocument, MORNING)) is None
    assert embedded.store.read(lambda reading: document_in_force(reading, A, CityDocument)) is None


def test_a_scope_is_read_as_it_was_written() -> None:
    for scope in (CITY, TOWN, A):
        assert scope_of(str(scope)) == scope
