"""What stands in a release more than once is written once: rules, texts, answers, papers. Pure.

`{"=":17}` stands for `shared[17]`, in which others of lower numbers may stand. So many lists ask the same things and
say the same words that their release is less than half as large, and putting it back is one pass over its text.
"""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

import msgspec

SHORTEST: Final = 24
"""Bytes of what is worth a number of its own."""
LONGEST: Final = 64 * 1024 * 1024
"""Bytes of a release put back: whatever says that it is more is none."""
_STANDS_FOR: Final = re.compile(rb'\{"=":(\d{1,9})\}')


class GuidanceWritten(msgspec.Struct, frozen=True):
    """A pack with its editions and what a search of them needs, without fields that are as usual.

    What stands in it more than once is written once: each `{"=": n}` of the text stands for `shared[n]`, which may have
    such of lower numbers in it. `pack` and `editions` have the fields of the schema of packs then.
    """

    pack: dict[str, Any]
    editions: tuple[Any, ...] | dict[str, Any] = ()
    search: dict[str, Any] | None = None
    shared: tuple[Any, ...] = ()


class _Parts(msgspec.Struct):
    pack: msgspec.Raw
    editions: msgspec.Raw = msgspec.Raw(b"[]")
    search: msgspec.Raw = msgspec.Raw(b"null")
    shared: tuple[msgspec.Raw, ...] = ()


class _Writer:
    """Writes values of JSON with sorted keys; `shared` are the texts that have got a number."""

    def __init__(self) -> None:
        self._texts: dict[int, str] = {}
        self._times: Counter[str] = Counter()
        self._numbers: dict[str, int] = {}
        self.shared: list[str] = []

    def look(self, value: Any) -> None:
        """Count what stands in `value` more than once; what stands in that counts once."""
        self._text(value)
        self._count(value)

    def write(self, value: Any) -> str:
        """Return `value`, which was looked at before, with numbers for what is shared."""
        text = self._texts.get(id(value))
        if text is None or self._times[text] < 2 or len(text) < SHORTEST:
            return self._composed(value, self.write)
        if text not in self._numbers:
            written = self._composed(value, self.write)
            self._numbers[text] = len(self.shared)
            self.shared.append(written)
        return f'{{"=":{self._numbers[text]}}}'

    def _text(self, value: Any) -> str:
        text = self._composed(value, self._text)
        if isinstance(value, dict | list):
            self._texts[id(value)] = text
        return text

    def _count(self, value: Any) -> None:
        text = self._texts.get(id(value))
        if text is None:
            return
        self._times[text] += 1
        if self._times[text] == 1:
            for each in value.values() if isinstance(value, dict) else value:
                self._count(each)

    @staticmethod
    def _composed(value: Any, written: Any) -> str:
        if isinstance(value, dict):
            return "{" + ",".join(f"{_json(key)}:{written(value[key])}" for key in sorted(value)) + "}"
        if isinstance(value, list):
            return "[" + ",".join(written(each) for each in value) + "]"
        return _json(value)


def written_once(parts: Mapping[str, Any]) -> bytes:
    """Return the `parts` of a release, which are values of JSON, with what is shared under `shared`."""
    writer = _Writer()
    for each in parts.values():
        writer.look(each)
    found = {name: writer.write(each) for name, each in parts.items()}
    plain = msgspec.json.encode(parts, order="sorted")
    # Nothing of a release looks like a number of what is shared; if it did, all would be written out.
    if not writer.shared or _STANDS_FOR.search(plain):
        return plain
    found["shared"] = "[" + ",".join(writer.shared) + "]"
    return ("{" + ",".join(f"{_json(name)}:{found[name]}" for name in sorted(found)) + "}").encode()


def written_out(body: bytes) -> bytes:
    """Return the JSON of a release with everything where it belongs.

    Raises `msgspec.DecodeError` for what is no release, and for one that names what is not shared or grows too long.
    """
    parts = msgspec.json.decode(body, type=_Parts)
    if not parts.shared:
        return body
    shared: list[bytes] = []
    left = LONGEST

    def put_back(raw: msgspec.Raw) -> bytes:
        nonlocal left
        pieces = _STANDS_FOR.split(bytes(raw))
        pieces[1::2] = [_named(shared, int(each)) for each in pieces[1::2]]
        left -= sum(map(len, pieces))
        if left < 0:
            raise msgspec.DecodeError("the release is longer than any")
        return b"".join(pieces)

    for each in parts.shared:
        shared.append(put_back(each))
    whole = (put_back(each) for each in (parts.editions, parts.pack, parts.search))
    return b'{"editions":%b,"pack":%b,"search":%b}' % tuple(whole)


def _named(shared: list[bytes], number: int) -> bytes:
    if number >= len(shared):
        raise msgspec.DecodeError("what stands for something stands for nothing")
    return shared[number]


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
