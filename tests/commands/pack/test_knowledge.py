"""`banshi pack sources|todo|export|import` on a copy of a pack."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from commands.demo.processes import banshi_command
from config.pack_file import load_pack


def run(*words: str) -> tuple[int, str]:
    done = subprocess.run(banshi_command("pack", *words), capture_output=True, text=True, timeout=120)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(Path(__file__).parent / "townlet", tmp_path / "pack")
    (tmp_path / "pack" / "parameters.yaml").write_text(
        "- {id: places, name: {zh: 学位, en: Places}, owner: {zh: 市教育局, en: Education Bureau}, value: null}\n",
        encoding="utf-8",
    )
    (tmp_path / "pack" / "sources" / "90-mine.yaml").write_text(
        "- {id: mine, title: 我的, file: mine.txt}\n- id: other\n  title: 别的\n  file: other.txt\n", encoding="utf-8"
    )
    return tmp_path / "pack"


def test_sources_read_changed_and_read_again(folder: Path) -> None:
    (folder / "knowledge" / "90-mine.yaml").write_text(
        "- {id: M1, text: {zh: 一, en: One}, title: 一, citations: [{source: mine, quote: 满一年}], reviewed_by: 局}\n",
        encoding="utf-8",
    )
    (folder / "sources" / "mine.txt").write_text("须满一年。", encoding="utf-8")
    (folder / "sources" / "other.txt").write_text("无。", encoding="utf-8")
    run("sources", str(folder), "--update")
    read = {source.id: source for source in load_pack(folder).sources}
    assert read["mine"].sha256
    assert read["other"].read_on
    (folder / "sources" / "mine.txt").write_text("须满两年。", encoding="utf-8")
    code, said = run("sources", str(folder), "--json")
    told = json.loads(said)
    assert code == 1
    assert "M1" in told["for_reference"]
    assert {("source_changed", "mine"), ("quote_lost", "M1")} <= {
        (each["trouble"], each["id"]) for each in told["shaken"]
    }
    code, said = run("todo", str(folder), "--json")
    assert code == 0
    assert {"source", "point", "parameter"} <= {each["kind"] for each in json.loads(said)}


@pytest.mark.parametrize("name", ["k.csv", "k.xlsx"])
def test_a_table_goes_out_is_changed_and_comes_in(folder: Path, tmp_path: Path, name: str) -> None:
    for file in (folder / "knowledge").glob("*.yaml"):
        file.unlink()
    record = (
        "- id: M{n}\n  when: {{is: [child_six, true]}}\n  text: {{zh: 第{n}, en: 'No {n}'}}\n  title: 题{n}\n"
        "  category: 甲\n  citations: [{{source: mine}}]\n"
    )
    (folder / "knowledge" / "10.yaml").write_text(record.format(n=1) + record.format(n=2), encoding="utf-8")
    before = load_pack(folder)
    assert run("export", str(folder), str(tmp_path / name))[0] == 0
    assert "0 new, 0 changed, 2 as before" in run("import", str(folder), str(tmp_path / name))[1]
    changed = tmp_path / "changed.csv"
    run("export", str(folder), str(changed))
    changed.write_text(changed.read_text(encoding="utf-8").replace("第2", "第二"), encoding="utf-8")
    assert "1 changed" in run("import", str(folder), str(changed), "--dry-run")[1]
    assert load_pack(folder) == before
    assert "1 changed" in run("import", str(folder), str(changed))[1]
    after = {point.id: point for point in load_pack(folder).knowledge}
    assert after["M2"].text.zh == "第二"
    assert after["M2"].when == before.knowledge[1].when
    assert after["M1"] == before.knowledge[0]


def test_new_points_get_a_file_of_their_own_and_a_wrong_cell_stops_everything(folder: Path, tmp_path: Path) -> None:
    table = tmp_path / "new.csv"
    table.write_text("类目,标题,内容,材料性质,来源\n甲,全新,一句。,日常咨询,mine\n", encoding="utf-8")
    assert "1 new" in run("import", str(folder), str(table))[1]
    assert "全新" in (folder / "knowledge" / "90-imported.yaml").read_text(encoding="utf-8")
    before = load_pack(folder)
    table.write_text(
        "类目,标题,内容,材料性质,来源\n甲,又一,一句。,日常咨询,mine\n甲,坏,一句。,随便,mine\n", encoding="utf-8"
    )
    code, said = run("import", str(folder), str(table))
    assert code == 1
    assert "new.csv D3: there is no 随便" in said
    assert load_pack(folder) == before


def test_a_folder_that_is_no_pack(tmp_path: Path) -> None:
    code, said = run("todo", str(tmp_path))
    assert code != 0
    assert "pack.yaml" in said
