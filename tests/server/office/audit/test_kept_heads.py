"""Heads in a file that is only added to: read back, whatever a power failure or somebody has left in it."""

from pathlib import Path

import pytest

from server.office.audit.chain import Head
from server.office.audit.kept_heads import keep_head, kept_heads, read_head, told_head

HEADS = [Head(number, f"{number:064x}") for number in (1, 20, 300)]


def test_heads_are_kept_and_read(tmp_path: Path) -> None:
    file = tmp_path / "audit-heads.txt"
    assert kept_heads(file) == {}
    for head in HEADS:
        keep_head(file, "2026-11-30T00:00:00Z", head)
    keep_head(file, "2026-11-30T00:00:00Z", HEADS[1], "hall")
    assert kept_heads(file) == {"": HEADS, "hall": [HEADS[1]]}
    assert file.stat().st_mode & 0o077 == 0


def test_a_line_that_was_cut_off_spoils_no_other(tmp_path: Path) -> None:
    file = tmp_path / "audit-heads.txt"
    keep_head(file, "2026-11-30T00:00:00Z", HEADS[0])
    with file.open("ab") as opened:
        opened.write(b"2026-12-01T00:00:00Z 20:00\xff\x00")
    keep_head(file, "2026-12-02T00:00:00Z", HEADS[2])
    assert kept_heads(file) == {"": [HEADS[0], HEADS[2]]}


def test_what_is_no_head() -> None:
    assert read_head(f" {told_head(HEADS[1]).upper()}\n") == HEADS[1]
    for text in ("", "1", "1:", ":" + "0" * 64, "-1:" + "0" * 64, "1:" + "g" * 64, "1:" + "0" * 63):
        assert read_head(text) is None


def test_no_other_file_is_written_through_a_link(tmp_path: Path) -> None:
    link = tmp_path / "audit-heads.txt"
    link.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="symbolic"):
        keep_head(link, "2026-11-30T00:00:00Z", HEADS[0])
