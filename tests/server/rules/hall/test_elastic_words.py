"""A rule is said as people say it, in both languages, with all its numbers and nothing else."""

import re

import msgspec
import pytest

from config.centers import Text
from config.elastic import ElasticRule
from server.rules.hall.elastic_words import meant

SERVICES = {"social": Text("社保", "Social insurance")}
COUNTERS = {"5": Text("5 号窗口", "Counter 5"), "6": Text("6 号窗口", "Counter 6")}
BOTH = ElasticRule("busy", "social", ("5", "6"), until=4, waiting=10, minutes=20, least_minutes=7)


def test_what_is_meant() -> None:
    said = meant(BOTH, SERVICES, COUNTERS)
    assert said.en == (
        "When more than 10 people wait for Social insurance or somebody over 20 min, Counter 5, Counter 6 call "
        "them too. They stop when fewer than 4 wait and nobody over 20 min. "
        "Whatever is decided holds for at least 7 min."
    )
    assert said.zh == (
        "“社保”等候超过 10 人，或有人等候超过 20 分钟时，5 号窗口、6 号窗口也来叫号，直到少于 4 人"
        "且没有人等候超过 20 分钟。每次开始或结束后，至少保持 7 分钟。"
    )


@pytest.mark.parametrize(
    ("changes", "numbers"),
    [
        ({}, {"10", "20", "4", "7"}),
        ({"waiting": None}, {"20", "4", "7"}),
        ({"minutes": None}, {"10", "4", "7"}),
        ({"minutes": None, "at_most": 3}, {"10", "4", "7", "3"}),
    ],
)
def test_every_number_is_said_in_both_languages_and_no_other(changes: dict[str, int], numbers: set[str]) -> None:
    said = meant(msgspec.structs.replace(BOTH, **changes), SERVICES, {})
    for words in (said.zh, said.en):
        assert set(re.findall(r"\d+", words)) == numbers | set(BOTH.counters)
        assert "None" not in words
