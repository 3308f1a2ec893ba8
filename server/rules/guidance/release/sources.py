"""What knowledge rests on: sources that changed, quotes that are gone, points that ran out. Pure.

What stands on such ground is shown "for reference" until a person has looked at it again.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from hashlib import sha256
from typing import Literal

import msgspec
from msgspec.structs import replace

from config.knowledge import Knowledge
from config.pack import Pack

SOON = timedelta(days=30)
Trouble = Literal["source_changed", "quote_lost", "source_unread", "expired", "expiring"]


class Shaken(msgspec.Struct, frozen=True):
    """A source or knowledge point that cannot be relied on any more, or not much longer (`expiring`)."""

    trouble: Trouble
    id: str
    what: str

    @property
    def downgrades(self) -> bool:
        """Return whether what stands on it is for reference only from now on."""
        return self.trouble != "expiring"


def look_at_sources(pack: Pack, texts: Mapping[str, str], today: date) -> tuple[Shaken, ...]:
    """Compare `texts` (file name -> content) with what the sources were when read, and look for every quote."""
    found: list[Shaken] = []
    for source in pack.sources:
        if source.file is None:
            continue
        text = texts.get(source.file)
        if text is None:
            found.append(Shaken("source_unread", source.id, f"{source.file} is not there"))
        elif source.sha256 is not None and digest(text) != source.sha256:
            found.append(Shaken("source_changed", source.id, f"{source.file} is not what was read on {source.read_on}"))
    files = {source.id: source.file for source in pack.sources}
    for point in pack.knowledge:
        found += _lost_quotes(point, files, texts)
        found += _running_out(point, today, SOON)
    return tuple(found)


def running_out(pack: Pack, today: date, soon: timedelta = SOON) -> tuple[Shaken, ...]:
    """Return the points whose review has ended by `today`, and those whose review ends within `soon`."""
    return tuple(each for point in pack.knowledge for each in _running_out(point, today, soon))


def downgraded(pack: Pack, shaken: Collection[Shaken]) -> Pack:
    """Return `pack` with the review taken from every point that stands on something shaken."""
    gone = {each.id for each in shaken if each.downgrades}
    knowledge = tuple(
        replace(point, reviewed_by=None)
        if point.id in gone or any(citation.source in gone for citation in point.citations)
        else point
        for point in pack.knowledge
    )
    return replace(pack, knowledge=knowledge)


def read_again(pack: Pack, texts: Mapping[str, str], today: date) -> dict[str, tuple[str, str]]:
    """Return source id -> (SHA-256, day) of every source whose text is there, as read today."""
    return {
        source.id: (digest(texts[source.file]), today.isoformat())
        for source in pack.sources
        if source.file is not None and source.file in texts
    }


def digest(text: str) -> str:
    """Return the SHA-256 of a source's text; line ends do not count."""
    return sha256(text.replace("\r\n", "\n").encode()).hexdigest()


def _lost_quotes(point: Knowledge, files: Mapping[str, str | None], texts: Mapping[str, str]) -> Iterator[Shaken]:
    for citation in point.citations:
        text = texts.get(files.get(citation.source) or "")
        if citation.quote and text is not None and _plain(citation.quote) not in _plain(text):
            yield Shaken("quote_lost", point.id, f"{citation.source} does not say: {citation.quote}")


def _running_out(point: Knowledge, today: date, soon: timedelta) -> Iterator[Shaken]:
    if point.expires is None or point.reviewed_by is None:
        return
    expires = date.fromisoformat(point.expires)
    if expires < today:
        yield Shaken("expired", point.id, f"its review ended on {expires}")
    elif expires < today + soon:
        yield Shaken("expiring", point.id, f"its review ends on {expires}")


def _plain(text: str) -> str:
    """Return `text` without white space and with one width of letters and marks."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
