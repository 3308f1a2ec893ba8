"""Rules as one shared graph into which answers are put: what is left of two rules is seen to be the same. Pure.

A rule is a node, and equal rules are one node. To put an answer in gives the node of what is left; ways that leave the
same behind are walked once (reduced decision diagrams, Bryant 1986; three-valued as in `judge.condition`).
"""

from collections.abc import Iterable, Mapping
from typing import Final, Literal, NamedTuple

from config.rule import All, In, Is, Leaf, Not, Rule, Situation, Value
from config.rule import Any as AnyOf
from server.rules.guidance.judge.condition import known, truth
from server.rules.guidance.prove.space import Space

Node = int
Nodes = tuple[Node, ...]
FALSE: Final[Node] = 0
TRUE: Final[Node] = 1
UNASKED: Final = -1
"""Put in instead of an answer where the question is not asked."""

End = Literal["false", "true", "unasked", "unconfirmed"]
"""What a rule comes to in the end: `unasked` stays open for want, among others, of an answer."""
ENDS: Final[frozenset[End]] = frozenset(("false", "true", "unasked", "unconfirmed"))
OPEN: Final[frozenset[End]] = frozenset(("unasked", "unconfirmed"))


class Open(NamedTuple):
    """A rule that stays open: for want of a parameter that nobody confirmed, or of answers to questions not asked."""

    unconfirmed: bool
    unasked: frozenset[str]


class _Answer(NamedTuple):
    """What comes of each answer to `fact`, by its number, and of none."""

    fact: str
    each: tuple[Node, ...]
    none: Node


class _Every(NamedTuple):
    parts: frozenset[Node]


class _Some(NamedTuple):
    parts: frozenset[Node]


class _Test(NamedTuple):
    ends: frozenset[End]
    node: Node


_Shape = bool | Open | _Answer | _Every | _Some | _Test


class Graph:
    """The rules of `space`, each told apart by its classes of answers only."""

    def __init__(self, space: Space) -> None:
        self._space = space
        self._shapes: list[_Shape] = [False, True]
        self._nodes: dict[tuple[str, _Shape], Node] = {}
        self._support: list[frozenset[str]] = [frozenset(), frozenset()]
        self._sure = [True, True]
        self._rules: dict[Rule, Node] = {}
        self._left: dict[tuple[Node, str, int], Node] = {}
        self._turned: dict[Node, Node] = {FALSE: TRUE, TRUE: FALSE}

    def of(self, rule: Rule) -> Node:
        """Return the node of `rule`, of which nothing is known yet."""
        node = self._rules.get(rule)
        if node is None:
            node = self._rules[rule] = self._of(rule)
        return node

    def every(self, nodes: Iterable[Node]) -> Node:
        """Return whether all of `nodes` hold."""
        return self._many(nodes, _Every, TRUE, FALSE)

    def some(self, nodes: Iterable[Node]) -> Node:
        """Return whether any of `nodes` holds."""
        return self._many(nodes, _Some, FALSE, TRUE)

    def no(self, node: Node) -> Node:
        """Return whether `node` does not hold."""
        if node not in self._turned:
            other = self._turned[node] = self._no(self._shapes[node], node)
            self._turned[other] = node
        return self._turned[node]

    def test(self, node: Node, *ends: End) -> Node:
        """Return whether `node` comes to one of `ends`, which is true or false of everybody."""
        return self._test(frozenset(ends), node)

    def put(self, node: Node, fact: str, number: int) -> Node:
        """Return what is left of `node` after the answer `number` to `fact`, or `UNASKED`."""
        if fact not in self._support[node]:
            return node
        key = node, fact, number
        left = self._left.get(key)
        if left is None:
            left = self._left[key] = self._put(self._shapes[node], fact, number)
        return left

    def facts(self, node: Node) -> frozenset[str]:
        """Return the facts that can still change what comes out; none once it is decided or stays open."""
        return self._support[node]

    def answer(self, fact: str, each: tuple[Node, ...]) -> Node:
        """Return what comes to one of `each` by the answer to `fact`, which is asked wherever this matters."""
        return self._answer(fact, each, each[0])

    def stays_open(self, node: Node) -> Open | None:
        """Return why `node` stays open; None where it does not."""
        shape = self._shapes[node]
        return shape if isinstance(shape, Open) else None

    def opened(self, why: Open) -> Node:
        """Return the node of what stays open."""
        return self._made("open", why)

    def _made(self, name: str, shape: _Shape) -> Node:
        node = self._nodes.get((name, shape))
        if node is None:
            node = self._nodes[name, shape] = len(self._shapes)
            self._shapes.append(shape)
            self._support.append(self._supported(shape))
            self._sure.append(self._never_open(shape))
        return node

    def _supported(self, shape: _Shape) -> frozenset[str]:
        match shape:
            case _Every(parts) | _Some(parts):
                return frozenset().union(*(self._support[each] for each in parts))
            case _Answer(fact, each, none):
                return frozenset((fact,)).union(*(self._support[one] for one in (*each, none)))
            case _Test(_, node):
                return self._support[node]
        return frozenset()

    def _never_open(self, shape: _Shape) -> bool:
        match shape:
            case _Every(parts) | _Some(parts):
                return all(self._sure[each] for each in parts)
            case _Answer(_, each, none):
                return all(self._sure[one] for one in (*each, none))
        return isinstance(shape, _Test)

    def _many(self, nodes: Iterable[Node], kind: type[_Every] | type[_Some], nothing: Node, enough: Node) -> Node:
        """Return all of `nodes` as one of `kind`, in which `nothing` says nothing and `enough` decides it."""
        shapes, parts = self._shapes, set[Node]()
        for node in nodes:
            shape = shapes[node]
            if isinstance(shape, kind):
                parts |= shape.parts
            else:
                parts.add(node)
        parts.discard(nothing)
        if enough in parts:
            return enough
        if len(parts) > 1:
            if any(self._sure[each] and self._turned.get(each) in parts for each in parts):
                return enough
            parts = self._joined(self._shorter(parts))
        if enough in parts:
            return enough
        if len(parts) <= 1:
            return next(iter(parts), nothing)
        return self._made(kind.__name__, kind(frozenset(parts)))

    def _shorter(self, parts: set[Node]) -> set[Node]:
        """Return `parts` without what follows from others; of what may stay open nothing follows.

        x and (x or y) is x; x and (not x or y) is x and y; and the same with `and` and `or` exchanged.
        """
        denied = {self._turned[each] for each in parts if each in self._turned}
        left = set[Node]()
        for each in parts:
            shape = self._shapes[each]
            if isinstance(shape, _Every | _Some) and self._sure[each]:
                if not shape.parts.isdisjoint(parts):
                    continue
                if not shape.parts.isdisjoint(denied):
                    others = shape.parts - denied
                    left.add(self.every(others) if isinstance(shape, _Every) else self.some(others))
                    continue
            left.add(each)
        return left

    def _joined(self, parts: set[Node]) -> set[Node]:
        """Return `parts` with all that stays open as one."""
        opens = [each for each in parts if isinstance(self._shapes[each], Open)]
        if len(opens) < 2:
            return parts
        reasons = [why for each in opens if (why := self.stays_open(each)) is not None]
        unasked = frozenset().union(*(why.unasked for why in reasons))
        return parts.difference(opens) | {self.opened(Open(any(why.unconfirmed for why in reasons), unasked))}

    def _test(self, ends: frozenset[End], node: Node) -> Node:
        shape = self._shapes[node]
        if isinstance(shape, bool | Open):
            return TRUE if _end_of(shape) in ends else FALSE
        if isinstance(shape, _Test):
            # That is true or false itself.
            ends &= {"true", "false"}
            if len(ends) != 1:
                return TRUE if ends else FALSE
            return node if "true" in ends else self.no(node)
        return self._made("test", _Test(ends, node))

    def _of(self, rule: Rule) -> Node:
        match rule:
            case All(rules):
                return self.every([self.of(each) for each in rules])
            case AnyOf(rules):
                return self.some([self.of(each) for each in rules])
            case Not(inner):
                return self.no(self.of(inner))
            case Situation(name):
                return self.of(self._space.book.situations[name])
        parameter = None if isinstance(rule, Is | In) or isinstance(rule.bound, int) else rule.bound
        table = None if parameter is None else self._space.book.parameters[parameter].by
        if table is None or table == rule.fact:
            return self._compared(rule, {}, by_itself=table == rule.fact)
        rows = tuple(self._compared(rule, {table: value}) for value in self._space.classes[table])
        # Where nobody has said which row is theirs, today's counts.
        return self._answer(table, rows, self._compared(rule, {}))

    def _compared(self, leaf: Leaf, others: Mapping[str, Value], *, by_itself: bool = False) -> Node:
        book, today = self._space.book, self._space.today
        outs = [
            truth(leaf, known(book, {**others, leaf.fact: value}, today)) for value in self._space.classes[leaf.fact]
        ]
        unconfirmed = self.opened(Open(True, frozenset()))
        if all(out is None for out in outs) and not by_itself:
            # No answer decides it, and none is asked for.
            return unconfirmed
        each = tuple(unconfirmed if out is None else TRUE if out else FALSE for out in outs)
        return self._answer(leaf.fact, each, self.opened(Open(False, frozenset((leaf.fact,)))))

    def _answer(self, fact: str, each: tuple[Node, ...], none: Node) -> Node:
        if {*each} == {none}:
            return none
        return self._made("answer", _Answer(fact, each, none))

    def _no(self, shape: _Shape, node: Node) -> Node:
        match shape:
            case _Answer(fact, each, none):
                return self._answer(fact, tuple(self.no(one) for one in each), self.no(none))
            case _Every(parts):
                return self.some([self.no(each) for each in parts])
            case _Some(parts):
                return self.every([self.no(each) for each in parts])
            case _Test(ends, inner):
                return self._test(ENDS - ends, inner)
        return node

    def _put(self, shape: _Shape, fact: str, number: int) -> Node:
        match shape:
            case _Answer(asked, each, none):
                if asked == fact:
                    return none if number == UNASKED else each[number]
                return self._answer(
                    asked, tuple(self.put(one, fact, number) for one in each), self.put(none, fact, number)
                )
            case _Every(parts):
                return self.every(self._put_all(parts, fact, number))
            case _Some(parts):
                return self.some(self._put_all(parts, fact, number))
            case _Test(ends, node):
                return self._test(ends, self.put(node, fact, number))
        raise ValueError(f"nothing can be put into {shape}")

    def _put_all(self, parts: frozenset[Node], fact: str, number: int) -> list[Node]:
        support = self._support
        return [self.put(each, fact, number) if fact in support[each] else each for each in parts]


def _end_of(shape: bool | Open) -> End:
    if isinstance(shape, bool):
        return "true" if shape else "false"
    return "unasked" if shape.unasked else "unconfirmed"
