"""Small wrong changes of a module, one at a time: what a hurried hand gets wrong.

Limits are moved by one, conditions turned round, conditions of a statement left out, answers and refusals forgotten.
Words of sentences, types and docstrings are left alone: no test should hold on to those.
"""

import ast
import copy
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
COUNTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Mod: ast.Mult,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
SWAPPED_NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}
CONDITIONS = ("where", "order_by", "join", "outerjoin", "filter")
"""Calls whose arguments are conditions of a statement: each is left out once."""
WORD = re.compile(r"[A-Za-z0-9_.:\-/]+")
NAMING = ("bindparam", "Column", "Table", "Index", "ForeignKey", "TypeVar", "literal_column")
TYPES = ("Literal", "Final", "Callable", "Any")
PACES = ("LOOK_SECONDS", "PORTION", "PAGE")
"""Constants whose number changes only how often or how much at a time: one more and the same is done in the end."""


class Mutant(NamedTuple):
    """One wrong change: where its node stands, what it was and became, and the whole module with it."""

    line: int
    last: int
    what: str
    tree: ast.Module


class _Place(NamedTuple):
    """How to come to a node from the module: field names and places in lists."""

    path: tuple[tuple[str, int | None], ...]


Change = Callable[[ast.AST], ast.AST | None]
"""Returns what stands in the place of a node; None takes a statement away."""


def mutants_of(source: str) -> Iterator[Mutant]:
    """Yield every mutant of a module, in the order of its lines."""
    tree = ast.parse(source)
    found = []
    for node, place in _nodes(tree, _Place(())):
        for what, change in _changes(node):
            found.append((node, place, what, change))
    for node, place, what, change in sorted(found, key=lambda each: (each[0].lineno, each[0].col_offset, each[2])):
        made = copy.deepcopy(tree)
        _put(made, place, change)
        ast.fix_missing_locations(made)
        yield Mutant(node.lineno, node.end_lineno or node.lineno, what, made)


def _nodes(node: ast.AST, place: _Place) -> Iterator[tuple[ast.expr | ast.stmt, _Place]]:
    """Walk what runs: no annotations, no types, no docstrings."""
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "type_comment", "decorator_list"):
            continue
        below = value if isinstance(value, list) else [value]
        for number, each in enumerate(below):
            if not isinstance(each, ast.AST) or _is_words(node, name, number, each) or _is_equivalent(node, each):
                continue
            at = _Place((*place.path, (name, number if isinstance(value, list) else None)))
            if isinstance(each, ast.expr | ast.stmt):
                yield each, at
            yield from _nodes(each, at)


def _is_words(parent: ast.AST, field: str, number: int, node: ast.AST) -> bool:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True
    if isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.BitAnd) and isinstance(node, ast.Constant):
        # A mask loses one bit after the other instead.
        return True
    if isinstance(parent, ast.Subscript) and isinstance(parent.value, ast.Name) and parent.value.id in TYPES:
        return True
    if isinstance(parent, ast.Assign) and field == "value" and isinstance(node, ast.Subscript | ast.Name):
        # Callable[...] and the like under a name: a type.
        return isinstance(parent.targets[0], ast.Name) and parent.targets[0].id[:1].isupper()
    if isinstance(parent, ast.Call) and isinstance(parent.func, ast.Name) and parent.func.id in NAMING:
        # Only the name: a statement with another one fails at once, which says nothing of the tests.
        return field == "args" and isinstance(node, ast.Constant) and isinstance(node.value, str)
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def _is_equivalent(parent: ast.AST, node: ast.AST) -> bool:
    """Tell what can be another without anything being done in another way: no test could notice it."""
    if isinstance(parent, ast.ClassDef) and isinstance(node, ast.keyword):
        # A frozen struct that is not frozen does the same as long as nobody changes it, which mypy sees to.
        return node.arg == "frozen"
    if isinstance(parent, ast.Assign | ast.AnnAssign):
        target = parent.target if isinstance(parent, ast.AnnAssign) else parent.targets[0]
        whole = isinstance(node, ast.Constant) and isinstance(node.value, int)
        return whole and isinstance(target, ast.Name) and target.id in PACES
    if not isinstance(parent, ast.Call) or not isinstance(node, ast.Constant):
        return False
    called = parent.func.attr if isinstance(parent.func, ast.Attribute) else getattr(parent.func, "id", "")
    # The name of a logger is in none of its lines: the factory that we use looks at none. Rows that are only counted
    # may hold any number. Whoever asks for one row or value takes the first, and looks at no second one.
    return called in ("get_logger", "literal") or (called == "limit" and node.value == 1)


def _put(tree: ast.Module, place: _Place, change: Change) -> None:
    node: ast.AST = tree
    for name, number in place.path[:-1]:
        value = getattr(node, name)
        node = value if number is None else value[number]
    name, number = place.path[-1]
    value = getattr(node, name)
    if number is None:
        setattr(node, name, change(value))
        return
    changed = change(value[number])
    value[number] = ast.Pass(lineno=value[number].lineno) if changed is None else changed


def _changes(node: ast.AST) -> Iterator[tuple[str, Change]]:
    if isinstance(node, ast.stmt):
        yield from _of_statement(node)
    elif isinstance(node, ast.Compare):
        for number, op in enumerate(node.ops):
            other = COMPARED[type(op)]
            yield f"{type(op).__name__} -> {other.__name__}", _compared(number, other)
    elif isinstance(node, ast.BoolOp):
        yield "and <-> or", _with("op", ast.Or() if isinstance(node.op, ast.And) else ast.And())
    elif isinstance(node, ast.BinOp) and type(node.op) in COUNTED and not _joins_types(node):
        other_op = COUNTED[type(node.op)]
        yield f"{type(node.op).__name__} -> {other_op.__name__}", _with("op", other_op())
        if isinstance(node.op, ast.BitAnd) and isinstance(node.right, ast.Constant):
            yield from _of_bits(node.right.value)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "not left out", lambda each: each.operand  # type: ignore[attr-defined]
    elif isinstance(node, ast.IfExp):
        yield "always", lambda each: each.body  # type: ignore[attr-defined]
        yield "never", lambda each: each.orelse  # type: ignore[attr-defined]
    elif isinstance(node, ast.Constant):
        yield from _of_constant(node)
    elif isinstance(node, ast.Call):
        yield from _of_call(node)


def _of_bits(mask: object) -> Iterator[tuple[str, Change]]:
    if not isinstance(mask, int):
        return
    for bit in range(mask.bit_length()):
        if mask & 1 << bit:
            yield f"{mask:#04x} without bit {bit}", _with("right", ast.Constant(mask & ~(1 << bit)))


def _joins_types(node: ast.BinOp) -> bool:
    """Tell `int | None` and strings put together from what is counted."""
    none = isinstance(node.right, ast.Constant) and node.right.value is None
    words = any(isinstance(side, ast.JoinedStr) for side in (node.left, node.right))
    return none or words or (isinstance(node.op, ast.BitOr) and _is_type(node.left) and _is_type(node.right))


def _is_type(node: ast.expr) -> bool:
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    return name[:1].isupper() or name in ("int", "str", "bytes", "list", "dict", "tuple", "float")


def _of_statement(node: ast.stmt) -> Iterator[tuple[str, Change]]:
    if isinstance(node, ast.Return) and node.value is not None and not _is_none(node.value):
        yield "return None", _with("value", ast.Constant(None))
    elif isinstance(node, ast.Raise):
        yield "raise left out", lambda each: None
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call | ast.Await):
        yield "call left out", lambda each: None
    elif isinstance(node, ast.AugAssign) and type(node.op) in COUNTED:
        yield "counted the other way", _with("op", COUNTED[type(node.op)]())
    elif isinstance(node, ast.Break):
        yield "break -> continue", lambda each: ast.copy_location(ast.Continue(), each)
    elif isinstance(node, ast.Continue):
        yield "continue -> break", lambda each: ast.copy_location(ast.Break(), each)
    elif isinstance(node, ast.If | ast.While) and not isinstance(node.test, ast.Compare | ast.UnaryOp | ast.BoolOp):
        turned = ast.UnaryOp(ast.Not(), copy.deepcopy(node.test))
        yield "condition turned round", _with("test", turned)


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _of_constant(node: ast.Constant) -> Iterator[tuple[str, Change]]:
    value = node.value
    if isinstance(value, bool):
        yield f"{value} -> {not value}", _with("value", not value)
    elif isinstance(value, int | float):
        yield f"{value} -> {value + 1}", _with("value", value + 1)
    elif isinstance(value, str) and WORD.fullmatch(value):
        yield f"{value!r} -> other", _with("value", f"{value}_other")
    elif isinstance(value, bytes) and value:
        other = bytes((value[0] ^ 1, *value[1:]))
        yield f"{value!r} -> {other!r}", _with("value", other)


def _of_call(node: ast.Call) -> Iterator[tuple[str, Change]]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if isinstance(node.func, ast.Name) and name in SWAPPED_NAMES:
        yield f"{name} -> {SWAPPED_NAMES[name]}", _with("func", ast.Name(SWAPPED_NAMES[name], ast.Load()))
    if name in CONDITIONS:
        for number in range(len(node.args)):
            if len(node.args) > 1:
                yield f"{name} without {ast.unparse(node.args[number])}", _without(number)


def _with(field: str, value: object) -> Change:
    def change(node: ast.AST) -> ast.AST:
        setattr(node, field, value)
        return node

    return change


def _compared(number: int, other: type[ast.cmpop]) -> Change:
    def change(node: ast.AST) -> ast.AST:
        node.ops[number] = other()  # type: ignore[attr-defined]
        return node

    return change


def _without(number: int) -> Change:
    def change(node: ast.AST) -> ast.AST:
        del node.args[number]  # type: ignore[attr-defined]
        return node

    return change
