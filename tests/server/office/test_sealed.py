"""A kept answer opens for its asker, and for nobody else."""

import pytest
from cryptography.exceptions import InvalidTag

from server.office.sealed import seal, unseal


def test_its_asker_opens_it() -> None:
    assert unseal(seal("答 secret", "token", "key-1234", "digest"), "token", "key-1234", "digest") == "答 secret"


@pytest.mark.parametrize("other", [("other", "key-1", "digest"), ("token", "key-2", "digest"), ("token", "key-1", "d")])
def test_with_another_token_key_or_request_it_does_not_open(other: tuple[str, str, str]) -> None:
    with pytest.raises(InvalidTag):
        unseal(seal("secret", "token", "key-1", "digest"), *other)


def test_the_same_answer_looks_different_every_time() -> None:
    assert seal("a", "token", "key-1234", "digest") != seal("a", "token", "key-1234", "digest")


def test_what_was_sealed_by_a_release_before_still_opens() -> None:
    """A server that is upgraded answers within 72 hours what the one before it has kept."""
    kept = "hISqrCCBgv/xcKn5qnJ4OuPw3SGl897F7dDVqMKYDf6Z3MhpDcQ="
    assert unseal(kept, "token", "key-1234", "digest") == "答 secret"
