"""The matters that what was found leads to, so that guidance begins from any of it, and answers told at once. Pure."""

import msgspec

from config.centers import Text
from server.rules.guidance.search.hits import Looked
from server.rules.guidance.search.index import SearchIndex

MATTERS_AT_MOST = 5
ANSWERS_AT_MOST = 2
LOOKED_AT = 3
"""Of what was found best: an answer further down answers something else."""


class FoundMatter(msgspec.Struct, frozen=True):
    """A checklist to begin with: `by` are the names of what was found of it; none where it was found itself.

    `meant` are those that most likely were: all that one sentence names together, else the best one.
    """

    id: str
    name: Text
    summary: Text
    by: tuple[Text, ...]
    meant: bool


class FoundAnswer(msgspec.Struct, frozen=True):
    """What is written about what was asked: `title` is the question in Chinese, or nothing."""

    id: str
    title: str
    text: Text


def answers_of(index: SearchIndex, looked: Looked) -> tuple[FoundAnswer, ...]:
    """Return the answers among what was found best; none where several matters were named, or others do it."""
    if looked.known_elsewhere or looked.together:
        return ()
    entries = {(each.kind, each.id): each for each in index.entries}
    best = [entries[hit.kind, hit.id] for hit in looked.hits[:LOOKED_AT] if hit.kind == "knowledge"]
    return tuple(
        FoundAnswer(each.id, "" if each.title.zh == each.body.zh else each.title.zh, each.body)
        for each in best[:ANSWERS_AT_MOST]
    )


def matters_of(index: SearchIndex, looked: Looked) -> tuple[FoundMatter, ...]:
    """Return the checklists that `looked` leads to, those of one sentence first, then as they were found.

    What is known to be done elsewhere leads to none: what is here and sounds like it only misleads.
    """
    if looked.known_elsewhere:
        return ()
    entries = {(each.kind, each.id): each for each in index.entries}
    by: dict[str, list[Text]] = {name: [] for name in looked.together}
    named = [hit for hit in looked.hits if hit.kind != "knowledge"]
    # An answer is told itself; where nothing else was found, it says at least what it belongs to.
    for hit in named or looked.hits:
        for name in entries[hit.kind, hit.id].within:
            found = by.setdefault(name, [])
            if hit.kind == "item":
                found.append(hit.title)
    meant = looked.together or (tuple(by)[:1] if looked.covered else ())
    listed = [(entries["checklist", name], found) for name, found in by.items() if ("checklist", name) in entries]
    return tuple(
        FoundMatter(entry.id, entry.title, entry.body, tuple(found), entry.id in meant)
        for entry, found in listed[:MATTERS_AT_MOST]
    )
