"""What is found on this machine, and what it says of itself."""

import subprocess
import sys
from datetime import UTC, date, datetime, time

import pytest

from kiosk.work.local_guide import LocalGuide
from kiosk.work.local_search import LocalSearch
from server.rules.guidance.search.pinyin import searchable
from tests.dongjiang import city_guidance

DAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def search() -> LocalSearch:
    guidance = searchable(city_guidance())
    return LocalSearch(
        guidance, LocalGuide(guidance, "dj-city", lambda: datetime.combine(DAY, time(), UTC)).book, lambda: DAY
    )


@pytest.mark.parametrize("query", ["sbk", "shebaoka", "social security card"])
def test_pinyin_initials_and_english_find_the_same_item(search: LocalSearch, query: str) -> None:
    assert any(hit.kind == "item" and "社保卡" in hit.title.zh for hit in search.find(query).hits)


def test_everything_that_is_found_can_be_read_or_asked_about(search: LocalSearch) -> None:
    matters = {each.id for each in search.find("dj").hits if each.kind == "checklist"}
    assert matters
    for letter in "abcdefghijklmnopqrstuvwxyz":
        for hit in search.find(f"s{letter}").hits:
            leaf = search.leaf(hit.kind, hit.id)
            assert (leaf is None) == (hit.kind == "checklist")
            assert leaf is None or leaf.checklists, hit.id
            assert leaf is None or leaf.name.say("en")


def test_several_matters_are_offered_together(search: LocalSearch) -> None:
    found = search.find("zhuan shebao he qian hukou")
    assert [each.id for each in found.together] == ["transfer", "hukou-in"]
    assert found.told is None


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("jiazhao huanzheng", "驾驶证、车辆、交通违法不在这里办，请找公安交管，电话 12123。"),
        ("qqqq", "这里还没有这件事的指引，请问导办台或政务热线，电话 12345。"),
    ],
)
def test_what_is_done_elsewhere_is_said_alone_with_whom_to_ask(search: LocalSearch, query: str, told: str) -> None:
    found = search.find(query)
    assert found.told is not None
    assert (found.hits, found.told.zh) == ((), told)
    assert found.vain == (query == "qqqq"), "whom to ask instead is written for the other one"


def test_knowledge_comes_with_its_source_and_what_nobody_checked_is_for_reference(search: LocalSearch) -> None:
    guidance = city_guidance()
    checked = next(each for each in guidance.pack.knowledge if each.reviewed_by and each.expires)
    unchecked = next(each for each in guidance.pack.knowledge if not each.reviewed_by)
    late = LocalSearch(
        guidance,
        LocalGuide(guidance, "dj-city", lambda: datetime.combine(DAY, time(), UTC)).book,
        lambda: date(2099, 1, 1),
    )
    for where, point, reviewed in ((search, checked, True), (search, unchecked, False), (late, checked, False)):
        leaf = where.leaf("knowledge", point.id)
        assert leaf is not None
        assert [(each.id, each.reviewed) for each in leaf.knowledge] == [(point.id, reviewed)]
        assert leaf.knowledge[0].source


def test_what_there_is_not_is_none(search: LocalSearch) -> None:
    assert search.leaf("item", "none") is None
    assert search.leaf("knowledge", "none") is None
    assert search.leaf("checklist", "hukou-in") is None


def test_a_release_from_before_there_were_tables_is_found_in_english() -> None:
    guidance = city_guidance()
    old = LocalSearch(
        guidance, LocalGuide(guidance, "dj-city", lambda: datetime.combine(DAY, time(), UTC)).book, lambda: DAY
    )
    assert any("社保卡" in hit.title.zh for hit in old.find("social security card").hits)
    assert old.find("shebaoka").hits == ()


def test_a_kiosk_has_no_dictionary_of_pinyin() -> None:
    asked = "import kiosk.work.lookout, kiosk.work.local_search, sys; print('pypinyin' in sys.modules)"
    done = subprocess.run([sys.executable, "-P", "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
