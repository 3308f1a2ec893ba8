"""What the system says of a failure is said in Chinese to readers of Chinese, and in its own words to others."""

import errno
import os
import re
import socket

import pytest

from config.system_words import for_others, sentences, system_says

ENGLISH = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,}")


@pytest.mark.parametrize("number", sorted(errno.errorcode))
def test_every_error_of_the_system_has_its_chinese(number: int) -> None:
    said = system_says(OSError(number, os.strerror(number)))
    assert said.en == os.strerror(number)
    assert re.search(r"[一-鿿]", said.zh)
    assert not ENGLISH.search(said.zh)


def test_names_and_time_outs_and_errors_without_a_number() -> None:
    assert system_says(socket.gaierror(-2, "Name or service not known")).zh == system_says(socket.gaierror(-5, "x")).zh
    assert system_says(TimeoutError("timed out")).zh == system_says(OSError(errno.ETIMEDOUT, "x")).zh
    assert system_says(TimeoutError("timed out")).en == "timed out"
    assert not ENGLISH.search(system_says(OSError("it went wrong")).zh)
    assert system_says(OSError()).en == "OSError"


def test_other_programs_are_quoted_in_english_only() -> None:
    assert for_others("disk I/O error", sentences()[0]).en == "disk I/O error"
    assert len(set(sentences())) == len(sentences())
