"""A refusal as HTTP tells it: a page by its code, a sentence in the reader's language, headers that say what to do."""

import msgspec
import pytest

from server.rules.errors import CODES, Code, Refusal, is_code
from server.wire.problem import Problem, details, headers, said

VALUES = {"seconds": 7}


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_is_a_page_and_says_when_to_come_again(code: str) -> None:
    assert is_code(code)
    refusal = Refusal(code, **dict.fromkeys((*_places(code), "seconds"), 7))
    told = msgspec.json.decode(details(refusal, "en"), type=Problem)
    assert (told.type, told.status, told.code) == (f"/problems/{code}", CODES[code].status, code)
    assert ("Retry-After" in dict(headers(refusal))) is (told.status in (429, 503) or code == "key_in_flight")
    assert ("WWW-Authenticate" in dict(headers(refusal))) is (told.status == 401)


def test_a_sentence_is_said_in_the_language_of_its_reader() -> None:
    refusal = Refusal("too_many", **VALUES)
    assert said(refusal, "en") == "Too many requests of this kind. Try again in 7 seconds."
    assert "7 秒" in said(refusal, "zh")


def _places(code: Code) -> list[str]:
    return [part.partition("}")[0] for part in CODES[code].text.split("{")[1:]]
