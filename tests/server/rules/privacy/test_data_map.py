"""Nothing is held about a person that the data map does not name: a new column is mapped, or names nobody."""

import msgspec

from config.retention import Retention
from server.rules.privacy.data_map import HELD, NAMELESS
from server.store.schema import metadata


def test_every_column_is_mapped_or_names_nobody() -> None:
    there = {(table.name, column.name) for table in metadata.tables.values() for column in table.columns}
    mapped = [(held.table, column) for held in HELD for column in held.columns]
    nameless = {(table, column) for table, columns in NAMELESS.items() for column in columns}
    assert len(mapped) == len(set(mapped))
    assert set(mapped) & nameless == set()
    assert there - set(mapped) - nameless == set(), "say in server/rules/privacy what these hold, or that it is nobody"
    assert (set(mapped) | nameless) - there == set(), "the schema has these no more"


def test_every_number_of_days_of_the_city_is_that_of_something() -> None:
    named = {held.days for held in HELD if held.days}
    assert named == set(msgspec.structs.asdict(Retention()))
