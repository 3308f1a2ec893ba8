"""The release of a whole city: how large it is, how long a kiosk takes to open it, and what it then holds."""

import gzip
import os
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context

from commands.bench.many_lists import many_lists
from commands.bench.processor import resident
from commands.bench.report import Figure, at_most
from config.edition import Guidance
from kiosk.work.local_search import LocalSearch
from server.rules.guidance.judge.book import open_book
from server.rules.guidance.search.pinyin import searchable
from server.web.api.release import PACKED
from server.wire.signed_release import guidance_in, release_body

LISTS = 118
MIB = 1024 * 1024


def figures() -> list[Figure]:
    """Return size, opening time and memory of a release of `LISTS` made-up lists of 10 items and 8 facts."""
    body = release_body(searchable(Guidance(many_lists(LISTS, 10, 8))))
    # A process of its own, as a kiosk is: here there would be room left over from the making.
    with ProcessPoolExecutor(1, get_context("spawn")) as kiosk:
        taken, held = kiosk.submit(opened, body).result()
    return [
        at_most(f"release of {LISTS} lists", len(body) / MIB, "MiB", 3),
        at_most(f"release of {LISTS} lists, as it is sent", len(gzip.compress(body, PACKED)) / MIB, "MiB", 3),
        at_most("opened by a kiosk", taken, "s CPU", 1),
        at_most("memory that it then holds", held, "MiB", 100),
    ]


def opened(body: bytes) -> tuple[float, float]:
    """Open a release as a kiosk does; return the CPU seconds that takes, and the MiB that are held then."""
    before = resident(os.getpid())
    began = time.process_time()
    guidance = guidance_in(body)
    book = open_book(guidance.pack)
    search = LocalSearch(guidance, book, lambda: date(2026, 11, 24))
    taken = time.process_time() - began
    held = resident(os.getpid()) - before
    assert search.find("matter")  # noqa: S101 - what was opened is in use until here
    return taken, held
