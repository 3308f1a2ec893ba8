"""The record of changes tells of every byte that was changed, every row left out, and of its end cut off."""

import random
import re
from functools import partial
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import LargeBinary, Text, bindparam, cast, delete, select, update

from server.office.audit.chain import PORTION, Broken, Changed, Head, Verifying, head, portion, record
from server.store.people_tables import audit, audit_head
from server.store.store import Store
from server.store.unit_of_work import CITY, Reading, UnitOfWork
from tests.server.conftest import MORNING, Office

ROOT = Path(__file__).parents[4]
ROWS = 40


def change(number: int) -> Changed:
    return Changed(
        MORNING + number,
        f"p{number % 3}",
        "张三",
        "role_given",
        f"li{number}",
        "hall",
        "done",
        "10.0.0.1",
        "[]",
        f'["clerk@hall {number}"]',
    )


def note(store: Store, changed: Changed) -> None:
    store.write(CITY, lambda uow: record(uow, changed))


@pytest.fixture
def recorded(office: Office) -> Store:
    for number in range(ROWS):
        note(office.store, change(number))
    return office.store


def verified(store: Store, *kept: Head) -> tuple[Broken | None, int]:
    walking = Verifying(kept)
    while store.read(walking.more):
        pass
    return walking.broken, walking.looked


def test_an_untouched_record_holds(recorded: Store) -> None:
    assert verified(recorded) == (None, ROWS)
    assert [row.changed for row in recorded.read(lambda reading: portion(reading, 0))] == [
        change(n) for n in range(ROWS)
    ]


def test_it_stands_in_the_same_unit_of_work_as_the_change(office: Office) -> None:
    def fail(uow: object) -> None:
        record(uow, change(1))  # type: ignore[arg-type]
        raise ValueError("undone")

    with pytest.raises(ValueError, match="undone"):
        office.store.write(CITY, fail)
    assert office.store.read(head).seq == 0
    assert verified(office.store) == (None, 0)


def test_every_column_counts(recorded: Store) -> None:
    columns = [column for column in audit.c if column.name != "seq"]
    for column in columns:
        before = recorded.read(partial(Reading.value, statement=select(column).where(audit.c.seq == 7)))
        other = before + 1 if isinstance(before, int) else f"{before} "
        write(recorded, update(audit).where(audit.c.seq == 7).values({column.name: other}))
        broken = verified(recorded)[0]
        assert broken == Broken(7, "changed"), column.name
        write(recorded, update(audit).where(audit.c.seq == 7).values({column.name: before}))
    assert verified(recorded)[0] is None


def write(store: Store, statement: object) -> None:
    store.write(CITY, lambda uow: uow.run(statement))  # type: ignore[arg-type]


def test_rows_left_out_are_missed(recorded: Store) -> None:
    write(recorded, delete(audit).where(audit.c.seq == 20))
    assert verified(recorded)[0] == Broken(20, "missing")


def test_an_end_cut_off_is_missed(recorded: Store) -> None:
    write(recorded, delete(audit).where(audit.c.seq > 30))
    assert verified(recorded)[0] == Broken(31, "cut")


def test_a_record_written_anew_does_not_fit_the_head_that_was_kept(recorded: Store) -> None:
    """Whoever writes the database may chain everything anew; what was printed before tells of it."""
    kept = recorded.read(head)
    write(recorded, delete(audit))
    write(recorded, update(audit_head).values(seq=0, hash=""))
    for number in range(ROWS + 2):
        other = msgspec.structs.replace(change(number), who="nobody")
        note(recorded, other)
    assert verified(recorded)[0] is None
    assert verified(recorded, kept)[0] == Broken(ROWS, "changed")


def test_longer_than_a_portion(office: Office) -> None:
    def many(uow: object) -> None:
        for number in range(PORTION + 5):
            record(uow, change(number))  # type: ignore[arg-type]

    office.store.write(CITY, many)
    assert verified(office.store) == (None, PORTION + 5)


def test_flipped_bytes_are_found(embedded: Office) -> None:
    """Each of many bytes of the rows, flipped as a damaged disk or a clever hand would."""
    for number in range(ROWS):
        note(embedded.store, change(number))
    chance = random.Random(7)
    names = [column.name for column in audit.c if column.name not in ("seq", "at")]
    for _ in range(120):
        seq, name = chance.randint(1, ROWS), chance.choice(names)
        look = select(audit.c[name]).where(audit.c.seq == seq)
        value = str(embedded.store.read(partial(Reading.value, statement=look)))
        if not value:
            continue
        data = bytearray(value.encode())
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        # As bytes: most of what a damaged disk leaves of a text is no text.
        flip = cast(bindparam("bytes", type_=LargeBinary), Text)
        changed_row = update(audit).where(audit.c.seq == bindparam("of_seq")).values({name: flip})
        embedded.store.write(CITY, partial(UnitOfWork.run, statement=changed_row, bytes=bytes(data), of_seq=seq))
        assert verified(embedded.store)[0] == Broken(seq, "changed")
        write(embedded.store, update(audit).where(audit.c.seq == seq).values({name: value}))
    assert verified(embedded.store)[0] is None


def test_nothing_in_the_program_changes_or_deletes_what_is_recorded() -> None:
    """The record, the journal and its seals are only added to; what is old leaves the record in one place alone."""
    touching = re.compile(r"\b(?:update|delete)\(\s*(?:\w+\.)*(?:audit|journal|journal_seals)\s*\)")
    found = [
        (str(file.relative_to(ROOT)), match.group())
        for room in ("server", "commands")
        for file in (ROOT / room).rglob("*.py")
        for match in touching.finditer(file.read_text(encoding="utf-8"))
    ]
    assert found == [("server/office/audit/beginning.py", "delete(audit)")]
    assert touching.search("delete(tables.journal)")
    assert touching.search("update(audit)")
    assert not touching.search("update(audit_head)")
