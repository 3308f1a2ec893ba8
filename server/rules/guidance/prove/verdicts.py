"""The verdicts of `judge` as rules themselves: which answers lead to which, without anybody giving them. Pure."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from config.item import Item, Need, Requirement
from config.rule import ALWAYS
from server.rules.guidance.judge.book import Book
from server.rules.guidance.prove.graph import FALSE, TRUE, Graph, Node, Nodes


@dataclass(frozen=True)
class Verdicts:
    """When an item can be done, not yet, not at all, or it is not known; none of them where it does not concern."""

    can: Node
    not_yet: Node
    cannot: Node
    unknown: Node


@dataclass(frozen=True)
class _Item:
    item: Item
    needs: tuple[tuple[Need, Node], ...]
    failing: tuple[tuple[Requirement, Node, Node], ...]
    verdicts: Verdicts


def as_they_are(nodes: Nodes) -> Nodes:
    """Return `nodes`, worked out no further."""
    return nodes


class Judging:
    """Judges every item of `checklists` of `book`, as somebody who chose these alone; or `only` some of them.

    Items that are `closed` are out of their season. `decide` may bring verdicts into another form of the same for
    whoever answers all that is asked: what others hang on is then worked out once.
    """

    def __init__(
        self,
        book: Book,
        graph: Graph,
        *checklists: str,
        decide: Callable[[Nodes], Nodes] = as_they_are,
        closed: Collection[str] = (),
        only: Collection[str] | None = None,
    ) -> None:
        self._book, self._graph, self._decide, self._closed = book, graph, decide, closed
        listed: dict[str, dict[str, Node]] = {}
        for checklist in (each for each in book.pack.checklists if each.id in checklists):
            for entry in (each for each in checklist.entries if only is None or each.item in only):
                by = listed.setdefault(entry.item, {})
                by[checklist.id] = graph.some((by.get(checklist.id, FALSE), graph.of(entry.when)))
        begun = {name: self._first(book.items[name], concerned_by) for name, concerned_by in listed.items()}
        self.items = self._waited(self._excluded(self._waited(begun)))

    def of(self, item: str) -> Verdicts:
        """Return the verdicts on `item`."""
        return self.items[item].verdicts

    def _both(self, *nodes: Node) -> Node:
        return self._graph.every(nodes)

    def _first(self, item: Item, concerned_by: Mapping[str, Node]) -> _Item:
        """Return the verdicts as far as the item's own requirements and seasons go."""
        graph = self._graph
        concerns = graph.some(concerned_by.values())
        concerned = graph.test(concerns, "true")
        never: list[Node] = []
        not_yet: list[Node] = []
        failing: list[tuple[Requirement, Node, Node]] = []
        still_open: list[Node] = []
        hoped: list[Node] = []
        for each in item.requirements:
            rule = graph.of(each.rule)
            fails = graph.test(rule, "false")
            may = graph.no(graph.every(graph.test(graph.of(one.when), "false") for one in each.brought))
            (never if each.otherwise == "cannot" else not_yet).append(self._both(fails, graph.no(may)))
            hopes = self._both(graph.test(rule, "unconfirmed"), may)
            failing.append((each, self._both(fails, may), hopes))
            hoped.append(hopes)
            still_open.append(self._both(graph.test(rule, "unasked", "unconfirmed"), graph.no(hopes)))
        cannot = self._both(concerned, graph.some(never))
        here = self._both(concerned, graph.no(cannot))
        # What nobody can say may be mended where nothing else is in the way.
        hopeless = TRUE if item.id in self._closed else graph.some(not_yet)
        unsure = graph.some((*still_open, self._both(graph.some(hoped), hopeless)))
        waits = self._both(here, graph.no(unsure), graph.some(not_yet))
        unknown = graph.some((graph.test(concerns, "unasked", "unconfirmed"), self._both(here, unsure)))
        can = self._both(here, graph.no(unsure), graph.no(graph.some(not_yet)))
        if item.id in self._closed:
            waits, can = graph.some((waits, can)), FALSE
        needs = tuple((each, by) for each in item.needs if (by := self._asked(each, concerned_by)) != FALSE)
        pending = tuple(
            (each, self._both(here, fails), self._both(can, hopes))
            for each, fails, hopes in failing
            if (fails, hopes) != (FALSE, FALSE)
        )
        return _Item(item, needs, pending, self._decided(Verdicts(can, waits, cannot, unknown)))

    def _asked(self, need: Need, concerned_by: Mapping[str, Node]) -> Node:
        """Return of whom `need` is asked: where it names checklists, of those whom the item concerns by one of them."""
        if not need.checklists or concerned_by.keys() <= {*need.checklists}:
            return TRUE
        by = (self._graph.test(node, "true") for name, node in concerned_by.items() if name in need.checklists)
        return self._graph.some(by)

    def _decided(self, verdicts: Verdicts) -> Verdicts:
        return Verdicts(*self._decide((verdicts.can, verdicts.not_yet, verdicts.cannot, verdicts.unknown)))

    def _waited(self, items: Mapping[str, _Item]) -> dict[str, _Item]:
        """Return the verdicts after what items need of one another: round by round, as `wait_for_outputs` does."""
        now = dict(items)
        # Each verdict falls at most twice.
        for _ in range(2 * len(items) + 1):
            after = {name: self._round(each, now) for name, each in now.items()}
            if after == now:
                break
            now = after
        return now

    def _round(self, each: _Item, among: Mapping[str, _Item]) -> _Item:
        graph, now = self._graph, each.verdicts
        for requirement, fails, hopes in each.failing:
            unknown, otherwise = self._not_brought(requirement, each.item, among)
            hopeless = self._both(hopes, graph.some((unknown, otherwise)))
            counts = self._both(fails, graph.no(now.cannot))
            if requirement.otherwise == "cannot":
                gone = self._both(counts, otherwise)
                left = graph.no(gone)
                now = Verdicts(
                    self._both(now.can, left),
                    self._both(now.not_yet, left),
                    graph.some((now.cannot, gone)),
                    self._both(now.unknown, left),
                )
            else:
                now = self._moved(now, not_yet=self._both(counts, otherwise))
            now = self._moved(now, unknown=graph.some((self._both(counts, unknown), hopeless)))
        for lacks, unknown in self._lacking(each, among):
            now = self._moved(now, not_yet=self._both(lacks, graph.no(unknown)), unknown=self._both(lacks, unknown))
        return each if now == each.verdicts else replace(each, verdicts=self._decided(now))

    def _moved(self, now: Verdicts, *, not_yet: Node = FALSE, unknown: Node = FALSE) -> Verdicts:
        """Return the verdicts where those who could, and for whom one of the others holds, get that instead."""
        graph = self._graph
        return Verdicts(
            self._both(now.can, graph.no(not_yet), graph.no(unknown)),
            graph.some((now.not_yet, self._both(now.can, not_yet))),
            now.cannot,
            graph.some((now.unknown, self._both(now.can, unknown))),
        )

    def _not_brought(self, requirement: Requirement, item: Item, among: Mapping[str, _Item]) -> tuple[Node, Node]:
        """Return when it is not known whether what fails is mended, and when it is not."""
        graph = self._graph
        mended, perhaps = [], []
        for brought in requirement.brought:
            theirs = graph.of(brought.when)
            sure, unsure = self._makers((brought.document,), item, among)
            mended.append(self._both(graph.test(theirs, "true"), sure))
            perhaps.append(self._both(graph.no(graph.test(theirs, "false")), unsure))
            perhaps.append(self._both(graph.test(theirs, "unasked"), graph.some((sure, unsure))))
        not_mended = graph.no(graph.some(mended))
        unknown = graph.some(perhaps)
        return self._both(not_mended, unknown), self._both(not_mended, graph.no(unknown))

    def _lacking(self, each: _Item, among: Mapping[str, _Item]) -> Iterable[tuple[Node, Node]]:
        """Yield for each need when its paper is lacking, and when that is not known."""
        graph = self._graph
        earlier: list[Node] = []
        for need, asked in each.needs:
            if need.declaration or need.deferred_days is not None:
                continue
            held = [graph.of(self._book.documents[one].held or ALWAYS) for one in need.documents]
            sure, unsure = self._makers(need.documents, each.item, among)
            lacks = self._both(
                asked,
                graph.no(graph.test(graph.of(need.when), "false")),
                graph.no(graph.some(graph.test(one, "true") for one in held)),
                graph.no(sure),
                *(graph.no(one) for one in earlier),
            )
            if lacks == FALSE:
                continue
            earlier.append(lacks)
            yield lacks, graph.some((unsure, *(graph.test(one, "unasked") for one in held)))

    def _makers(self, documents: Iterable[str], item: Item, among: Mapping[str, _Item]) -> tuple[Node, Node]:
        """Return when another item gives one of `documents` for sure, and when perhaps."""
        makers = {maker for each in documents for maker in self._book.makers.get(each, ())} & among.keys() - {item.id}
        found = [among[each].verdicts for each in sorted(makers)]
        return self._graph.some(one.can for one in found), self._graph.some(one.unknown for one in found)

    def _excluded(self, items: Mapping[str, _Item]) -> dict[str, _Item]:
        """Return the verdicts after exclusions: of items that nobody can have together the first is left."""
        graph, now = self._graph, dict(items)
        for exclusion in self._book.pack.exclusions:
            rivals = [now[item] for item in exclusion.items if item in now]
            before: list[_Item] = []
            for each in rivals:
                first_can, first_unknown, nobody = [], [], TRUE
                for other in before:
                    first_can.append(self._both(nobody, other.verdicts.can))
                    first_unknown.append(self._both(nobody, other.verdicts.unknown))
                    active = graph.some((other.verdicts.can, other.verdicts.unknown))
                    nobody = self._both(nobody, graph.no(active))
                moved = self._moved(each.verdicts, not_yet=graph.some(first_can), unknown=graph.some(first_unknown))
                now[each.item.id] = replace(each, verdicts=self._decided(moved))
                before.append(each)
        return now
