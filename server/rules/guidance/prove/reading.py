"""Questions that people understand standing: short sentences, common characters, plain English, no negations. Pure.

Every finding is a warning: editors may know better.
"""

import re
from collections.abc import Iterator
from typing import Final

from config.centers import Text
from config.fact import Fact
from config.pack import Pack
from server.rules.guidance.household.expand import alone
from server.rules.guidance.prove.finding import Finding

SENTENCE: Final = 24
"""Hanzi between two signs of punctuation, as many as are read in one look."""
COMMON: Final = range(0xB0, 0xD8)
"""First bytes of the common characters in GB 2312: its first level, 3,755 that everybody learns."""
GRADE: Final = 9.0
"""School year up to which GOV.UK writes, by the Automated Readability Index of all questions of a checklist."""
PAUSE: Final = re.compile(r"[，。；：？！、,.;:?!（）()“”\s]+")
HANZI: Final = re.compile(r"[\u4e00-\u9fff]")
NEGATIVES: Final = re.compile(
    r"不是不|不能不|不得不|没有不|没有没|并非不|无不|未必不|不.{0,4}[不没]有?.{0,6}[吗？]|没.{0,6}不"
)
NEGATED: Final = re.compile(r"\b(?:not|no|never|without|neither|nor|cannot|none)\b|n't\b", re.IGNORECASE)
WORD: Final = re.compile(r"[A-Za-z0-9'-]+")
ROLE: Final = re.compile(r"\{([^{}:]*)(?::([^{}|]*)\|[^{}]*)?\}")


def check_reading(pack: Pack) -> Iterator[Finding]:
    """Find questions and answers that are hard to read."""
    pack = alone(pack)
    for fact in pack.facts:
        for place, text in _said(fact):
            yield from _chinese(fact.id, place, text)
            if len(NEGATED.findall(text.en)) > 1:
                yield _finding(fact.id, "negation_double", f"{place} negates twice in English", "ask what is so")
            for word in pack.jargon:
                if word.term in text.zh and word.lay not in text.zh:
                    what = f"{place} says {word.term}"
                    yield _finding(fact.id, "jargon", what, f"say {word.lay}, or put it beside the term")
        yield from _found_out(fact)
    yield from _grades(pack)


def grade(texts: list[str]) -> float:
    """Return the school year in which the English `texts` are understood (Automated Readability Index)."""
    words = [word for text in texts for word in WORD.findall(text)]
    if not words:
        return 0.0
    letters = sum(len(word) for word in words)
    return 4.71 * letters / len(words) + 0.5 * len(words) / len(texts) - 21.43


def rare(text: str) -> str:
    """Return the characters of `text` that are none of the common ones, each once."""
    return "".join(dict.fromkeys(each for each in HANZI.findall(text) if not _common(each)))


def _found_out(fact: Fact) -> Iterator[Finding]:
    """Find a question that says nothing to those who do not know, and one that helps where nothing is to be known."""
    found = fact.find_out
    tells = found is not None and (found.text or found.document or (found.authority and fact.help))
    if fact.known is None and not tells:
        what = "nobody learns how to find the answer out"
        remedy = "write `find_out` (what to do, a paper, whom to ask), or `known` if nobody has to"
        yield _finding(fact.id, "find_out_missing", what, remedy)
    if fact.known is not None and found is not None:
        what = f"`known: {fact.known}` says that nobody has to find it out, and `find_out` how"
        yield _finding(fact.id, "find_out_idle", what, "leave one of them out")


def _said(fact: Fact) -> Iterator[tuple[str, Text]]:
    yield "ask", fact.ask
    if fact.easy:
        yield "easy", fact.easy
    for place, answer in enumerate(fact.answers):
        yield f"answers.{place}.text", answer.text


def _chinese(fact: str, place: str, text: Text) -> Iterator[Finding]:
    plain = ROLE.sub("", text.zh)
    longest = max((len(HANZI.findall(part)) for part in PAUSE.split(plain)), default=0)
    if longest > SENTENCE:
        what = f"{place} has {longest} characters without a pause"
        yield _finding(fact, "sentence_long", what, f"make sentences of {SENTENCE} at most")
    if hard := rare(plain):
        yield _finding(fact, "characters_rare", f"{place} has {hard}", "say it in common characters")
    if NEGATIVES.search(plain):
        yield _finding(fact, "negation_double", f"{place} negates twice", "ask what is so")


def _common(hanzi: str) -> bool:
    try:
        return hanzi.encode("gb2312")[0] in COMMON
    except UnicodeEncodeError:
        return False


def _grades(pack: Pack) -> Iterator[Finding]:
    themes: dict[str, list[str]] = {}
    for fact in pack.facts:
        themes.setdefault(fact.theme, []).append(ROLE.sub(lambda found: found[2] or "you", fact.ask.en))
    for theme, asked in themes.items():
        if (found := grade(asked)) > GRADE:
            what = f"its questions in English are for school year {found:.0f}"
            yield Finding("themes", theme, "grade_high", what, f"write for year {GRADE:.0f}: short words", "warning")


def _finding(fact: str, code: str, what: str, remedy: str) -> Finding:
    return Finding("facts", fact, code, what, remedy, "warning")
