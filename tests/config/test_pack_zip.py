"""A pack in a zip: what people's systems make of a folder is taken, whatever could do harm is refused unpacked."""

import io
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from config import pack_zip
from config.pack_file import PackError
from config.pack_zip import look_at_zip, unpack


def zipped(*files: tuple[str | zipfile.ZipInfo, bytes | str], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", kind) as packed:
        for name, content in files:
            packed.writestr(name, content)
    return made.getvalue()


def codes(data: bytes) -> set[str]:
    with pytest.raises(PackError) as refused:
        look_at_zip(data)
    return {each.code for each in refused.value.problems}


def link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def test_a_folder_as_systems_pack_it_is_unpacked(tmp_path: Path) -> None:
    beside = ("__MACOSX/._pack.yaml", "x"), ("my-pack/.DS_Store", "x"), ("my-pack/items/", "")
    data = zipped(("my-pack/pack.yaml", "id: x\n"), ("my-pack/items/a.yaml", "- id: a\n"), *beside)
    look_at_zip(data)
    top = unpack(data, tmp_path)
    assert {str(each.relative_to(top)) for each in top.rglob("*") if each.is_file()} == {"pack.yaml", "items/a.yaml"}
    (tmp_path / "flat").mkdir()
    flat = unpack(zipped(("pack.yaml", "id: x\n"), ("facts.yaml", "[]")), tmp_path / "flat")
    assert (flat / "facts.yaml").read_text() == "[]"


def test_names_that_a_chinese_system_wrote_are_read(tmp_path: Path) -> None:
    data = zipped(("pack.yaml", "id: x\n"), ("sources/aa.txt", "x"))
    assert (unpack(data.replace(b"aa.txt", "法.txt".encode("gb18030")), tmp_path) / "sources" / "法.txt").exists()


HEAD = ("pack.yaml", "id: x\n")
BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "out of the folder": (lambda: zipped(HEAD, ("../a.yaml", "")), "zip_name"),
    "out in the middle": (lambda: zipped(HEAD, ("a/../../a.yaml", "")), "zip_name"),
    "from the root": (lambda: zipped(HEAD, ("/etc/a.yaml", "")), "zip_name"),
    "backslashes": (lambda: zipped(HEAD, ("items\\a.yaml", "")).replace(b"items/a", b"items\\a"), "zip_name"),
    "a drive": (lambda: zipped(HEAD, ("c:a.yaml", "")), "zip_name"),
    "a device": (lambda: zipped(HEAD, ("items/CON.yaml", "")), "zip_name"),
    "a hidden direction": (lambda: zipped(HEAD, ("a\u202eb.yaml", "")), "zip_name"),
    "a line feed": (lambda: zipped(HEAD, ("a\nb.yaml", "")), "zip_name"),
    "an endless name": (lambda: zipped(HEAD, ("a" * 300 + ".yaml", "")), "zip_name"),
    "a blank at the end": (lambda: zipped(HEAD, ("items /a.yaml", "")), "zip_name"),
    "too deep": (lambda: zipped(HEAD, ("a/b/c/d/e.yaml", "")), "zip_deep"),
    "a link": (lambda: zipped(HEAD, (link("items.yaml"), "/etc/passwd")), "file_odd"),
    "a bomb": (lambda: zipped(HEAD, ("a.yaml", b" " * 3_000_000)), "zip_bomb"),
    "a large file": (lambda: zipped(HEAD, ("a.yaml", bytes(range(256)) * 20_000)), "file_too_large"),
    "one name twice": (lambda: zipped(HEAD, ("Pack.yaml", "")), "zip_twice"),
    "a file that is a folder": (lambda: zipped(HEAD, ("a", ""), ("a/b.yaml", "")), "zip_twice"),
    "no pack": (lambda: zipped(("a/x.yaml", "")), "zip_no_pack"),
    "two packs": (lambda: zipped(("a/pack.yaml", ""), ("b/pack.yaml", "")), "zip_no_pack"),
    "nothing": (lambda: zipped(), "zip_no_pack"),
    "no zip": (lambda: b"PK\x03\x04 or not", "zip_unreadable"),
}


@pytest.mark.parametrize("what", BAD)
def test_what_could_do_harm_is_refused(what: str) -> None:
    make, code = BAD[what]
    assert code in codes(make())


def test_too_many_and_too_much_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pack_zip, "FILES_MOST", 3)
    assert codes(zipped(HEAD, *((f"{each}.yaml", "") for each in range(3)))) == {"zip_too_many"}
    monkeypatch.setattr(pack_zip, "UNPACKED_BYTES", 100)
    assert codes(zipped(HEAD, ("a.yaml", b"x" * 101))) == {"zip_too_large"}


def test_a_locked_one_is_refused() -> None:
    data = bytearray(zipped(HEAD))
    directory = data.index(b"PK\x01\x02")
    struct.pack_into("<H", data, directory + 8, 1)
    assert "zip_locked" in codes(bytes(data))


def test_a_damaged_one_says_which_file(tmp_path: Path) -> None:
    data = zipped(HEAD, ("facts.yaml", "0123456789" * 9), kind=zipfile.ZIP_STORED).replace(b"0123456789" * 9, b"x" * 90)
    with pytest.raises(PackError) as refused:
        unpack(data, tmp_path)
    assert [(each.file, each.code) for each in refused.value.problems] == [("facts.yaml", "zip_damaged")]
