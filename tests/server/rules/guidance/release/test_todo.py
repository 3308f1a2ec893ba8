"""The to-do box: everything that waits for a person is there once, the most pressing first."""

from datetime import date, timedelta

from msgspec.structs import replace

from config.centers import Calendar, Holiday
from config.fact import Dated, Parameter
from config.knowledge import Citation, Conflict, Knowledge, Side, Source
from server.rules.guidance.release.sources import Shaken, running_out
from server.rules.guidance.release.todo import todo_of
from tests.server.rules.guidance.small_pack import SMALL, text

DAY = date(2026, 11, 24)
PACK = replace(
    SMALL,
    sources=(Source("law", "The law", official=True),),
    knowledge=(
        Knowledge("k1", text("a"), (Citation("law"),), reviewed_by="Bo", reviewed_on="2026-01-01"),
        Knowledge("k2", text("b"), (Citation("law"),)),
    ),
    conflicts=(Conflict("c", text("fee"), (Side(text("10"), "law"), Side(text("20"), "law"))),),
)


def kinds(*shaken: Shaken) -> list[tuple[str, str]]:
    return [(each.kind, each.id) for each in todo_of(PACK, shaken, DAY)]


def test_everything_that_waits_is_there_most_pressing_first() -> None:
    found = kinds(Shaken("quote_lost", "k1", "the paragraph is gone"), Shaken("source_changed", "law", "it changed"))
    assert found == [("source", "law"), ("point", "k1"), ("conflict", "c"), ("parameter", "open"), ("unreviewed", "k2")]


def test_a_point_that_was_shaken_waits_for_whoever_vouched_for_it() -> None:
    (point,) = [each for each in todo_of(PACK, [Shaken("quote_lost", "k1", "gone")], DAY) if each.kind == "point"]
    assert point.owner == "Bo"
    assert "gone" in point.what.en


def test_what_this_pack_does_not_have_is_nobodys_work() -> None:
    assert kinds(Shaken("quote_lost", "stranger", "gone")) == kinds()


def test_a_parameter_is_confirmed_from_its_day_on() -> None:
    from_december = Parameter(
        "open", text("open"), text("x"), (Dated(None, until="2026-11-30"), Dated(5, "2026-12-01"))
    )
    pack = replace(PACK, parameters=(from_december,))
    before, after = (
        [each.id for each in todo_of(pack, (), day) if each.kind == "parameter"] for day in (DAY, date(2026, 12, 1))
    )
    assert (before, after) == (["open"], [])


def test_a_settled_conflict_waits_for_nobody() -> None:
    (conflict,) = PACK.conflicts
    settled = replace(PACK, conflicts=(replace(conflict, in_force=0),))
    assert [each for each in todo_of(settled, (), DAY) if each.kind == "conflict"] == []


def test_a_table_of_holidays_that_ends_is_asked_for_in_november() -> None:
    calendar = Calendar((Holiday("2026-10-01", "2026-10-07", text("day")),), ())
    pack = replace(PACK, calendar=calendar)
    found = [
        [each.id for each in todo_of(pack, (), day) if each.kind == "holidays"]
        for day in (date(2026, 10, 31), date(2026, 11, 1))
    ]
    assert found == [[], ["2027"]]


def test_a_review_runs_out_as_soon_as_it_is_asked_for() -> None:
    point = replace(PACK.knowledge[0], expires="2027-02-01")
    pack = replace(PACK, knowledge=(point,))
    assert [each.trouble for each in running_out(pack, DAY)] == []
    assert [each.trouble for each in running_out(pack, DAY, timedelta(days=90))] == ["expiring"]
    assert [each.trouble for each in running_out(pack, date(2027, 2, 2))] == ["expired"]
