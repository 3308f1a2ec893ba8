"""Where in a pack's files a finding is: the line and column of the very field."""

import re
from collections.abc import Iterator
from typing import Any, Final

from config import yaml_file
from config.pack_file import PackFile
from server.rules.guidance.prove.finding import Finding

FIELDS: Final = {
    "never_can": "requirements",
    "paper_unasked": "needs",
    "not_proved": "requirements",
    "prerequisite_cycle": "needs",
    "question_order": "when",
    "situation_cycle": "when",
    "promise_false": "requirements",
    "case_fails": "requirements",
    "calendar_missing": "calendar",
    "knowledge_expiring": "expires",
    "knowledge_expired": "expires",
    "hours_never": "hours",
    "option_missing": "options",
}
"""What a finding of a code is about where its sentence names nothing of the record."""
BY_NAME: Final = ("verdicts", "answers", "says", "parameters")
"""Fields whose keys are names that a finding may tell."""
_PATH: Final = re.compile(r"([a-z_]+(?:\[\d+\])?(?:\.[a-z_]+(?:\[\d+\])?)*)(?=[: ])")
_STEP: Final = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
_WORD: Final = re.compile(r"[^\s,;:“”\"'()\[\]{}]+")
Spot = tuple[str, int, int]
"""File, line and column."""


def spot_of(file: PackFile, finding: Finding, otherwise: str) -> Spot:
    """Return where `finding` is in `file`: at the path or value that it names, or else where its record begins.

    A finding about the pack itself, or about nothing that is written, is at the beginning of the file `otherwise`.
    """
    node = file.nodes.get((finding.part, finding.id))
    name, line = file.places.get((finding.part, finding.id), (otherwise, 1))
    if node is None:
        return name, line, 1
    path = _PATH.match(finding.what)
    for written in (path[1] if path else "", FIELDS.get(finding.code, "")):
        if written and (found := _at(node, written)) is not None:
            return name, *found
    words = [each.strip(".") for each in _WORD.findall(finding.what)]
    spots = {value: spot for value, spot in reversed([*_named(node)]) if value in words and value != finding.id}
    if spots:
        return name, *spots[max(spots, key=len)]
    elements = _at(node, "elements") if finding.code.startswith("elements_") else None
    return (name, *elements) if elements is not None else (name, line, node.column)


def _at(node: Any, path: str) -> tuple[int, int] | None:
    """Return the place of `path` ("options[0].days"), as near as it is written; None when nothing of it is."""
    found = None
    for key, number in _STEP.findall(path):
        if key and isinstance(node, yaml_file.Mapping) and key in node:
            found, node = (node.lines[key], node.columns[key]), node[key]
        elif number and isinstance(node, yaml_file.Sequence) and int(number) < len(node):
            found, node = (node.lines[int(number)], node.columns[int(number)]), node[int(number)]
        else:
            break
    return found


def _named(node: Any, *, keys: bool = False) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield every plain value inside `node`, and its keys where those are names, with their places."""
    if isinstance(node, yaml_file.Mapping):
        for key, value in node.items():
            spot = node.lines[key], node.columns[key]
            if keys:
                yield key, spot
            yield from _inside(value, spot, keys=key in BY_NAME)
    elif isinstance(node, yaml_file.Sequence):
        for number, value in enumerate(node):
            yield from _inside(value, (node.lines[number], node.columns[number]))


def _inside(value: Any, spot: tuple[int, int], *, keys: bool = False) -> Iterator[tuple[str, tuple[int, int]]]:
    if isinstance(value, yaml_file.Mapping | yaml_file.Sequence):
        yield from _named(value, keys=keys)
    else:
        yield str(value), spot
