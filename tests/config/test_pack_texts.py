"""A pack from the texts of its files is the pack of its folder; what is no file of one is told."""

from pathlib import Path

import pytest

from config.edition_file import load_editions
from config.pack_file import PackError, read_pack
from config.pack_texts import guidance_of, read_texts, unfit

PACK = Path(__file__).parents[2] / "config" / "packs" / "dongjiang"


def test_texts_are_read_as_their_folder_is() -> None:
    texts = {each.relative_to(PACK).as_posix(): each.read_text("utf-8") for each in PACK.rglob("*") if each.is_file()}
    assert [unfit(name, text) for name, text in texts.items() if unfit(name, text)] == []
    file = read_texts(texts)
    pack = read_pack(PACK).pack
    assert file.pack == pack
    assert file.places["items", "B01"] == ("items/02-residence.yaml", 1)
    assert guidance_of(texts, file).editions == load_editions(PACK, pack)
    with pytest.raises(PackError) as wrong:
        read_texts({**texts, "items/99.yaml": "- {id: X, nam: 1}\n", "themes.yaml": "- &a {}\n"})
    assert {(each.file, each.code) for each in wrong.value.problems} == {
        ("items/99.yaml", "key_unknown"),
        ("themes.yaml", "alias_refused"),
    }


@pytest.mark.parametrize(
    "name",
    ["../pack.yaml", "/etc/passwd", "items/a/b.yaml", "items/.yaml", "nothing.yaml", "items/a.yml", "a\n.yaml", ""],
)
def test_what_is_no_file_of_a_pack_is_told(name: str) -> None:
    found = unfit(name, "[]")
    assert found is not None
    assert found.code == "file_unknown"


def test_a_file_that_is_too_large_is_told() -> None:
    found = unfit("items.yaml", "#" * 2_000_001)
    assert found is not None
    assert found.code == "file_too_large"
