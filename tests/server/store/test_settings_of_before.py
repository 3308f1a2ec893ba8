"""What the tables of an older database say becomes revision 1 of the city and of each center."""

import json
from typing import Any

import msgspec
from alembic import command
from sqlalchemy import Engine, text

from config.documents import CenterDocument, CityDocument
from server.store import migrating
from server.store.seeding import center_document, city_document
from tests.server.conftest import CITY
from tests.server.store.test_schema import engine

__all__ = ["engine"]


def rows_of_before() -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the small city as the first schema kept it."""

    def words(value: Any) -> str:
        return msgspec.json.encode(value).decode()

    centers, offered, counters, work, staff = [], [], [], [], []
    for position, center in enumerate(CITY.centers):
        centers.append(
            {
                "id": center.id,
                "city": CITY.id,
                "parent": center.parent,
                "position": position,
                "level": center.level,
                "name": words(center.name),
                "address": words(center.address),
                "timezone": center.timezone,
                "hours": words(center.hours),
                "rules": json.dumps(
                    {
                        "miss_after_seconds": center.rules.miss_after_seconds,
                        "miss_after_calls": center.rules.miss_after_calls,
                        "credit_priority": 25,
                    }
                ),
                "revision": 1,
                "seq": 0,
            }
        )
        offered += [{"center": center.id, "service": each, "position": at} for at, each in enumerate(center.services)]
        for at, counter in enumerate(center.counters):
            counters.append(
                {"id": counter.id, "center": center.id, "position": at, "name": words(counter.name), "state": "closed"}
            )
            work += [{"counter": counter.id, "service": each, "position": n} for n, each in enumerate(counter.services)]
        staff += [
            {"id": each.id, "center": center.id, "counter": each.counter, "name": each.name} for each in center.staff
        ]
    services = [
        {"id": each.id, "prefix": each.prefix, "name": words(each.name), "note": words(each.note), "position": at}
        for at, each in enumerate(CITY.services)
    ]
    return [
        ("cities", [{"id": CITY.id, "name": words(CITY.name), "pack": CITY.pack}]),
        ("services", services),
        ("centers", centers),
        ("center_services", offered),
        ("counters", counters),
        ("counter_services", work),
        ("staff", staff),
    ]


def test_tables_of_before_become_documents(engine: Engine) -> None:
    with engine.begin() as connection:
        command.upgrade(migrating.config(connection), "0001")
        for table, rows in rows_of_before():
            names = list(rows[0])
            places = ", ".join(f":{name}" for name in names)
            connection.execute(text(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({places})"), rows)
    with engine.begin() as connection:
        migrating.upgrade(connection)
        found = connection.execute(text('SELECT scope, revision, "by", body FROM settings ORDER BY scope')).all()
        assert [row[:3] for row in found] == [
            ("center/hall", 1, "seed"),
            ("center/village", 1, "seed"),
            ("city", 1, "seed"),
        ]
        for row, center in zip(found, CITY.centers, strict=False):
            document = msgspec.json.decode(row.body, type=CenterDocument, strict=True)
            assert msgspec.structs.replace(document, staff=()) == msgspec.structs.replace(
                center_document(CITY, center), staff=()
            )
            assert set(document.staff) == set(center.staff)
        assert msgspec.json.decode(found[2].body, type=CityDocument) == city_document(CITY)
        holds = connection.execute(text("SELECT scope, revision FROM settings_in_force ORDER BY scope")).all()
        assert holds == [("center/hall", 1), ("center/village", 1), ("city", 1)]
        prefixes = connection.execute(text("SELECT service, prefix FROM center_services WHERE center = 'hall'")).all()
        assert dict(map(tuple, prefixes)) == {"social": "D", "idcard": "C", "school": "G", "rare": "R"}
        command.downgrade(migrating.config(connection), "0003")
        back = connection.execute(text("SELECT id, prefix FROM services")).all()
        assert dict(map(tuple, back)) == {"social": "D", "idcard": "C", "school": "G", "rare": "R"}
