"""Proofs that are kept and proofs of several processes are the same as any."""

import json
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from commands.bench.many_lists import many_lists
from commands.proving import KEPT_AT_MOST, WORTH_PROCESSES, Keeping, check_kept, proved, proved_together, usual_folder
from config.rule import ALWAYS
from server.rules.guidance.judge.book import open_book
from server.rules.guidance.prove.check import Checked, check
from server.rules.guidance.prove.proof import Proof, prove
from server.rules.guidance.prove.space import space_of
from server.rules.guidance.prove.together import prove_together

DAY = date(2026, 11, 24)
PACK = many_lists(9, 4, 8)


def test_two_processes_prove_the_same() -> None:
    space = space_of(open_book(PACK), DAY)
    assert proved(space, keeping=None, processes=2) == prove(space) == proved(space, keeping=None, processes=1)


def test_two_processes_prove_the_same_pairs() -> None:
    """Each checklist has an item of the next one too, for others than there."""
    lists = many_lists(WORTH_PROCESSES + 1, 4, 3)
    following = (*lists.checklists[1:], lists.checklists[0])
    shared = tuple(
        replace(each, entries=(*each.entries, replace(after.entries[1], when=ALWAYS)))
        for each, after in zip(lists.checklists, following, strict=True)
    )
    space = space_of(open_book(replace(lists, checklists=shared)), DAY)
    pairs = proved_together(space, processes=2)
    assert len(pairs) >= WORTH_PROCESSES
    assert pairs == prove_together(space)


def test_what_is_kept_is_taken_and_only_what_changed_is_proved_again(tmp_path: Path) -> None:
    keeping = Keeping(tmp_path / "kept")
    first = check_kept(PACK, DAY, keeping, processes=1)
    assert first == check(PACK, DAY) == check_kept(PACK, DAY, keeping, processes=1)
    before = {each.name for each in (tmp_path / "kept").iterdir()}
    assert len(before) == len(PACK.checklists) + 1, "one for each checklist, one for all of it"
    last = PACK.items[-1]
    changed = replace(PACK, items=(*PACK.items[:-1], replace(last, options=(replace(last.options[0], days=9),))))
    assert check_kept(changed, DAY, keeping, processes=1) == check(changed, DAY)
    added = {each.name for each in (tmp_path / "kept").iterdir()} - before
    assert len(added) == 2, "the checklist of that item, and all of it"
    check_kept(PACK, date(2026, 11, 25), keeping, processes=1)


@pytest.mark.parametrize("harm", ["cut", "flipped", "other", "empty", "folder"])
def test_what_was_harmed_is_proved_again(tmp_path: Path, harm: str) -> None:
    keeping = Keeping(tmp_path)
    wanted = check_kept(PACK, DAY, keeping, processes=1)
    for file in tmp_path.iterdir():
        written = file.read_bytes()
        match harm:
            case "cut":
                file.write_bytes(written[:-5])
            case "flipped":
                file.write_bytes(written.replace(b"can", b"nac"))
            case "other":
                file.write_bytes(written[:65] + json.dumps({"proofs": 3}).encode())
            case "empty":
                file.write_bytes(b"")
            case _:
                file.unlink()
                file.mkdir()
    assert check_kept(PACK, DAY, keeping, processes=1) == wanted


def test_what_cannot_be_written_is_not_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    keeping = Keeping(tmp_path / "file" / "kept")
    assert check_kept(PACK, DAY, keeping, processes=1) == check(PACK, DAY)
    assert keeping.get("anything", Proof) is None
    assert keeping.get("../file", Checked) is None


def test_the_oldest_are_thrown_away(tmp_path: Path) -> None:
    keeping = Keeping(tmp_path)
    for number in range(KEPT_AT_MOST + 3):
        (tmp_path / f"{number}").touch()
    keeping.tidy()
    assert len(list(tmp_path.iterdir())) == KEPT_AT_MOST


def test_they_are_kept_in_the_cache_of_the_person(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/somewhere")
    assert usual_folder() == Path("/somewhere/banshi/proofs")
    for unset in ("", "not/from/the/root"):
        monkeypatch.setenv("XDG_CACHE_HOME", unset)
        assert usual_folder() == Path.home() / ".cache" / "banshi" / "proofs"
