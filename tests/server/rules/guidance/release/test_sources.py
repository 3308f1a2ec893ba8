"""Knowledge whose ground is shaken is for reference only, and lies in the to-do box of whoever keeps it."""

from datetime import date

from msgspec.structs import replace

from config.centers import Text
from config.fact import Dated, Parameter
from config.item import Requirement
from config.knowledge import Citation, Conflict, Knowledge, Side, Source
from config.pack import Pack
from config.rule import Is, Value
from server.rules.guidance.consultation import consult
from server.rules.guidance.judge.book import open_book
from server.rules.guidance.release.sources import digest, downgraded, look_at_sources, read_again
from server.rules.guidance.release.todo import todo_of
from tests.server.rules.guidance.small_pack import SMALL, text

DAY = date(2026, 11, 24)
LAW = "第六条  满六个月的，\n可以申领。"
PACK = replace(
    SMALL,
    sources=(
        Source("law", "The law", file="law.txt", sha256=digest(LAW), read_on="2026-11-01"),
        Source("talk", "Talk"),
    ),
    knowledge=(
        Knowledge(
            "K1", text("six"), (Citation("law", "§6", "满六个月的，可以申领"),), ("permit",), reviewed_by="office"
        ),
        Knowledge("K2", text("seven"), (Citation("talk"),), ("permit",), reviewed_by="office", expires="2026-12-01"),
        Knowledge("K3", text("eight"), (Citation("talk"),), ("school",)),
    ),
    conflicts=(
        Conflict("c1", Text("几天", "days"), (Side(text("15"), "law"), Side(text("7"), "talk"))),
        Conflict("c2", text("fee"), (Side(text("20"), "law"),), in_force=0),
    ),
)


def troubles(pack: Pack, texts: dict[str, str], today: date = DAY) -> list[tuple[str, str]]:
    return [(each.trouble, each.id) for each in look_at_sources(pack, texts, today)]


def test_a_source_as_it_was_read_shakes_nothing() -> None:
    assert troubles(PACK, {"law.txt": LAW}) == [("expiring", "K2")]
    assert troubles(PACK, {"law.txt": LAW.replace("\n", "\r\n")}) == [("expiring", "K2")]


def test_a_changed_source_whose_quote_stands_and_one_whose_quote_is_gone() -> None:
    assert troubles(PACK, {"law.txt": LAW + "补充。"})[0] == ("source_changed", "law")
    gone = troubles(PACK, {"law.txt": LAW.replace("六", "七")})
    assert gone[:2] == [("source_changed", "law"), ("quote_lost", "K1")]
    assert troubles(PACK, {})[0] == ("source_unread", "law")


def test_width_and_white_space_of_a_quote_do_not_count() -> None:
    assert ("quote_lost", "K1") not in troubles(PACK, {"law.txt": "满六个月的,可以\n  申领"})


def test_what_stands_on_shaken_ground_is_for_reference() -> None:
    pack = replace(
        PACK,
        items=tuple(
            replace(item, requirements=(Requirement(Is("living", "own"), "cannot", text("no"), knowledge=("K1",)),))
            if item.id == "permit"
            else item
            for item in PACK.items
        ),
    )
    said: dict[str, Value] = {"permit": False, "living": "own", "card": False}
    before = consult(open_book(pack), ("settle",), said, DAY)
    assert [verdict.for_reference for verdict in before.verdicts if verdict.item == "permit"] == [False]
    shaken = look_at_sources(pack, {"law.txt": "nothing"}, DAY)
    after = consult(open_book(downgraded(pack, shaken)), ("settle",), said, DAY)
    assert [verdict.for_reference for verdict in after.verdicts if verdict.item == "permit"] == [True]
    assert {point.id: point.reviewed for point in after.knowledge} == {"K1": False, "K2": True, "K3": False}


def test_what_ends_soon_is_not_downgraded_yet() -> None:
    shaken = look_at_sources(PACK, {"law.txt": LAW}, DAY)
    assert downgraded(PACK, shaken) == PACK
    later = look_at_sources(PACK, {"law.txt": LAW}, date(2026, 12, 2))
    assert downgraded(PACK, later).knowledge[1].reviewed_by is None


def test_reading_again() -> None:
    assert read_again(PACK, {"law.txt": LAW}, DAY) == {"law": (digest(LAW), "2026-11-24")}


def test_the_to_do_box() -> None:
    pack = replace(
        PACK,
        parameters=(*PACK.parameters, Parameter("past", text("past"), text("office"), (Dated(1, None, "2025-12-31"),))),
    )
    box = todo_of(pack, look_at_sources(pack, {"law.txt": "x"}, DAY), DAY)
    assert [(each.kind, each.id) for each in box] == [
        ("source", "law"),
        ("point", "K1"),
        ("point", "K2"),
        ("conflict", "c1"),
        ("parameter", "open"),
        ("parameter", "past"),
        ("unreviewed", "K3"),
    ]
    assert box[1].owner == "office"
