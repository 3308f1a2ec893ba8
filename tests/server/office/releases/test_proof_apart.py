"""The proof in another process finds what it finds here, and ends when it is told to."""

import threading
import time
from datetime import date
from pathlib import Path

import pytest

from config.edition import Guidance
from server.office.releases.proof_apart import Order, ProofFailed, prove, prove_apart
from server.rules.guidance.search.pinyin import searchable
from server.wire.signed_release import release_body
from tests.config.test_pack_zip import zipped
from tests.server.rules.guidance.small_pack import SMALL

DAY = date(2026, 11, 25)


def test_another_process_finds_the_same() -> None:
    order = Order(DAY, release_body(searchable(Guidance(SMALL))))
    proved = prove_apart(order, threading.Event())
    assert proved == prove(order)
    assert proved.problems == ()


def test_a_pack_that_cannot_be_read_is_told_without_the_folder_it_lay_in() -> None:
    proved = prove(Order(DAY, packed=zipped(("x/pack.yaml", "id: x\nname: {zh: 甲, en: a}\nrevision: 1\nodd: 2\n"))))
    assert [(each.file, each.line, each.code) for each in proved.problems] == [("x/pack.yaml", 4, "key_unknown")]
    assert proved.body == b""


def test_what_is_ended_gives_no_answer_and_leaves_nothing() -> None:
    ended = threading.Event()
    ended.set()
    began = time.monotonic()
    with pytest.raises(ProofFailed):
        prove_apart(Order(DAY, Path("README.md").read_bytes()), ended)
    assert time.monotonic() - began < 30
