"""Texts fit kiosk and slip, are there in both languages, and their places can be filled. Pure."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from config.centers import Text
from config.characters import first_shapeless, in_pieces, name_of
from config.fact import Fact
from config.item import Requirement
from config.pack import PARTS, Pack
from config.rule import AgeAtLeast, AtLeast, AtMost, MonthsSince, Rule, Situation
from server.rules.guidance.household.expand import alone
from server.rules.guidance.judge.rules import leaves
from server.rules.guidance.prove.finding import Finding, strings_of, texts_of

LIMITS = {
    "facts": {"ask": 40, "easy": 28, "spoken": 60, "help": 60, "find_out.text": 32, "unit": 6, "answers.spoken": 40},
    "items": {"name": 26, "requirements.reason": 60, "requirements.action": 60, "needs.note": 40, "hint": 80},
    "documents": {"name": 24, "where": 40},
    "points": {"name": 24, "address": 40},
    "checklists": {"topic": 20, "theme": 8, "summary": 40},
    "knowledge": {"text": 120},
    "situations": {"name": 24},
    "contradictions": {"text": 40},
}
"""Hanzi at most; English may have three and a half times as many letters."""
ANSWER = 14
LETTERS_PER_HANZI = 3.5
TITLE = 128
PLACES = re.compile(r"\{([^{}]*)\}")
UNSPEAKABLE = re.compile(r"[()（）\[\]【】/\\|~～–—<>《》&*_=+#@]|\d-\d")
WEEKDAY = re.compile(
    r"(?<![一二三四五六七八九十两几\d])(?:周|星期|礼拜)(?:[零〇八九十百]|\d+(?![\d次天日个小]))"
    r"|(?:周|星期|礼拜)[一二三四五六日天]\s*[至到~～—-]\s*(?:周|星期|礼拜)?(?:[零〇八九十]|\d+(?![:：\d点]))"
)
"""A day of the week that no week has: its seven days are written 一 to 六 and 日."""
LATIN = re.compile(r"[A-Za-z]+")
HANZI = re.compile(r"[\u4e00-\u9fff]")


def check_texts(pack: Pack) -> Iterator[Finding]:
    """Find texts that are too long, missing or in the wrong language, and places that nothing fills."""
    pack = alone(pack)
    yield from _in_pieces("pack", pack.id, msgspec.structs.replace(pack, **dict.fromkeys(PARTS, ())))
    for part in PARTS:
        for record in getattr(pack, part):
            yield from _in_pieces(part, getattr(record, "id", None) or record.name, record)
        if part in ("cases", "sources", "hotline"):
            continue
        for record in getattr(pack, part):
            for place, text in texts_of(record):
                yield from _text(part, record.id, place, text)
    for fact in pack.facts:
        yield from _aloud(fact)
        if fact.kind == "choice" and len(fact.answers) < 2:
            yield Finding("facts", fact.id, "answers_few", "there is nothing to choose", "write two answers or more")
        if fact.kind == "number" and fact.low > fact.high:
            yield Finding("facts", fact.id, "range_empty", "low is above high", "write low below high")
    for item in pack.items:
        for requirement in item.requirements:
            yield from _places(item.id, requirement, pack)
    yield from _titles(pack.knowledge)


def _in_pieces(part: str, name: str, record: Any) -> Iterator[Finding]:
    """Find letters written in pieces, or as doubles of others."""
    for said in strings_of(record):
        if (place := in_pieces(said)) is not None:
            what = f"{said[:12]!r} is not composed as usual: it has {name_of(said[place])}"
            yield Finding(part, name, "text_in_pieces", what, "type it anew, or save the file composed (NFC)")


def _text(part: str, name: str, place: str, text: Text) -> Iterator[Finding]:
    if not text.zh.strip() or not text.en.strip():
        yield Finding(part, name, "text_missing", f"{place} is empty in one language", "write both")
    for said in (text.zh, text.en):
        if (at := first_shapeless(said, "\n")) is not None:
            what = f"{place} has {name_of(said[at])} after {said[max(0, at - 12) : at]!r}"
            yield Finding(part, name, "bad_character", what, "take it out: nobody can see it, and printers may obey it")
    if text.zh.strip() != text.zh or text.en.strip() != text.en:
        yield Finding(part, name, "text_spaced", f"{place} begins or ends with a space", "take it out", "warning")
    if not place.startswith("requirements."):
        for odd_place in sorted({*PLACES.findall(text.zh), *PLACES.findall(text.en)}):
            what = f"{{{odd_place}}} is never filled"
            yield Finding(part, name, "place_unknown", what, "write an entity of the pack")
    if HANZI.search(text.en):
        yield Finding(part, name, "text_language", f"{place}: the English has hanzi", "translate it")
    if (odd := WEEKDAY.search(text.zh)) is not None:
        yield Finding(part, name, "weekday_wrong", f"{place}: no week has {odd.group()}", "write 周一 to 周六, or 周日")
    plain = re.sub(r"\.\d+", "", place)
    limit = ANSWER if plain == "answers.text" else LIMITS.get(part, {}).get(plain)
    if limit is None:
        return
    if len(text.zh) > limit:
        what = f"{place} has {len(text.zh)} characters"
        yield Finding(part, name, "text_long", what, f"say it in {limit}")
    if len(text.en) > limit * LETTERS_PER_HANZI:
        what = f"{place} has {len(text.en)} letters in English"
        yield Finding(part, name, "text_long", what, f"say it in {int(limit * LETTERS_PER_HANZI)}")


def _aloud(fact: Fact) -> Iterator[Finding]:
    """Find what a voice stumbles over, where no other words are given for it."""
    read = [("ask", fact.ask, fact.spoken)]
    read += [(f"answers.{number}", each.text, each.spoken) for number, each in enumerate(fact.answers)]
    for place, shown, spoken in read:
        text = spoken or shown
        odd = UNSPEAKABLE.search(text.zh) or UNSPEAKABLE.search(text.en)
        if odd is None and HANZI.search(text.zh):
            odd = LATIN.search(text.zh)
        if odd is not None:
            what = f"{place} cannot be read out well: it has {odd.group()}"
            yield Finding("facts", fact.id, "spoken_missing", what, "say it in `spoken` as one would on the phone")


def _places(name: str, requirement: Requirement, pack: Pack) -> Iterator[Finding]:
    texts = [text for text in (requirement.reason, requirement.action) if text is not None]
    used = {place for text in texts for place in PLACES.findall(text.zh) + PLACES.findall(text.en)}
    for place in sorted(used - {"short", "date", "bound"}):
        what = f"{{{place}}} is never filled"
        yield Finding("items", name, "place_unknown", what, "write {short}, {date} or {bound}")
    if not used & {"short", "date", "bound"}:
        return
    situations = {each.id: each.when for each in pack.situations}
    grow = {fact.id: fact.grows is not None or fact.kind == "date" for fact in pack.facts}
    fall = {fact.id: fact.falls is not None for fact in pack.facts}
    fillers = [
        leaf
        for leaf in _deep(requirement.holds, situations)
        if isinstance(leaf, AtLeast | AtMost | AgeAtLeast | MonthsSince)
    ]
    if not fillers:
        what = "nothing in the rule can be lacking"
        yield Finding("items", name, "place_unfilled", what, "take {short} and {date} out")
    elif "date" in used and not any((fall if isinstance(leaf, AtMost) else grow).get(leaf.fact) for leaf in fillers):
        remedy = "write `grows` or `falls` at its fact"
        yield Finding("items", name, "place_unfilled", "no day follows from the rule", remedy)


def _deep(rule: Rule, situations: dict[str, Rule]) -> Iterator[Any]:
    for leaf in leaves(rule):
        if isinstance(leaf, Situation):
            yield from _deep(situations[leaf.id], situations)
        else:
            yield leaf


def _titles(knowledge: Sequence[Any]) -> Iterator[Finding]:
    seen: set[str] = set()
    for point in knowledge:
        if not point.citations:
            yield Finding("knowledge", point.id, "source_missing", "nobody can check it", "write its source")
        if len(point.title) > TITLE:
            yield Finding("knowledge", point.id, "text_long", "the title is too long", f"say it in {TITLE}")
        if point.title and point.title in seen:
            yield Finding(
                "knowledge", point.id, "title_doubled", f"{point.title} is there twice", "give it another title"
            )
        seen.add(point.title)
