"""Drafts as they are worked on: their files in memory, read as a pack, with what a second's look finds.

A draft that has not changed is not read again; one that has is read again but for its files that are the same.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any, Final

import msgspec

from config.edition import Guidance
from config.pack_file import PackError, PackFile
from config.pack_texts import guidance_of, parsed, read_texts
from config.yaml_file import Mapping as Node
from config.yaml_file import Sequence, YamlError
from server.office.drafts.record import Draft, bodies_of, draft_of, versions_of
from server.rules.guidance.prove.check import check_written
from server.rules.guidance.prove.locating import spot_of
from server.store.store import Store
from server.store.unit_of_work import Reading

KEPT: Final = 6
HEAD_FILE: Final = "pack.yaml"


class Found(msgspec.Struct, frozen=True):
    """Something that speaks against a draft: in which file and where, and what to write instead."""

    file: str
    line: int
    code: str
    what: str
    remedy: str
    level: str = "error"
    part: str = ""
    id: str = ""
    column: int = 1


@dataclass(frozen=True)
class Place:
    """Where a record of a draft is written: its file, its number there, and what is written."""

    part: str
    id: str
    file: str
    number: int
    node: Node


@dataclass(frozen=True)
class Open:
    """A draft as it is now: its files, and as a pack where it can be read as one.

    `state` names exactly these files: the same draft with the same texts has the same.
    """

    draft: Draft
    versions: Mapping[str, int]
    texts: Mapping[str, str]
    state: str
    file: PackFile | None
    guidance: Guidance | None
    found: tuple[Found, ...]
    records: Mapping[tuple[str, str], Place]

    def of(self, part: str) -> list[Place]:
        """Return the records of a part in the order in which they are read."""
        return [each for (known, _), each in self.records.items() if known == part]


class Bench:
    """What is kept of drafts in memory, for all who write at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._bodies: dict[str, dict[tuple[str, int], str]] = {}
        self._open: OrderedDict[tuple[str, date], Open] = OrderedDict()

    def open(self, store: Store, draft: str, today: date) -> Open:
        """Return a draft as it is on the day `today`; raises `Refusal` draft_unknown."""
        known = self._bodies.get(draft, {})

        def read(reading: Reading) -> tuple[Draft, dict[str, int]]:
            found, versions = draft_of(reading, draft), versions_of(reading, draft)
            bodies_of(reading, draft, versions, known)
            return found, versions

        known = dict(known)
        found, versions = store.read(read)
        texts = {file: known[file, version] for file, version in versions.items()}
        state = _state(texts)
        with self._lock:
            self._bodies[draft] = {(file, version): texts[file] for file, version in versions.items()}
            kept = self._open.get((state, today))
            if kept is not None and kept.draft == found and kept.versions == versions:
                self._open.move_to_end((state, today))
                return kept
        opened = look_at(found, versions, texts, today, state)
        with self._lock:
            self._open[state, today] = opened
            while len(self._open) > KEPT:
                self._open.popitem(last=False)
        return opened


def look_at(draft: Draft, versions: Mapping[str, int], texts: Mapping[str, str], today: date, state: str = "") -> Open:
    """Read files as a pack and look at it on the day `today`."""
    file, guidance, found = None, None, tuple[Found, ...]()
    try:
        file = read_texts(texts)
        written, _ = check_written(file.pack, today)
        found = tuple(_located(file, each) for each in written)
        guidance = guidance_of(texts, file)
    except PackError as error:
        found += tuple(
            Found(each.file, each.line, each.code, each.what, each.remedy, column=each.column)
            for each in error.problems
        )
    return Open(draft, versions, texts, state or _state(texts), file, guidance, found, dict(_records(texts)))


def _state(texts: Mapping[str, str]) -> str:
    digest = sha256()
    for file, text in sorted(texts.items()):
        digest.update(f"{file}\n{len(text)}\n{text}".encode(errors="replace"))
    return digest.hexdigest()


def _located(file: PackFile, finding: Any) -> Found:
    name, line, column = spot_of(file, finding, HEAD_FILE)
    return Found(
        name, line, finding.code, finding.what, finding.remedy, finding.level, finding.part, finding.id, column
    )


def _records(texts: Mapping[str, str]) -> Iterator[tuple[tuple[str, str], Place]]:
    """Give every record that can be read, also where the pack as a whole cannot."""
    # As the pack is read: a file of its own name first, then those of the folder.
    for file in sorted(texts, key=lambda each: (each.partition("/")[0].removesuffix(".yaml"), "/" in each, each)):
        part = file.partition("/")[0].removesuffix(".yaml")
        if not file.endswith(".yaml") or part in ("pack", "editions"):
            continue
        try:
            listed = parsed(texts[file])
        except YamlError:
            continue
        for number, node in enumerate(listed if isinstance(listed, Sequence) else ()):
            if isinstance(node, Node):
                id_ = str(node.get("id", node.get("name", f"{file}-{number}")))
                yield (part, id_), Place(part, id_, file, number, node)
