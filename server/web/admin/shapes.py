"""What a form asks for: lines and tables named as the document's own fields, filled in from it and read back. Pure.

What is typed is kept as it was typed (`Typed`), so that a form that is refused comes back whole. The name of an input
is the field that a finding names, as in `counters[2].name.zh`; of a table the row's number is that of the finding too.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, Literal

import msgspec

from server.rules.errors import Refusal

Kind = Literal[
    "text",
    "both",
    "number",
    "clock",
    "date",
    "choice",
    "check",
    "maybe",
    "many",
    "all",
    "days",
    "words",
    "id",
    "note",
    "rule",
    "long",
    "lines",
    "name",
    "names",
]
"""`both`: in two languages, `note`: so too, or empty in both. `maybe`: yes, no, or left open. `many`: some of the
options, `all`: those or else all of them, `days`: of the week. `words`: some words with commas between. `id`: what
programs call it, seen by nobody. `rule` and `long` have a box of several lines, `lines`: a text on each. `name`: one of
many that is chosen by typing, `names`: several of them."""
Options = Mapping[str, Sequence[tuple[str, str]]]
"""What there is to choose from: name -> (value, words)."""
Typed = dict[str, Any]
"""What was typed: name of an input -> text; name of a table -> its rows, each a `Typed`."""
ROW: Final = re.compile(r"\[(\d{1,4})\](.)(.*)", re.DOTALL)
GONE: Final = "gone"
_PART: Final = re.compile(r"(.+)\[(\d)\]")
_PLACE: Final = re.compile(r"([a-z_.]+?)\[(\d+)\]\.?(.*)")
MOST_DIGITS: Final = 9
WEEK: Final = ("1", "2", "3", "4", "5", "6", "7")


class Line(msgspec.Struct, frozen=True):
    """One value: the document's field `name`, what it is called, and what helps to fill it in (gettext keys).

    A new row begins with `preset`.
    """

    name: str
    label: str
    kind: Kind = "text"
    help: str = ""
    needed: bool = True
    options: str = ""
    preset: str = ""


class Table(msgspec.Struct, frozen=True):
    """Values of one kind, as many as there are; `add` is what the button says."""

    name: str
    label: str
    each: tuple["Line | Table", ...]
    add: str
    help: str = ""


Shape = Line | Table


def filled(shapes: Sequence[Shape], document: Any) -> Typed:
    """Return what a form shows of `document` (as JSON decodes it)."""
    typed: Typed = {}
    for shape in shapes:
        value = _get(document, shape.name)
        if isinstance(shape, Table):
            typed[shape.name] = [filled(shape.each, each) for each in value or ()]
        elif shape.kind in ("both", "note"):
            typed |= {f"{shape.name}.{language}": (value or {}).get(language, "") for language in ("zh", "en")}
        elif shape.kind in ("many", "all", "days"):
            typed |= {f"{shape.name}:{each}": "on" for each in value or ()}
        elif shape.kind == "names":
            typed |= {f"{shape.name}:{place}": str(each) for place, each in enumerate(value or ())}
        elif shape.kind == "lines":
            typed[shape.name] = "\n".join(value or ())
        elif shape.kind == "words":
            typed[shape.name] = ", ".join(value or ())
        elif shape.kind == "check":
            typed |= {shape.name: "on"} if value else {}
        elif shape.kind == "maybe":
            typed[shape.name] = "" if value is None else "yes" if value else "no"
        else:
            typed[shape.name] = shape.preset if value is None else str(value)
    return typed


def typed_in(shapes: Sequence[Shape], form: Mapping[str, str]) -> Typed:
    """Return what `form` holds for `shapes`, without rows that are empty or taken away."""
    typed: Typed = {}
    tables = {shape.name: shape for shape in shapes if isinstance(shape, Table)}
    rows: dict[str, dict[int, dict[str, str]]] = {name: {} for name in tables}
    for name, value in form.items():
        table = next((each for each in tables if name.startswith(f"{each}[")), None)
        if table is None:
            typed[name] = value
        elif (found := ROW.fullmatch(name, len(table))) is not None:
            # What follows a colon is an option, or says that the row goes.
            rest = f":{found[3]}" if found[2] == ":" else found[3]
            rows[table].setdefault(int(found[1]), {})[rest] = value
    for name, shape in tables.items():
        read = [(row, typed_in(shape.each, row)) for _, row in sorted(rows[name].items())]
        typed[name] = [each for row, each in read if f":{GONE}" not in row and not _is_empty(shape.each, each)]
    return {name: value for name, value in typed.items() if name in tables or _is_asked(shapes, name)}


def with_row(shapes: Sequence[Shape], typed: Typed, table: str) -> None:
    """Add an empty row to the table `table`, named as in `special_days[0].hours`; others are left as they are."""
    for shape in shapes:
        if not isinstance(shape, Table):
            continue
        rows = typed.setdefault(shape.name, [])
        if table == shape.name:
            rows.append(filled(shape.each, {}))
        elif table.startswith(f"{shape.name}[") and (found := ROW.fullmatch(table, len(shape.name))) is not None:
            for row in rows[int(found[1]) : int(found[1]) + 1]:
                with_row(shape.each, row, found[3])


def read(shapes: Sequence[Shape], typed: Typed, before: Any, found: list[Refusal], place: str = "") -> dict[str, Any]:
    """Return `before` with what was typed; what cannot be read at all is added to `found` under its field.

    Of a row that has an `id` what the form does not ask for stays as it was.
    """
    document: dict[str, Any] = dict(before)
    for shape in shapes:
        at = f"{place}{shape.name}"
        if isinstance(shape, Table):
            known = {
                each["id"]: each for each in _get(before, shape.name) or () if isinstance(each, dict) and "id" in each
            }
            value: Any = [
                read(shape.each, row, known.get(row.get("id", ""), {}), found, f"{at}[{number}].")
                for number, row in enumerate(typed.get(shape.name, ()))
            ]
        else:
            value = _read_line(shape, typed, at, found)
        _set(document, shape.name, value)
    return document


def _read_line(line: Line, typed: Typed, at: str, found: list[Refusal]) -> Any:
    text = str(typed.get(line.name, "")).strip()
    match line.kind:
        case "both" | "note":
            pair = {language: str(typed.get(f"{line.name}.{language}", "")).strip() for language in ("zh", "en")}
            return pair if line.needed or line.kind == "note" or any(pair.values()) else None
        case "many" | "all" | "days":
            chosen = [name.partition(":")[2] for name in typed if name.startswith(f"{line.name}:")]
            if line.kind == "days":
                return sorted(int(each) if each in WEEK else 0 for each in chosen)
            return chosen or (None if line.kind == "all" else [])
        case "names":
            given = {
                name.rpartition(":")[2]: str(value).strip()
                for name, value in typed.items()
                if name.startswith(f"{line.name}:")
            }
            return [given[place] for place in sorted(given, key=lambda each: (len(each), each)) if given[place]]
        case "lines":
            return [each.strip() for each in text.splitlines() if each.strip()]
        case "words":
            return [each.strip() for each in re.split("[,，、;；\\s]+", text) if each.strip()]
        case "check":
            return text == "on"
        case "maybe":
            return {"yes": True, "no": False}.get(text)
        case "number":
            if not text and not line.needed:
                return None
            if not (text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS):
                found.append(Refusal("settings_whole_number", field=at))
                return 0
            return int(text)
        case _:
            return text or (None if not line.needed else "")


def choices(line: Line, typed: Typed, options: Options) -> list[tuple[str, str, bool]]:
    """Return what there is to choose from as value, words and whether it is chosen; what is chosen first, in order."""
    known = dict(options.get(line.options, ()))
    chosen = [name.partition(":")[2] for name in typed if name.startswith(f"{line.name}:")]
    if line.kind == "days":
        return [(value, words, value in chosen) for value, words in known.items()]
    return [
        *((value, known.get(value, value), True) for value in chosen),
        *((value, words, False) for value, words in known.items() if value not in chosen),
    ]


def labels(shapes: Sequence[Shape], field: str) -> list[str | int]:
    """Return what people call the field that a finding names: labels (gettext keys) and numbers of rows from 1."""
    for shape in shapes:
        if isinstance(shape, Table):
            if field == shape.name:
                return [shape.label]
            if (found := _PLACE.fullmatch(field)) is not None and found[1] == shape.name:
                return [shape.label, int(found[2]) + 1, *labels(shape.each, found[3])]
        elif field == shape.name or field.startswith((f"{shape.name}.", f"{shape.name}[")):
            return [shape.label]
    return []


def inputs(shapes: Sequence[Shape]) -> Iterator[str]:
    """Give every text of the shapes that people read (gettext keys)."""
    for shape in shapes:
        yield from (each for each in (shape.label, shape.help) if each)
        if isinstance(shape, Table):
            yield shape.add
            yield from inputs(shape.each)


def _is_asked(shapes: Sequence[Shape], name: str) -> bool:
    for shape in shapes:
        if not isinstance(shape, Line):
            continue
        if shape.kind in ("both", "note") and name in (f"{shape.name}.zh", f"{shape.name}.en"):
            return True
        if shape.kind in ("many", "all", "days", "names") and name.startswith(f"{shape.name}:"):
            return True
        if name == shape.name:
            return True
    return False


def _is_empty(shapes: Sequence[Shape], row: Typed) -> bool:
    for shape in shapes:
        if isinstance(shape, Table):
            if row.get(shape.name):
                return False
        elif shape.kind != "id" and any(
            str(value).strip() not in ("", shape.preset)
            for name, value in row.items()
            if name == shape.name or name.startswith((f"{shape.name}.", f"{shape.name}:"))
        ):
            return False
    return not row.get("id")


def _get(document: Any, name: str) -> Any:
    if (found := _PART.fullmatch(name)) is not None:
        pair = _get(document, found[1])
        return pair[int(found[2])] if pair else None
    for part in name.split("."):
        if not isinstance(document, dict):
            return None
        document = document.get(part)
    return document


def _set(document: dict[str, Any], name: str, value: Any) -> None:
    *above, last = name.split(".")
    for part in above:
        inner = document.get(part)
        document[part] = document = dict(inner) if isinstance(inner, dict) else {}
    if (found := _PART.fullmatch(last)) is not None:
        pair = list(document.get(found[1]) or ("", ""))
        pair[int(found[2])] = value
        document[found[1]] = pair
    else:
        document[last] = value
