"""What is kept of a password, as a hall really keeps it."""

import pytest
from argon2 import PasswordHasher

from server.office.people import hashing


def test_passwords_are_kept_as_argon2id_of_the_usual_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    dear = PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=4)
    monkeypatch.setattr(hashing, "_hasher", lambda: dear)
    kept = hashing.hashed("Tea7-by-the-river")
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert hashing.fits("Tea7-by-the-river", kept)
    assert not hashing.fits("Tea7-by-the-river ", kept)


def test_the_same_password_is_kept_otherwise_each_time() -> None:
    assert hashing.hashed("x") != hashing.hashed("x")


@pytest.mark.parametrize("kept", [None, "", "plain", "$argon2id$broken"])
def test_what_is_no_hash_fits_nothing(kept: str | None) -> None:
    assert not hashing.fits("plain", kept)


def test_the_passwords_that_everybody_uses_are_known() -> None:
    assert len(hashing.common()) == 3000
    assert {"123456", "password", "qwerty"} <= hashing.common()
