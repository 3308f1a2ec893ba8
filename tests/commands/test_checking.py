"""`banshi check` as people and programs use it."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from commands.demo.processes import banshi_command

BROKEN = "- id: x\n  name: {zh: 一, en: One}\n  theme: y\n"


def run(*words: str) -> tuple[int, str]:
    done = subprocess.run(banshi_command("check", *words), capture_output=True, text=True, timeout=120)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    (tmp_path / "pack.yaml").write_text("id: b\nname: {zh: 坏, en: Broken}\nrevision: 1\n", encoding="utf-8")
    (tmp_path / "themes.yaml").write_text(BROKEN, encoding="utf-8")
    return tmp_path


@pytest.fixture
def idle(tmp_path: Path) -> Path:
    (tmp_path / "pack.yaml").write_text("id: i\nname: {zh: 闲, en: Idle}\nrevision: 1\n", encoding="utf-8")
    (tmp_path / "themes.yaml").write_text("- {id: t, name: {zh: 一, en: One}}\n", encoding="utf-8")
    (tmp_path / "facts.yaml").write_text(
        "\n\n- {id: f, theme: t, kind: yes_no, known: self, ask: {zh: 一, en: One}}\n", encoding="utf-8"
    )
    return tmp_path


@pytest.fixture
def small(tmp_path: Path) -> Path:
    parts = {
        "pack": "id: s\nname: {zh: 小, en: Small}\nrevision: 1\n",
        "themes": "- {id: t, name: {zh: 一, en: One}}\n",
        "facts": "- {id: f, theme: t, kind: yes_no, ask: {zh: 一, en: One}}\n",
        "items": "- {id: i, name: {zh: 一, en: One}, options: [{point: null, days: 0}]}\n",
        "checklists": "- id: c\n  theme: {zh: 一, en: One}\n  topic: {zh: 一, en: One}\n"
        "  entries: [{item: i, when: {is: [f, true]}}]\n",
        "cases": "- {name: 甲, checklists: [c], answers: {f: true}, verdicts: {i: can}}\n",
    }
    for part, content in parts.items():
        (tmp_path / f"{part}.yaml").write_text(content, encoding="utf-8")
    return tmp_path


def test_a_clean_pack_and_how_much_was_proved(small: Path) -> None:
    code, said = run(str(small))
    assert code == 0, said
    assert "2 combinations of answers proved" in said


def test_a_character_that_kiosks_cannot_show_is_said(small: Path) -> None:
    (small / "items.yaml").write_text(
        "\n- {id: i, name: {zh: 𠮷野窗口, en: One}, options: [{point: null, days: 0}]}\n", encoding="utf-8"
    )
    _, said = run(str(small))
    assert "items.yaml:2:11: warning character_rare i: name has 𠮷 (U+20BB7 CJK UNIFIED IDEOGRAPH-20BB7)" in said


def test_programs_read_json(idle: Path) -> None:
    code, said = run(str(idle), "--json")
    (finding,) = json.loads(said)["packs"][str(idle)]["findings"]
    assert code == 1
    assert (finding["code"], finding["id"], finding["line"]) == ("question_unused", "f", 3)
    assert finding["file"] == str(idle / "facts.yaml")


def test_editors_read_sarif(broken: Path) -> None:
    code, said = run(str(broken), "--sarif")
    report: dict[str, Any] = json.loads(said)
    (result,) = report["runs"][0]["results"]
    assert (code, report["version"], result["ruleId"]) == (1, "2.1.0", "key_unknown")
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 3, "startColumn": 3}


def test_a_pack_that_cannot_be_read_says_where(broken: Path) -> None:
    code, said = run(str(broken))
    assert code == 1
    assert "themes.yaml:3:3: error key_unknown: theme is not known here" in said


def test_the_page_and_the_mutants(tmp_path: Path, small: Path) -> None:
    page = tmp_path / "report.html"
    code, said = run(str(small), "--mutants", "--report", str(page))
    assert code == 0, said
    assert "1 changed rules: 1 noticed by a case, 0 make no difference to anybody, 0 survived (100.0%" in said
    written = page.read_text(encoding="utf-8")
    assert "<svg" in written
    assert "http" not in written


def test_no_pack_is_wrong_use() -> None:
    assert run()[0] == 2


def test_a_source_that_changed_is_said(small: Path) -> None:
    (small / "sources").mkdir()
    (small / "sources" / "law.txt").write_text("第一条", encoding="utf-8")
    digest = "0" * 64
    (small / "sources.yaml").write_text(
        f'- {{id: law, title: 法, file: law.txt, sha256: "{digest}", read_on: "2026-11-01"}}\n'
        "- {id: gone, title: 令, file: gone.txt}\n",
        encoding="utf-8",
    )
    (small / "knowledge.yaml").write_text(
        "- {id: K1, title: 一, text: {zh: 一, en: One}, citations: [{source: law, clause: 一, quote: 第二条}]}\n",
        encoding="utf-8",
    )
    _, said = run(str(small))
    assert "sources.yaml:1:" in said
    assert "source_changed law" in said
    assert "source_unread gone" in said
    assert "quote_lost K1" in said


def test_one_cause_is_one_message_with_its_cases(small: Path) -> None:
    (small / "cases.yaml").write_text(
        "".join(
            f"- {{name: {name}, checklists: [c], answers: {{f: true}}, verdicts: {{i: cannot}}, visits: 7}}\n"
            for name in ("甲", "乙", "丙")
        ),
        encoding="utf-8",
    )
    code, said = run(str(small))
    assert code == 1
    assert said.count("case_fails") == 1
    assert "items.yaml:1:3: error case_fails i: i is can and not cannot, in 3 cases: 甲, 乙, 丙" in said


def test_what_was_proved_before_is_proved_anew_only_when_asked(small: Path) -> None:
    first = run(str(small))
    assert run(str(small)) == run(str(small), "--anew") == first
