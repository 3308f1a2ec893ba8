"""`banshi bench search`: callers' sentences, and 20,000 entries asked in every way people ask."""

import random
import resource
import time
from collections.abc import Sequence

from commands.bench.callers import figures
from commands.bench.report import Figure, Noise, at_least, at_most, percentile, plain
from config.centers import Text
from config.pack import Pack
from config.pack_file import shipped_pack
from server.rules.guidance.search.entry import Entry, entries_of, is_hanzi
from server.rules.guidance.search.hits import find
from server.rules.guidance.search.index import SearchIndex, pack_index, search_index
from server.rules.guidance.search.pinyin import readings_of
from server.rules.guidance.search.sound import Reader

ENTRIES = 20_000
LISTS = (12, 40, 118)
ENTRIES_OF_A_LIST = 20
"""Matter, items and answers: about as many as a list of the shipped pack has."""
QUERIES = 400
FOUND_WITHIN = 10


def measure(_: float, noise: Noise) -> list[Figure]:
    """Return the figures; each way of asking is measured over the same entries."""
    chance = random.Random(1)  # noqa: S311 - the same entries and questions in every run
    pack = shipped_pack("dongjiang")
    real = entries_of(pack)
    readings = readings_of(real)
    told = figures(pack_index(pack, readings), pack)
    for lists in LISTS:
        told += _sentences(f"{lists} lists", _made(real, max(lists * ENTRIES_OF_A_LIST, len(real)), chance), pack)
    noise.sample()
    entries = _made(real, ENTRIES, chance)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    index = search_index(entries, pack.sayings, readings_of(entries), elsewhere=pack.elsewhere)
    built = time.process_time() - began
    noise.sample()
    told += [
        plain("entries", len(entries), ""),
        plain("built", built, "s CPU"),
        plain("memory", (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024, "MiB"),
    ]
    slowest: list[float] = []
    for way, questions in _questions(entries, index.reader, chance).items():
        times, found = _asked(index, questions)
        slowest += times
        told.append(plain(f"{way}: p50", percentile(times, 0.5) * 1000, "ms CPU"))
        told.append(at_most(f"{way}: p99", percentile(times, 0.99) * 1000, "ms CPU", 20))
        if way in ("names", "pinyin", "one slip"):
            told.append(at_least(f"{way}: found among the first {FOUND_WITHIN}", found, "ratio", 0.9))
    noise.sample()
    told += _sentences(f"{ENTRIES} entries", entries, pack, index)
    return [*told, plain("slowest", max(slowest) * 1000, "ms CPU")]


def _sentences(name: str, entries: Sequence[Entry], pack: Pack, known: SearchIndex | None = None) -> list[Figure]:
    """Return what the callers' sentences take over `entries`."""
    index = known or search_index(entries, pack.sayings, readings_of(entries), elsewhere=pack.elsewhere)
    times, _ = _asked(index, [(each.question, "") for each in pack.hotline])
    return [
        plain(f"{name}: a sentence, p50", percentile(times, 0.5) * 1000, "ms CPU"),
        at_most(f"{name}: a sentence, p99", percentile(times, 0.99) * 1000, "ms CPU", 20),
    ]


def _made(real: Sequence[Entry], count: int, chance: random.Random) -> list[Entry]:
    """Return many entries whose names and bodies are put together from pieces of the real ones."""
    pieces = [entry.title.zh[at : at + 3] for entry in real for at in range(0, max(len(entry.title.zh) - 2, 1), 2)]
    english = [word for entry in real for word in entry.title.en.split()]
    made = list(real)
    for number in range(count - len(made)):
        zh = "".join(chance.sample(pieces, 3)) + chance.choice("甲乙丙丁戊己庚辛壬癸") + f"{number % 100}"
        body = "".join(chance.sample(pieces, 15))
        title = Text(zh, " ".join(chance.sample(english, 4)))
        made.append(Entry("knowledge", f"M{number}", title, Text(body, " ".join(chance.sample(english, 12)))))
    return made


def _questions(entries: Sequence[Entry], reader: Reader, chance: random.Random) -> dict[str, list[tuple[str, str]]]:
    """Return for each way of asking (what is typed, the id meant)."""
    meant = chance.sample(entries, QUERIES)
    names = [(entry.title.zh, entry.id) for entry in meant]
    return {
        "two letters": [(entry.title.zh[:2], entry.id) for entry in meant],
        "names": names,
        "pinyin": [(reader.sound(name).whole, name_id) for name, name_id in names],
        "initials": [(reader.sound(name).initials[:4], name_id) for name, name_id in names],
        "questions": [(f"请问{entry.body.zh[:12]}怎么办", entry.id) for entry in meant],
        "english": [(" ".join(entry.title.en.split()[:2]), entry.id) for entry in meant],
        "one slip": [(_slipped(name, chance), name_id) for name, name_id in names],
        "one slip in english": [(_slipped(entry.title.en.split()[0], chance), entry.id) for entry in meant],
    }


def _slipped(text: str, chance: random.Random) -> str:
    """Change one letter."""
    if len(text) < 2:
        return text
    at = chance.randrange(1, len(text))
    return text[:at] + ("的" if is_hanzi(text[at]) else "x") + text[at + 1 :]


def _asked(index: SearchIndex, questions: Sequence[tuple[str, str]]) -> tuple[list[float], float]:
    times, found = [], 0
    for question, meant in questions:
        began = time.process_time()
        hits = find(index, question, FOUND_WITHIN)
        times.append(time.process_time() - began)
        found += any(hit.id == meant for hit in hits)
    return times, found / len(questions)
