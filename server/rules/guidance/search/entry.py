"""What can be found: one entry for each checklist, item and knowledge point of a pack. Pure."""

import unicodedata
from typing import Literal

import msgspec

from config.centers import Text
from config.pack import Pack
from server.rules.guidance.household.expand import alone

Kind = Literal["checklist", "item", "knowledge"]
EntryKind = Literal[Kind, "elsewhere"]
"""What is here, and what people ask though it is done elsewhere: that is found too, to say so, but is no hit."""
QUERY_AT_MOST = 64
"""Letters of a query that are looked at: more is no question any more."""


class Entry(msgspec.Struct, frozen=True):
    """Something to find by its `title` and other `names`, or by what its `body` says, `within` these checklists."""

    kind: EntryKind
    id: str
    title: Text
    body: Text
    names: tuple[str, ...] = ()
    within: tuple[str, ...] = ()


def entries_of(pack: Pack) -> tuple[Entry, ...]:
    """Return everything in `pack` that people look for, matters first, what is done elsewhere last."""
    pack = alone(pack)
    having: dict[str, dict[str, None]] = {}
    found = []
    for checklist in pack.checklists:
        said = checklist.summary or Text("", "")
        body = Text(f"{checklist.theme.zh}：{said.zh}", f"{checklist.theme.en}: {said.en}")
        found.append(Entry("checklist", checklist.id, checklist.topic, body, checklist.keywords, (checklist.id,)))
        for entry in checklist.entries:
            having.setdefault(entry.item, {})[checklist.id] = None
    for item in pack.items:
        within = tuple(having.get(item.id, ()))
        found.append(Entry("item", item.id, item.name, item.hint or Text("", ""), item.aliases, within))
    for point in pack.knowledge:
        title = Text(point.title, point.text.en) if point.title else point.text
        dealing = dict.fromkeys(name for item in point.items for name in having.get(item, ()))
        within = point.checklists or tuple(dealing)
        found.append(Entry("knowledge", point.id, title, point.text, point.keywords, within))
    found += [Entry("elsewhere", each.id, each.name, Text("", ""), each.words) for each in pack.elsewhere if each.words]
    return tuple(found)


def folded(text: str) -> str:
    """Return `text` as it is compared: full width made narrow, small letters, single spaces, no marks or controls."""
    kept = []
    for letter in unicodedata.normalize("NFKC", text).casefold():
        kept.append(letter if unicodedata.category(letter)[0] in "LN" else " ")
    return " ".join("".join(kept).split())


def asked(query: str) -> str:
    """Return a query as it is looked for: folded, and no longer than makes sense."""
    return folded(query[: 4 * QUERY_AT_MOST])[:QUERY_AT_MOST].strip()


def is_hanzi(letter: str) -> bool:
    """Return whether `letter` is a Chinese character."""
    return "\u3400" <= letter <= "\u9fff" or "\U00020000" <= letter <= "\U0003ffff"
