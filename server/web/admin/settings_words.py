"""Settings in words: what there is to choose from, what fields are called, and what their values say."""

from collections.abc import Sequence
from typing import Any, Final

from config.centers import Language
from config.documents import CITY, CenterDocument, CityDocument, Document, Scope
from config.words import say
from server.rules.errors import Refusal
from server.rules.hall.hours_told import WEEKDAYS
from server.rules.hall.settings_difference import Path
from server.store.settings import document_in_force
from server.store.unit_of_work import Reading
from server.web.admin.center_parts import BOOKING, PARTS, Part
from server.web.admin.names import center_names
from server.web.admin.set_up import LEVEL_NAMES
from server.web.admin.shapes import Line, Options, Shape, labels
from server.wire.problem import said

POLICIES: Final = {
    "virtual_time": "By waiting time, priority counts as minutes",
    "strict": "Priority first, always",
    "fifo": "First come, first served",
}
LATE: Final = {"off": "Do nothing", "warn": "Warn people", "stop": "Give no number"}
WORDS: Final = (*POLICIES.values(), *LATE.values())
"""Texts (gettext keys) that stand in tables here."""


def options_of(reading: Reading, document: Document, language: Language) -> Options:
    """Return what the forms of `document` offer to choose from."""
    city = document_in_force(reading, CITY, CityDocument)
    names = {service.id: service.name.say(language) for service in city.services} if city else {}
    centers = [(id_, name.say(language)) for id_, name in center_names(reading).items()]
    offered, counters = [], []
    if isinstance(document, CenterDocument):
        offered = [(each.id, names.get(each.id, each.id)) for each in document.services]
        counters = [(each.id, each.name.say(language)) for each in document.counters]
    return {
        "services": list(names.items()),
        "offered": offered,
        "counters": counters,
        "centers": centers,
        "parents": centers,
        "weekdays": [(str(number), say(language, day)) for number, day in enumerate(WEEKDAYS, 1)],
        "levels": [(value, say(language, words)) for value, words in LEVEL_NAMES.items()],
        "policies": [(value, say(language, words)) for value, words in POLICIES.items()],
        "late": [(value, say(language, words)) for value, words in LATE.items()],
    }


def field_words(shapes: Sequence[Shape], field: str, language: Language) -> str:
    """Return what people call the field of a finding, as in "Counters 3 · Name"."""
    told = ""
    for each in labels(shapes, field):
        told += f" {each}" if isinstance(each, int) else f"{' · ' if told else ''}{say(language, each)}"
    return told


def finding_words(refusal: Refusal, shapes: Sequence[Shape], language: Language, prefix: str = "") -> str:
    """Return what a finding says, its field called as the form calls it."""
    field = str(refusal.values.get("field", ""))
    if not field:
        return said(refusal, language)
    # What another form asks for may speak against it, too.
    every = [shape for part in all_parts() for shape in part.shapes]
    called = field_words(shapes, field.removeprefix(prefix), language) or field_words(every, field, language) or field
    values = {**refusal.values, "field": called}
    return said(Refusal(refusal.code, **values), language)


def path_words(scope: Scope, path: Path, document: Any, options: Options, language: Language) -> str:
    """Return what people call the place of a difference, an entry by its name in `document` or what names it."""
    shapes: tuple[Shape, ...] = tuple(shape for part in PARTS[scope.kind] for shape in part.shapes)
    known = dict(options["services"])
    told = _path(shapes, path, document, language, scope.kind == "center")
    return " · ".join(known.get(each, each) for each in told)


def _path(shapes: Sequence[Shape], path: Path, document: Any, language: Language, center: bool) -> list[str]:
    if not path:
        return []
    for shape in shapes:
        names = tuple(shape.name.split("."))
        if path[: len(names)] != names:
            continue
        rest, inner = path[len(names) :], document
        for name in names:
            inner = inner.get(name) if isinstance(inner, dict) else None
        if isinstance(shape, Line):
            return [say(language, shape.label) if shape.label else "", *_language(rest, language)]
        told = [say(language, shape.label)]
        if not rest:
            return told
        if rest[0] == "order":
            return [*told, say(language, "Order")]
        entry = next((each for each in inner or () if rest[0] in map(str, _ids(each))), None)
        each = (*shape.each, *BOOKING.shapes) if shape.name == "services" and center else shape.each
        return [*told, _entry(entry, rest[0], language), *_path(each, rest[1:], entry, language, center)]
    return [*path]


def value_words(value: Any, options: Options, language: Language) -> str:
    """Return a value of a document as people read it."""
    known = {name: words for each in options.values() for name, words in each}
    match value:
        case None:
            return say(language, "nothing")
        case bool():
            return say(language, "yes") if value else say(language, "no")
        case {"zh": str(), "en": str()} if len(value) == 2:
            return str(value[language])
        case {"opens": opens, "closes": closes, **rest}:
            return (
                f"{value_words(rest['days'], options, language)} {opens}-{closes}"
                if rest.get("days")
                else f"{opens}-{closes}"
            )
        case dict():
            shown = (value_words(each, options, language) for name, each in value.items() if name != "id" and each)
            return say(language, ", ").join(each for each in shown if each)
        case list() if value and all(isinstance(each, int) for each in value):
            days = dict(options["weekdays"])
            return say(language, ", ").join(days.get(str(each), str(each)) for each in value)
        case list() | tuple():
            return say(language, "; ").join(value_words(each, options, language) for each in value) or say(
                language, "nothing"
            )
        case str():
            return known.get(value, value)
        case _:
            return str(value)


def all_parts() -> tuple[Part, ...]:
    """Return every form once."""
    return (*dict.fromkeys(part for parts in PARTS.values() for part in parts), BOOKING)


def _language(rest: Path, language: Language) -> list[str]:
    return [
        say(language, "in Chinese") if each == "zh" else say(language, "in English") if each == "en" else each
        for each in rest
    ]


def _ids(entry: Any) -> tuple[Any, ...]:
    return tuple(entry.get(each) for each in ("id", "date", "first", "day") if each in entry)


def _entry(entry: Any, id_: str, language: Language) -> str:
    name = entry.get("name") if isinstance(entry, dict) else None
    if isinstance(name, dict):
        return str(name[language])
    return name if isinstance(name, str) else id_
