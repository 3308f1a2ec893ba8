"""What is found on this machine, and what it says of itself."""

import sys
from datetime import date

import pytest

from config.edition_file import shipped_guidance
from kiosk.work.local_guide import LocalGuide
from kiosk.work.local_search import LocalSearch
from kiosk.work.sounding import heard
from server.rules.guidance.search.sound import sound_of

DAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def search() -> LocalSearch:
    guide = LocalGuide(shipped_guidance("dongjiang"), "dj-city", lambda: DAY)
    return LocalSearch(guide.book, lambda: DAY)


@pytest.mark.parametrize("query", ["sbk", "shebaoka", "social security card"])
def test_pinyin_initials_and_english_find_the_same_item(search: LocalSearch, query: str) -> None:
    assert any(hit.kind == "item" and "社保卡" in hit.title.zh for hit in search.find(query))


def test_everything_that_is_found_can_be_read_or_asked_about(search: LocalSearch) -> None:
    matters = {each.id for each in search.find("dj") if each.kind == "checklist"}
    assert matters
    for letter in "abcdefghijklmnopqrstuvwxyz":
        for hit in search.find(f"s{letter}"):
            leaf = search.leaf(hit.kind, hit.id)
            assert (leaf is None) == (hit.kind == "checklist")
            assert leaf is None or leaf.checklists, hit.id
            assert leaf is None or leaf.name.say("en")


def test_knowledge_comes_with_its_source_and_what_nobody_checked_is_for_reference(search: LocalSearch) -> None:
    guidance = shipped_guidance("dongjiang")
    checked = next(each for each in guidance.pack.knowledge if each.reviewed_by and each.expires)
    unchecked = next(each for each in guidance.pack.knowledge if not each.reviewed_by)
    late = LocalSearch(LocalGuide(guidance, "dj-city", lambda: DAY).book, lambda: date(2099, 1, 1))
    for where, point, reviewed in ((search, checked, True), (search, unchecked, False), (late, checked, False)):
        leaf = where.leaf("knowledge", point.id)
        assert leaf is not None
        assert [(each.id, each.reviewed) for each in leaf.knowledge] == [(point.id, reviewed)]
        assert leaf.knowledge[0].source


def test_what_there_is_not_is_none(search: LocalSearch) -> None:
    assert search.leaf("item", "none") is None
    assert search.leaf("knowledge", "none") is None
    assert search.leaf("checklist", "hukou-in") is None


def test_names_sound_the_same_when_another_process_reads_them() -> None:
    names = {"社保卡申领", "银行", "重庆", "a1"}
    sound = heard(names)
    assert sound is not sound_of
    assert [sound(each) for each in sorted(names)] == [sound_of(each) for each in sorted(names)]


def test_names_are_read_here_where_no_process_can_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert heard({"社保"})("社保").initials == "sb"
