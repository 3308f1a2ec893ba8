"""Read YAML that strangers may have written: plain mappings, lists and scalars with their lines, nothing else.

The core schema of YAML 1.2: only `true`, `false`, `null`, `~` and numbers are special, so `on`, `no` and dates stay
text. Tags, anchors and aliases (and with them the bombs made of aliases), doubled keys, great depth and great size are
refused.
"""

import re
from pathlib import Path
from typing import Any, Final

import yaml

from config.characters import first_shapeless, in_pieces, name_of
from config.decoders import yaml_words
from config.text_file import TextFileError, read_text

BYTES_AT_MOST: Final = 2_000_000
DEPTH_AT_MOST: Final = 24

_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
_NUMBER = re.compile(r"[-+]?[0-9]+\.[0-9]*")
_WORDS: Final[dict[str, Any]] = {"true": True, "false": False, "null": None, "~": None, "": None}


class YamlError(Exception):
    """What is wrong with a file: `line`, a stable `code`, `what` it is, and the `remedy`."""

    def __init__(self, line: int, code: str, what: str, remedy: str, column: int = 1) -> None:
        self.line, self.code, self.what, self.remedy, self.column = line, code, what, remedy, column
        super().__init__(f"line {line}: {what}")


class Mapping(dict[str, Any]):
    """A mapping that knows its `line` and `column`, and those of each key."""

    def __init__(self, line: int, column: int = 1) -> None:
        super().__init__()
        self.line, self.column = line, column
        self.lines: dict[str, int] = {}
        self.columns: dict[str, int] = {}


class Sequence(list[Any]):
    """A list that knows its `line` and `column`, and those of each element."""

    def __init__(self, line: int, column: int = 1) -> None:
        super().__init__()
        self.line, self.column = line, column
        self.lines: list[int] = []
        self.columns: list[int] = []


def read_yaml(file: Path) -> Any:
    """Return the one document in `file` (None when it is empty); raises `YamlError`.

    Symbolic links, pipes and devices are refused unread.
    """
    try:
        text = read_text(file, BYTES_AT_MOST, follow=False)
    except TextFileError as error:
        match error.code:
            case "too_large":
                what = f"the file has {error.values['size']} bytes"
                raise YamlError(1, "file_too_large", what, "split it into several files") from error
            case "not_utf8":
                line = int(str(error.values["line"]))
                raise YamlError(line, "not_utf8", "this is not UTF-8", "save the file as UTF-8") from error
            case "missing":
                raise YamlError(1, "file_unreadable", "it is not there", f"write {file.name}") from error
        raise YamlError(1, "file_unreadable", str(error), f"put a plain file {file.name} there") from error
    return parse_yaml(text)


def parse_yaml(text: str) -> Any:
    """Return the one document in `text` (None when it is empty); raises `YamlError`."""
    _refuse_shapeless(text, "\n\r\t", 1)
    builder = _Builder()
    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            try:
                builder.take(event)
            except YamlError as error:
                error.column = builder.column
                raise
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = yaml_words(error.problem or error.context or "")
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise YamlError(line, "bad_yaml", what, "correct the indentation or quotes", column) from error
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1
        what = "a character that YAML does not allow"
        raise YamlError(line, "bad_character", what, "take it out") from error
    return builder.document


class _Builder:
    """Builds values from events without recursion, so that no depth can overflow it."""

    def __init__(self) -> None:
        self.document: Any = None
        self._documents = 0
        self.column = 1
        self._open: list[Mapping | Sequence] = []
        self._keys: list[tuple[str, int] | None] = []

    def take(self, event: yaml.Event) -> None:
        line = event.start_mark.line + 1 if event.start_mark else 1
        self.column = event.start_mark.column + 1 if event.start_mark else 1
        match event:
            case yaml.AliasEvent():
                raise YamlError(line, "alias_refused", "this refers to another place", "write it out here")
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    raise YamlError(line, "documents_many", "a second document begins", "make it a file of its own")
            case yaml.ScalarEvent():
                self._refuse_marks(event, line)
                # Written as \u...., it was not there to be seen in the file.
                _refuse_shapeless(event.value, "\n", line)
                _refuse_pieces(event.value, line)
                self._put(scalar(event), line)
            case yaml.MappingStartEvent():
                self._begin(Mapping(line, self.column), event, line)
            case yaml.SequenceStartEvent():
                self._begin(Sequence(line, self.column), event, line)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._open.pop()
                self._keys.pop()

    def _refuse_marks(self, event: yaml.NodeEvent, line: int) -> None:
        if event.anchor is not None:
            raise YamlError(line, "alias_refused", f"&{event.anchor} names a place", "write things out instead")
        tag = getattr(event, "tag", None)
        if tag is not None and tag != "!":
            raise YamlError(line, "tag_refused", f"{tag} is a tag", "write plain text, numbers, lists and mappings")

    def _begin(self, value: Mapping | Sequence, event: yaml.NodeEvent, line: int) -> None:
        self._refuse_marks(event, line)
        if len(self._open) >= DEPTH_AT_MOST:
            raise YamlError(line, "too_deep", f"more than {DEPTH_AT_MOST} levels", "name a part as a situation")
        self._put(value, line)
        self._open.append(value)
        self._keys.append(None)

    def _put(self, value: Any, line: int) -> None:
        if not self._open:
            self.document = value
            return
        place = self._open[-1]
        if isinstance(place, Sequence):
            place.append(value)
            place.lines.append(line)
            place.columns.append(self.column)
            return
        key = self._keys[-1]
        if key is None:
            if not isinstance(value, str | int) or isinstance(value, bool):
                raise YamlError(line, "bad_key", f"{value!r} is no name", "write a word before the colon")
            if str(value) in place:
                raise YamlError(line, "key_doubled", f"{value} is there twice", "take one of them out")
            self._keys[-1] = (str(value), line)
            place.columns[str(value)] = self.column
            return
        place[key[0]] = value
        place.lines[key[0]] = key[1]
        self._keys[-1] = None


def _refuse_shapeless(text: str, besides: str, line: int) -> None:
    """Refuse controls, marks of direction and invisible characters, in `text` that begins on `line`."""
    place = first_shapeless(text, besides)
    if place is not None:
        line += text.count("\n", 0, place)
        before = text[:place].rpartition("\n")[2]
        what = f"{name_of(text[place])} stands after {before[-12:]!r}"
        raise YamlError(line, "bad_character", what, "take it out: nobody can see it, and printers may obey it")


def _refuse_pieces(text: str, line: int) -> None:
    """Refuse letters in pieces and doubles of others, in `text` that begins on `line`."""
    place = in_pieces(text)
    if place is not None:
        what = f"{text[:12]!r} is not composed as usual: it has {name_of(text[place])}"
        remedy = "type it anew, or save the file composed (NFC)"
        raise YamlError(line + text.count("\n", 0, place), "text_in_pieces", what, remedy)


def scalar(event: yaml.ScalarEvent) -> Any:
    """Return what a scalar means by the core schema of YAML 1.2."""
    value = event.value
    if not event.implicit[0] or event.style:
        return value
    if value in _WORDS:
        return _WORDS[value]
    if _INTEGER.fullmatch(value):
        return int(value)
    return float(value) if _NUMBER.fullmatch(value) else value


def place_in(node: Any, field: str) -> tuple[int, int]:
    """Return line and column of `field` (`counters[0].name.zh`) in `node`, or of what is nearest above it."""
    place = (int(getattr(node, "line", 1)), int(getattr(node, "column", 1)))
    for key, number in re.findall(r"([^.\[\]]+)|\[(\d+)\]", field):
        if key and isinstance(node, Mapping) and key in node:
            place, node = (node.lines[key], node.columns[key]), node[key]
        elif number and isinstance(node, Sequence) and int(number) < len(node):
            place, node = (node.lines[int(number)], node.columns[int(number)]), node[int(number)]
        else:
            break
    return place


class _Dumper(yaml.SafeDumper):
    """Writes every text so that it is read as a text again."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    plain = text not in _WORDS and not _INTEGER.fullmatch(text) and not _NUMBER.fullmatch(text)
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if plain else '"')


_Dumper.add_representer(str, _represent_text)
_Dumper.add_representer(Mapping, yaml.SafeDumper.represent_dict)
_Dumper.add_representer(Sequence, yaml.SafeDumper.represent_list)


def write_yaml(document: Any) -> str:
    """Return `document` (mappings, lists, texts, numbers) as text that `parse_yaml` reads as the same."""
    return yaml.dump(document, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)
