"""The key of releases: only its owner can read it, it is never half there, and what is no key is said."""

import errno
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as another_kind
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from server.store import release_key
from server.store.errors import StoreError
from server.store.release_key import FILE, first_key, make_key, read_key
from server.wire.signed_release import public_key


def test_what_was_made_is_read_by_its_owner_alone(tmp_path: Path) -> None:
    data = tmp_path / "data"
    made = make_key(data)
    found = read_key(data)
    assert found is not None
    assert public_key(found) == public_key(made)
    assert (data / FILE).stat().st_mode & 0o777 == 0o600
    assert [each.name for each in data.iterdir()] == [FILE]


def test_two_who_make_the_first_key_at_once_have_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = release_key._write
    others: list[str] = []

    def overtaken(fresh: Path, key: Ed25519PrivateKey) -> None:
        if not others:
            others.append("")
            others[0] = public_key(first_key(tmp_path))
        real(fresh, key)

    monkeypatch.setattr(release_key, "_write", overtaken)
    assert public_key(first_key(tmp_path)) == others[0]
    assert public_key(first_key(tmp_path)) == others[0]
    assert [each.name for each in tmp_path.iterdir()] == [FILE]
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600


def test_there_may_be_none(tmp_path: Path) -> None:
    assert read_key(tmp_path) is None


def test_a_new_key_takes_the_place_of_the_old_one_even_after_a_cut(tmp_path: Path) -> None:
    old = make_key(tmp_path)
    (tmp_path / f"{FILE}.new").write_bytes(b"cut off in the middle")
    new = make_key(tmp_path)
    found = read_key(tmp_path)
    assert found is not None
    assert public_key(found) == public_key(new) != public_key(old)
    assert [each.name for each in tmp_path.iterdir()] == ["release.key"]


def test_a_key_is_on_the_disk_whole_before_it_takes_the_place_of_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = make_key(tmp_path)
    kept: list[bytes] = []

    def fsync(file: int) -> None:
        found = read_key(tmp_path)
        assert found is not None
        assert public_key(found) == public_key(old)
        kept.append((tmp_path / "release.key.new").read_bytes())

    monkeypatch.setattr("os.fsync", fsync)
    make_key(tmp_path)
    assert kept == [(tmp_path / "release.key").read_bytes()]


@pytest.mark.parametrize("kind", ["no key", "another kind", "a folder"])
def test_what_is_no_key_is_said(tmp_path: Path, kind: str) -> None:
    if kind == "no key":
        (tmp_path / FILE).write_bytes(b"-----BEGIN PRIVATE KEY-----\nAAAA\n")
    elif kind == "another kind":
        pem = another_kind(SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (tmp_path / FILE).write_bytes(pem)
    else:
        (tmp_path / FILE).mkdir()
    with pytest.raises(StoreError) as refused:
        read_key(tmp_path)
    assert refused.value.code == "key_unreadable"


def test_where_nothing_can_be_written_no_key_is_made(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file, no folder")
    with pytest.raises(StoreError) as refused:
        make_key(tmp_path / "data")
    assert (refused.value.code, refused.value.values["place"]) == ("data_unwritable", tmp_path / "data")


def test_a_first_key_that_cannot_be_written_is_told_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(file: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(StoreError) as refused:
        first_key(tmp_path)
    assert (refused.value.code, refused.value.values["place"]) == ("data_unwritable", tmp_path)
    assert list(tmp_path.iterdir()) == []
