"""The hotline's table: out and in again without loss; errors name their cell; nothing in it becomes a formula."""

import csv
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from config.centers import Text
from config.characters import in_pieces
from config.item import Item, Option
from config.knowledge import Citation, Knowledge, Source
from config.knowledge_table import COLUMNS, CellError, TableError, read_table, write_table
from config.pack import Pack
from tests.tries import tries

PACK = Pack(
    "p",
    Text("包", "Pack"),
    1,
    items=(Item("A01", Text("核准", "Approval"), (Option(None, 1),)),),
    sources=(Source("law", "法", publisher="市局"), Source("page", "页")),
    knowledge=(
        Knowledge(
            "K1",
            Text("要满六个月。", "Six months."),
            (Citation("law", "第六条", "满六个月"), Citation("page")),
            ("A01",),
            title="多久可以办",
            category="安居/落户",
            nature="办事指南",
            keywords=("半年", "六个月"),
            reviewed_by="市局",
            reviewed_on="2026-11-01",
            expires="2027-06-30",
        ),
    ),
)
ROW = {"类目": "安居", "标题": "新的", "内容": "一句话。", "材料性质": "日常咨询", "来源": "law", "编号": "K9"}


def table(folder: Path, *rows: dict[str, str], encoding: str = "utf-8") -> Path:
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    file = folder / "table.csv"
    file.write_bytes(out.getvalue().encode(encoding))
    return file


def errors(file: Path) -> list[CellError]:
    with pytest.raises(TableError) as caught:
        read_table(file, PACK)
    return list(caught.value.errors)


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
def test_out_and_in_again(tmp_path: Path, name: str) -> None:
    assert write_table(PACK, tmp_path / name) == 1
    assert read_table(tmp_path / name, PACK) == PACK.knowledge


LETTERS = st.text(
    alphabet=st.characters(codec="utf-8", categories=("L", "N", "P", "S")) | st.sampled_from(" =+-@'\""),
    min_size=1,
    max_size=20,
).filter(lambda text: text == text.strip() and in_pieces(text) is None)


@settings(max_examples=tries(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LETTERS, LETTERS, st.sampled_from(["out.csv", "out.xlsx"]))
def test_any_words_survive(tmp_path: Path, title: str, content: str, name: str) -> None:
    point = replace(PACK.knowledge[0], title=title, text=Text(content, "x"), keywords=())
    pack = replace(PACK, knowledge=(point,))
    write_table(pack, tmp_path / name)
    assert read_table(tmp_path / name, pack) == (point,)


@pytest.mark.parametrize("word", ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0"])
def test_no_cell_becomes_a_formula(tmp_path: Path, word: str) -> None:
    pack = replace(PACK, knowledge=(replace(PACK.knowledge[0], title=word),))
    write_table(pack, tmp_path / "out.csv")
    rows = list(csv.reader((tmp_path / "out.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert rows[1][1] == f"'{word}"
    write_table(pack, tmp_path / "out.xlsx")
    with zipfile.ZipFile(tmp_path / "out.xlsx") as packed:
        assert b"<f>" not in packed.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_each_way_of_saving_is_read(tmp_path: Path, encoding: str) -> None:
    (point,) = read_table(table(tmp_path, ROW, encoding=encoding), PACK)
    assert (point.id, point.title, point.text.zh) == ("K9", "新的", "一句话。")


@pytest.mark.parametrize(
    ("change", "cell"),
    [
        ({"类目": ""}, "A2"),
        ({"标题": "长" * 129}, "B2"),
        ({"标题": "户\u200b口"}, "B2"),
        ({"标题": "cafe\u0301"}, "B2"),
        ({"内容": "\uf9d1月"}, "C2"),
        ({"标题": "多久可以办"}, "B2"),
        ({"内容": "长" * 121}, "C2"),
        ({"材料性质": "随便"}, "E2"),
        ({"关键字": "长" * 21}, "F2"),
        ({"关键字": "新的"}, "F2"),
        ({"编号": "Ｋ９"}, "G2"),
        ({"来源": "rumour"}, "I2"),
        ({"事项": "Z99"}, "K2"),
        ({"清单": "nothing"}, "L2"),
        ({"到期日期": "30.6.2027"}, "O2"),
    ],
)
def test_a_wrong_cell_is_named(tmp_path: Path, change: dict[str, str], cell: str) -> None:
    (error,) = errors(table(tmp_path, {**ROW, **change}))
    assert error.cell == cell
    assert error.what
    assert error.remedy


def test_every_wrong_cell_is_told_at_once(tmp_path: Path) -> None:
    wrong = errors(table(tmp_path, {**ROW, "类目": "", "来源": "x"}, {**ROW, "编号": "K8"}))
    assert [error.cell for error in wrong] == ["A2", "I2", "B3"]


def test_tables_that_are_none(tmp_path: Path) -> None:
    def refused(name: str, content: bytes) -> str:
        (tmp_path / name).write_bytes(content)
        return errors(tmp_path / name)[0].what

    assert "empty" in refused("empty.csv", b"")
    assert "missing" in refused("head.csv", "甲,乙\n1,2\n".encode())
    assert "cannot be read" in refused("noise.csv", b"\xff\xff\xff\x00")
    assert "no XLSX" in refused("noise.xlsx", b"PK\x03\x04noise")
    assert errors(tmp_path / "absent.csv")[0].what == "absent.csv is not there"
    many = table(tmp_path, *({**ROW, "标题": f"题{number}", "编号": f"M{number}"} for number in range(1001)))
    assert "1001 rows" in errors(many)[0].what


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    file = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)
    assert "unpacks to" in errors(file)[0].what
