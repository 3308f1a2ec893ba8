"""What a form asks for of a record of a pack: made from the structs of `config`, with labels and help. Pure."""

from collections.abc import Iterator
from functools import cache
from types import NoneType
from typing import Any, Final, Literal, get_args, get_origin, get_type_hints

import msgspec

from config.centers import Text
from config.pack_file import KINDS, RULE_PLACES
from server.web.admin.guidance.labels import LABELS
from server.web.admin.shapes import Kind, Line, Shape, Table

PAIR: Final = (Line("from", LABELS["from"][0]), Line("to", LABELS["to"][0]))
CODES: Final = (Line("name", LABELS["name"][0]), Line("code", LABELS["code"][0]))
THERE: Final = "there"
"""A part of a record that says something by being there at all, as `by_date: {}`, has a box of this name."""
SAY_NOTHING: Final = ("by_date",)
CHANNELS: Final = ("window", "online", "self_service", "community", "mail", "bank", "phone")
NAMES: Final[dict[str, str]] = {
    "item": "items",
    "items": "items",
    "after": "items",
    "bundles": "items",
    "fact": "facts",
    "facts_first": "facts",
    "Parameter.by": "facts",
    "document": "documents",
    "documents": "documents",
    "outputs": "documents",
    "checklist": "checklists",
    "checklists": "checklists",
    "source": "sources",
    "Requirement.knowledge": "knowledge",
}
"""Fields that name one, or several, of many records; which part they are of."""
CHOICES: Final[dict[str, str]] = {
    "authority": "authorities",
    "Fact.theme": "themes",
    "entity": "entities",
    "subject": "entities",
    "of": "entities",
    "point": "points",
    "channel": "channels",
}
"""Fields that name one of a few."""
MANY: Final[dict[str, str]] = {"present": "entities"}
LONG: Final = ("quote",)


def kind_of(part: str) -> type[msgspec.Struct]:
    """Return what the records of a part are."""
    return KINDS[part]


@cache
def hints_of(kind: type[msgspec.Struct]) -> dict[str, Any]:
    """Return the types of the fields of a struct."""
    return get_type_hints(kind)


@cache
def shapes_of(kind: type[msgspec.Struct], before: str = "") -> tuple[Shape, ...]:
    """Return what a form asks for of a `kind`; its names begin with `before`."""
    return tuple(_shapes(kind, before))


def _shapes(kind: type[msgspec.Struct], before: str) -> Iterator[Shape]:
    for name, type_ in hints_of(kind).items():
        label, help_ = labelled(kind, name)
        at, inner = f"{before}{name}", struct_in(type_)
        if name in RULE_PLACES:
            yield Line(at, label, "rule", help_, needed=False)
        elif inner is Text:
            yield Line(at, label, "both", help_, needed=type_ is Text)
        elif inner is not None and get_origin(type_) is tuple:
            yield Table(at, label, shapes_of(inner), "One more", help_)
        elif inner is not None:
            if name in SAY_NOTHING:
                yield Line(f"{at}.{THERE}", label, "check", help_)
            yield from shapes_of(inner, f"{at}.")
        elif is_pairs(type_):
            yield Table(at, label, PAIR, "One more", help_)
        elif get_origin(type_) is dict:
            yield Table(at, label, CODES, "One more", help_)
        else:
            yield _line(kind, name, at, type_, label, help_)


def _line(kind: type[msgspec.Struct], name: str, at: str, type_: Any, label: str, help_: str) -> Line:
    own = f"{kind.__name__}.{name}"
    several = get_origin(type_) is tuple
    shape: Kind = "text"
    options = ""
    if several and name in MANY:
        shape, options = "many", MANY[name]
    elif refers := NAMES.get(own, NAMES.get(name)):
        # A topic's own theme is a text, and `kind` of a paper is no list: only what is plain names something.
        shape, options = ("names" if several else "name"), refers
    elif chosen := CHOICES.get(own, CHOICES.get(name)):
        shape, options = "choice", chosen
    elif literals_in(type_):
        shape, options = "choice", "literal:" + ",".join(literals_in(type_))
    elif several:
        shape = "lines"
    elif bool in (type_, *get_args(type_)) and str not in get_args(type_):
        shape = "check"
    elif int in (type_, *get_args(type_)) and str not in get_args(type_):
        shape = "number"
    elif name in LONG:
        shape = "long"
    return Line(at, label, shape, help_, needed=False, options=options)


def labelled(kind: type[msgspec.Struct], name: str) -> tuple[str, str]:
    """Return what a field is called and what helps to fill it in (gettext keys)."""
    return LABELS.get(f"{kind.__name__}.{name}", LABELS.get(name, (name, "")))


def struct_in(type_: Any) -> type[msgspec.Struct] | None:
    """Return the struct that a type holds, be it alone, optional, or in a tuple."""
    for each in (type_, *get_args(type_)):
        if isinstance(each, type) and issubclass(each, msgspec.Struct):
            return each
    return None


def is_pairs(type_: Any) -> bool:
    """Return whether a type is a list of pairs of values."""
    return get_origin(type_) is tuple and get_origin(get_args(type_)[0]) is tuple


def literals_in(type_: Any) -> tuple[str, ...]:
    """Return the values of a fixed list, none where the type is something else."""
    for each in (type_, *get_args(type_)):
        if get_origin(each) is Literal:
            return get_args(each)
    return ()


def may_be_none(type_: Any) -> bool:
    """Return whether a field may hold nothing."""
    return NoneType in get_args(type_)
