"""The sample city's guidance, read once for all tests of one process."""

from functools import cache

from config.edition import Guidance
from config.edition_file import shipped_guidance
from config.pack import Pack
from server.rules.guidance.judge.book import Book, open_book


@cache
def city_guidance() -> Guidance:
    """Return the shipped guidance with its editions."""
    return shipped_guidance("dongjiang")


def city() -> Pack:
    """Return its pack."""
    return city_guidance().pack


@cache
def city_book() -> Book:
    """Return its pack opened."""
    return open_book(city())
