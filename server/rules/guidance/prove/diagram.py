"""Everybody's ways through the questions that decide some rules; what is left the same is walked once. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from config.rule import Value
from server.rules.guidance.prove.graph import TRUE, UNASKED, Graph, Node, Nodes
from server.rules.guidance.prove.space import Space, TooWide

PLACES_AT_MOST = 20_000
"""Places of one diagram before it is given up as too wide."""


@dataclass
class Diagram:
    """What `nodes` come to: each end once, with the first answers that lead there.

    `telling` are the facts of which two answers lead to different ends, `answers` how many were put in, and `decided`
    are the rules again, as questions one after the other: what is put into these costs little.
    """

    ends: dict[Nodes, dict[str, Value]] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    telling: set[str] = field(default_factory=set)
    answers: int = 0
    decided: Nodes = ()


@dataclass(frozen=True)
class _Place:
    """What is left of the rules, and of those that tell whether their questions are asked."""

    nodes: Nodes
    shown: tuple[tuple[str, Node], ...]


_Asked = tuple[str, tuple[_Place, ...]] | None
"""The question asked at a place, and the places that its answers lead to; None where all is decided."""


class Walker:
    """Walks rules of `space`; what one walk worked out serves the next."""

    def __init__(self, space: Space) -> None:
        self.space = space
        self.graph = Graph(space)
        self._order = {fact: number for number, fact in enumerate(space.book.facts)}

    def diagram(self, *nodes: Node) -> Diagram:
        """Return what `nodes` come to together; raises `TooWide` after `PLACES_AT_MOST` places."""
        made = Diagram()
        begun = self._begun(nodes)
        children: dict[_Place, _Asked] = {}
        left: list[tuple[_Place, dict[str, Value]]] = [(begun, {})]
        while left:
            place, said = left.pop()
            if place in children:
                continue
            if len(children) > PLACES_AT_MOST:
                raise TooWide
            fact = self._next(place)
            if fact is None:
                made.ends.setdefault(place.nodes, said)
                children[place] = None
                continue
            classes = self.space.classes[fact]
            made.asked.add(fact)
            made.answers += len(classes)
            after = tuple(self._after(place, fact, number) for number in range(len(classes)))
            children[place] = fact, after
            left += ((there, {**said, fact: value}) for there, value in zip(after, classes, strict=True))
        made.telling, made.decided = self._decided(begun, children)
        return made

    def decided(self, nodes: Nodes) -> Nodes:
        """Return `nodes` as questions one after the other, or as they are where that grows too wide."""
        try:
            return self.diagram(*nodes).decided
        except TooWide:
            return nodes

    def _after(self, place: _Place, fact: str, number: int) -> _Place:
        nodes = tuple(self.graph.put(each, fact, number) for each in place.nodes)
        shown = {name: self.graph.put(each, fact, number) for name, each in place.shown}
        return self._settled(nodes, shown)

    def _begun(self, nodes: Nodes) -> _Place:
        facts, shown = self.space.book.facts, dict[str, Node]()
        left = set().union(*(self.graph.facts(each) for each in nodes))
        while left:
            fact = left.pop()
            shown[fact] = self.graph.of(facts[fact].when)
            left |= self.graph.facts(shown[fact]) - shown.keys()
        return self._settled(nodes, shown)

    def _settled(self, nodes: Nodes, shown: Mapping[str, Node]) -> _Place:
        """Return the place of `nodes`; questions that are not `shown` and wanted are asked for sure."""
        graph = self.graph
        while True:
            wanted, left = set[str](), set().union(*(graph.facts(each) for each in nodes))
            while left:
                fact = left.pop()
                wanted.add(fact)
                left |= graph.facts(shown.get(fact, TRUE)) - wanted
            waiting = {each: shown[each] for each in wanted if shown.get(each, TRUE) != TRUE}
            never = next((each for each, when in waiting.items() if not graph.facts(when)), None)
            if never is None:
                return _Place(nodes, tuple(sorted(waiting.items())))
            nodes = tuple(graph.put(each, never, UNASKED) for each in nodes)
            shown = {name: graph.put(each, never, UNASKED) for name, each in waiting.items()}

    def _next(self, place: _Place) -> str | None:
        """Return the first fact of the pack that is asked here and decides something; None where all is decided."""
        waiting = dict(place.shown)
        wanted = set().union(*(self.graph.facts(each) for each in (*place.nodes, *waiting.values())))
        asked = [each for each in wanted if each not in waiting]
        return min(asked, key=self._order.__getitem__, default=None)

    def _decided(self, begun: _Place, children: Mapping[_Place, _Asked]) -> tuple[set[str], Nodes]:
        """Return the telling facts, and what is decided at the place `begun`: places that lead to the same are one."""
        telling = set[str]()
        decided: dict[_Place, Nodes] = {}
        left = [begun]
        while left:
            place = left[-1]
            asked = children[place]
            waiting = [] if asked is None else [each for each in dict.fromkeys(asked[1]) if each not in decided]
            if waiting:
                left += waiting
                continue
            left.pop()
            if asked is None:
                decided[place] = place.nodes
                continue
            fact, after = asked
            ends = [decided[each] for each in after]
            if any(each != ends[0] for each in ends):
                telling.add(fact)
            decided[place] = tuple(self.graph.answer(fact, each) for each in zip(*ends, strict=True))
        return telling, decided[begun]
