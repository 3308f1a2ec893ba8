"""The search of this kiosk: over the release it holds, so that it works while the server is away."""

from collections.abc import Callable
from datetime import date

from config.centers import Text
from config.edition import Guidance
from kiosk.visit.world import Checklist, Found, Leaf, Searched
from server.rules.guidance.judge.book import Book
from server.rules.guidance.judge.judging import reviewed
from server.rules.guidance.judge.verdict import Knowledge
from server.rules.guidance.search.hits import look
from server.rules.guidance.search.tables import release_index

HITS = 10


class LocalSearch:
    """Finds matters, items and answers of the release that holds `guidance`, in the edition that `book` is open at.

    Made in a tenth of a second; raises `ValueError` for a release whose search tables are none.
    """

    def __init__(self, guidance: Guidance, book: Book, today: Callable[[], date]) -> None:
        self._book = book
        self._today = today
        self._index = release_index(guidance, book.pack)

    def find(self, query: str) -> Searched:
        """Return what fits best, a few milliseconds later."""
        looked = look(self._index, query, HITS)
        # What is known to be done elsewhere is said alone: what is here and sounds like it only misleads.
        return Searched(
            () if looked.known_elsewhere else tuple(Found(hit.kind, hit.id, hit.title) for hit in looked.hits),
            tuple(each for name in looked.together for each in self._matters() if each.id == name),
            looked.told,
            vain=not (looked.covered or looked.known_elsewhere),
        )

    def leaf(self, kind: str, name: str) -> Leaf | None:
        """Return what is known of an item or a knowledge point; None when there is none of that name."""
        if kind == "item" and name in self._book.items:
            return self._item(name)
        if kind == "knowledge" and name in self._book.knowledge:
            return self._point(name)
        return None

    def _item(self, name: str) -> Leaf:
        item = self._book.items[name]
        authority = self._book.authorities.get(item.authority or "")
        points = [each.id for each in self._book.pack.knowledge if name in each.items]
        return Leaf(
            id=name,
            name=item.name,
            notes=tuple(each for each in (item.hint, item.help, item.supply) if each is not None),
            knowledge=tuple(self._known(each) for each in points),
            checklists=self._dealing_with({name}),
            authority=authority.name if authority else None,
            phone=authority.phone if authority else None,
        )

    def _point(self, name: str) -> Leaf:
        point = self._book.knowledge[name]
        title = Text(point.title or point.text.zh, point.text.en)
        named = tuple(each for each in self._matters() if each.id in point.checklists)
        return Leaf(
            id=name,
            name=title,
            notes=(),
            knowledge=(self._known(name),),
            checklists=named or self._dealing_with({*point.items}),
        )

    def _known(self, name: str) -> Knowledge:
        point = self._book.knowledge[name]
        source = "；".join(self._book.sources[each.source].title for each in point.citations)
        return Knowledge(
            id=point.id,
            text=point.text,
            source=source,
            reviewed=reviewed(point, self._today()),
            items=point.items,
            expires=point.expires,
        )

    def _matters(self) -> tuple[Checklist, ...]:
        return tuple(Checklist(each.id, each.theme, each.topic) for each in self._book.pack.checklists)

    def _dealing_with(self, items: set[str]) -> tuple[Checklist, ...]:
        having = {each.id for each in self._book.pack.checklists if items & {entry.item for entry in each.entries}}
        return tuple(each for each in self._matters() if each.id in having)
