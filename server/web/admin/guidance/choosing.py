"""What there is to choose from in the forms of the desk: names instead of ids."""

from collections.abc import Iterator, Sequence
from typing import Any

from config.centers import Language
from config.words import say
from server.office.drafts.bench import Open
from server.web.admin.guidance.desk import BETWEEN, called
from server.web.admin.guidance.fields import CHANNELS
from server.web.admin.guidance.labels import VALUES
from server.web.admin.shapes import Line, Shape, Table, Typed

CHANNELS_SAID = {
    "window": "At a counter",
    "online": "Online",
    "self_service": "At a machine",
    "community": "In the neighbourhood",
    "mail": "By mail",
    "bank": "At a bank",
    "phone": "By telephone",
}
"""Way of doing an item -> what it is called."""
FEW = ("authorities", "themes", "entities")


def options_of(open_: Open, shapes: Sequence[Shape], language: Language) -> dict[str, list[tuple[str, str]]]:
    """Return what the choices of a form offer: name of the options -> (value, words)."""
    options = {part: [(each.id, called(each.node, language)) for each in open_.of(part)] for part in FEW}
    points = {each.id: called(each.node, language) for each in open_.of("points")}
    groups = sorted({group for each in open_.of("points") for group in each.node.get("groups") or ()} - points.keys())
    options["points"] = [*points.items(), *((each, say(language, "any of: {group}", group=each)) for each in groups)]
    options["channels"] = [(each, say(language, CHANNELS_SAID[each])) for each in CHANNELS]
    for name in {each.options for each in lines_in(shapes) if each.options.startswith("literal:")}:
        values = name.removeprefix("literal:").split(",")
        options[name] = [(each, say(language, VALUES.get(each, each))) for each in values]
    return options


def known_in(open_: Open, shapes: Sequence[Shape], language: Language) -> dict[str, list[str]]:
    """Return what can be typed where one of many is chosen: part -> names with their ids."""
    parts = {each.options for each in lines_in(shapes) if each.kind in ("name", "names")}
    return {
        part: [_labelled(each.id, called(each.node, language)) for each in open_.of(part)] for part in sorted(parts)
    }


def lines_in(shapes: Sequence[Shape]) -> Iterator[Line]:
    """Give every line of a form."""
    for shape in shapes:
        if isinstance(shape, Table):
            yield from lines_in(shape.each)
        else:
            yield shape


def with_names(open_: Open, shapes: Sequence[Shape], typed: Typed, language: Language) -> Typed:
    """Return what is typed with names in front of ids, as people choose them."""
    return _each_name(shapes, typed, lambda part, text: _named(open_, part, text, language))


def with_ids(open_: Open, shapes: Sequence[Shape], typed: Typed) -> Typed:
    """Return what was typed with ids alone, as they are written; what names nothing stays as it was typed."""
    names: dict[tuple[str, str], str] = {}
    for part in {each.options for each in lines_in(shapes) if each.kind in ("name", "names")}:
        for place in open_.of(part):
            for language in ("zh", "en"):
                names.setdefault((part, called(place.node, "zh" if language == "zh" else "en")), place.id)

    def id_in(part: str, text: str) -> str:
        text = text.strip()
        last = text.rpartition(BETWEEN)[2].strip()
        return last if (part, last) in open_.records else names.get((part, text), last)

    return _each_name(shapes, typed, id_in)


def several(line: Line, typed: Typed) -> list[tuple[str, str]]:
    """Return the inputs of a line that names several: those that are filled in, and one to add to them."""
    filled = [
        str(value)
        for name, value in sorted(typed.items(), key=lambda each: (len(each[0]), each[0]))
        if name.startswith(f"{line.name}:") and str(value).strip()
    ]
    return [(str(place), value) for place, value in enumerate([*filled, ""])]


def _each_name(shapes: Sequence[Shape], typed: Typed, change: Any) -> Typed:
    result: Typed = dict(typed)
    for shape in shapes:
        if isinstance(shape, Table):
            result[shape.name] = [_each_name(shape.each, row, change) for row in typed.get(shape.name, ())]
        elif shape.kind == "name" and result.get(shape.name):
            result[shape.name] = change(shape.options, str(result[shape.name]))
        elif shape.kind == "names":
            for name, value in typed.items():
                if name.startswith(f"{shape.name}:") and value:
                    result[name] = change(shape.options, str(value))
    return result


def _named(open_: Open, part: str, text: str, language: Language) -> str:
    place = open_.records.get((part, text))
    return text if place is None else _labelled(text, called(place.node, language))


def _labelled(id_: str, name: str) -> str:
    return id_ if name == id_ else f"{name}{BETWEEN}{id_}"
