"""The guides can be followed as they stand: the example of each is written down and proved."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest
import yaml
from msgspec.structs import replace

from config.pack_file import load_pack
from config.rule import Value
from server.rules.guidance.consultation import consult
from server.rules.guidance.judge.book import open_book
from server.rules.guidance.prove.check import check

GUIDE = Path("docs/adding-a-checklist.md")
PARTS = [
    "facts",
    "documents",
    "items",
    "parameters",
    "checklists",
    "sources",
    "knowledge",
    "cases",
    "hotline",
    "sayings",
]


@pytest.mark.city
def test_one_more_checklist_is_added_from_the_guide_alone(tmp_path: Path) -> None:
    folder = tmp_path / "pack"
    shutil.copytree("config/packs/dongjiang", folder)
    before = load_pack(folder)
    text = GUIDE.read_text(encoding="utf-8")
    examples = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    assert len(examples) == len(PARTS)
    for part, example in zip(PARTS, examples, strict=True):
        assert yaml.safe_load(example)
        (folder / part / "41-library.yaml").write_text(example, encoding="utf-8")
    (source,) = re.findall(r"```text\n(.*?)```", text, re.DOTALL)
    (folder / "sources" / "library.txt").write_text(source, encoding="utf-8")
    pack = load_pack(folder)
    assert len(pack.checklists) == len(before.checklists) + 1
    # One checklist alone, so that the proof is quick.
    checklists = tuple(each for each in pack.checklists if each.id == "library")
    cases = tuple(case for case in pack.cases if case.checklists == ("library",))
    alone = check(replace(pack, checklists=checklists, cases=cases), date(2026, 11, 24))
    ours = {record["id"] for example in examples for record in yaml.safe_load(example) if "id" in record}
    ours |= {case.name for case in cases}
    assert [finding for finding in alone.findings if finding.id in ours] == []
    answers: dict[str, Value] = {"reader_wish": "first", "reader_born": "2022-11-24"}
    answer = consult(open_book(pack), ["library"], answers, date(2026, 11, 24))
    assert answer.verdicts[0].reasons[0].enough_on == "2028-11-24"
