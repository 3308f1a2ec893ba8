"""A file that somebody named is read only where it is a plain file, not too large, and text."""

import os
import socket
from pathlib import Path

import pytest

from config.centers import Text
from config.text_file import TextFileError, file_error, read_bytes, read_text


def refused(place: Path, *, most: int = 100, follow: bool = True) -> str:
    with pytest.raises(TextFileError) as caught:
        read_text(place, most, follow=follow)
    assert str(caught.value).endswith(".")
    return caught.value.code


def test_a_plain_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes("\ufeff甲".encode())
    assert read_text(tmp_path / "a", 100) == "甲"
    assert read_bytes(tmp_path / "a", 6) == "\ufeff甲".encode()


def test_what_is_no_plain_file_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / "plain")
    (tmp_path / "plain").write_text("x")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "socket"))
        assert refused(tmp_path / "socket") == "not_a_file"
    assert refused(tmp_path / "pipe") == "not_a_file"
    assert refused(Path("/dev/zero")) == "not_a_file"
    assert refused(tmp_path) == "a_folder"
    assert refused(tmp_path / "link", follow=False) == "a_link"
    assert read_text(tmp_path / "link", 100) == "x"
    assert refused(tmp_path / "none") == "missing"
    assert refused(tmp_path / "plain" / "below") == "not_a_folder"
    assert refused(Path("a\0b")) == "name_wrong"
    assert refused(Path("n" * 300)) == "name_wrong"


def test_too_much_and_no_text_are_refused_with_their_place(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"1\n2\n\xff\n")
    assert refused(tmp_path / "a", most=3) == "too_large"
    with pytest.raises(TextFileError, match="line 3"):
        read_text(tmp_path / "a", 100)


def test_an_error_without_a_sentence_says_why() -> None:
    said = file_error("x", OSError(5, "Input/output error")).values["why"]
    assert said == Text("设备读写出错", "Input/output error")
    assert file_error("x", PermissionError(13, "no")).code == "forbidden"
