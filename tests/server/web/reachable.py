"""Which refusals the code behind a route can raise: read from the source, by following names, methods and closures."""

import ast
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from server.rules.errors import CODES
from server.web.route import Inquiry, Route, Write

ROOT = Path(__file__).parents[3]
ROOMS = ("server/office", "server/store", "server/rules", "server/web", "config")
RECEIVERS = {
    "uow": ("UnitOfWork", "Reading"),
    "reading": ("Reading",),
    "asked": ("Asked",),
    "at": ("Asked",),
    "consultations": ("Consulting",),
    "hall": ("Hall",),
    "tree": ("Tree",),
    "kept": ("Wrong",),
    "estimates": ("Estimates",),
    "tries": ("Wrong",),
}
"""What the names that methods are called on stand for, wherever the rooms use them."""
Node = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef
Place = tuple[str, str]
"""A function or class by (module, name); methods are `Class.method`."""


@dataclass
class Source:
    """Every function of the rooms, what each module's names mean, methods by their bare name, tables of codes."""

    nodes: dict[Place, Node] = field(default_factory=dict)
    names: dict[str, dict[str, Place]] = field(default_factory=dict)
    methods: dict[str, list[Place]] = field(default_factory=dict)
    tables: dict[str, dict[str, set[str]]] = field(default_factory=dict)


@cache
def source() -> Source:
    found = Source()
    for room in ROOMS:
        for file in (ROOT / room).rglob("*.py"):
            module = ".".join(file.relative_to(ROOT).with_suffix("").parts)
            _take_in(found, module, ast.parse(file.read_text(encoding="utf-8")))
    return found


def _take_in(found: Source, module: str, tree: ast.Module) -> None:
    names = found.names[module] = {}
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                names[alias.asname or alias.name] = (node.module, alias.name)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
            said = {each.value for each in ast.walk(node.value) if isinstance(each, ast.Constant)}
            found.tables.setdefault(module, {})[node.target.id] = {each for each in said if each in CODES}
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            names[node.name] = (module, node.name)
            found.nodes[module, node.name] = node
            for inner in node.body if isinstance(node, ast.ClassDef) else ():
                if isinstance(inner, ast.FunctionDef):
                    place = (module, f"{node.name}.{inner.name}")
                    found.nodes[place] = inner
                    found.methods.setdefault(inner.name, []).append(place)


def refusals_of(route: Route) -> set[str]:
    """Return the codes that the work behind `route` can be refused with, without what the gate says."""
    act = route.act
    begin: list[Callable[..., Any] | None]
    match act:
        case Write():
            begin = [act.work, act.prepare, act.tell]
        case Inquiry():
            begin = [act.read]
        case _:
            begin = [act]
    return set().union(*(_reached(each) for each in begin if each is not None))


def _reached(function: Callable[..., Any]) -> set[str]:
    codes: set[str] = set()
    seen: set[Place] = set()
    waiting: list[Place] = []
    for inner in _closed_over(function):
        module = inner.__module__
        node = _node_at(module, inner.__code__.co_firstlineno)
        codes |= set(_codes(module, node))
        waiting += _edges(module, node)
    while waiting:
        place = waiting.pop()
        if place in seen or place not in source().nodes:
            continue
        seen.add(place)
        node = source().nodes[place]
        if isinstance(node, ast.ClassDef):
            # A class that is named is made: only that runs.
            waiting += [(place[0], f"{node.name}.{made}") for made in ("__init__", "__post_init__")]
            continue
        codes |= set(_codes(place[0], node))
        waiting += _edges(place[0], node, place[1].split(".")[0])
    return codes


def _closed_over(function: Callable[..., Any]) -> Iterator[Any]:
    yield function
    for cell in getattr(function, "__closure__", None) or ():
        if inspect.isfunction(cell.cell_contents):
            yield from _closed_over(cell.cell_contents)


@cache
def _tree(module: str) -> ast.Module:
    return ast.parse((ROOT / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8"))


def _node_at(module: str, line: int) -> ast.AST:
    kinds = (ast.FunctionDef, ast.Lambda)
    return next(node for node in ast.walk(_tree(module)) if isinstance(node, kinds) and node.lineno == line)


def _codes(module: str, node: ast.AST) -> Iterator[str]:
    for each in ast.walk(node):
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Name) and each.func.id == "Refusal" and each.args:
            tables = source().tables.get(module, {})
            for part in ast.walk(each.args[0]):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield part.value
                elif isinstance(part, ast.Name):
                    yield from tables.get(part.id, ())


def _edges(module: str, node: ast.AST, own: str = "") -> list[Place]:
    names, found = source().names.get(module, {}), []
    for each in ast.walk(node):
        if isinstance(each, ast.Name) and each.id in names:
            place = names[each.id]
            # A package's name that stands for one of its modules.
            found.append(source().names.get(place[0], {}).get(place[1], place))
        elif isinstance(each, ast.Attribute):
            if isinstance(each.value, ast.Name) and each.value.id in names:
                package, name = names[each.value.id]
                found.append((f"{package}.{name}", each.attr))
            receiver = ast.unparse(each.value).rpartition(".")[2]
            kinds = (own,) if receiver == "self" else RECEIVERS.get(receiver, ())
            found += [place for place in source().methods.get(each.attr, ()) if place[1].split(".")[0] in kinds]
    return found
