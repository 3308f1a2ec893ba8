"""How a value is written as YAML by hand: short things flat on one line, longer ones a line for each field. Pure."""

import json
import re
from typing import Any, Final

SHORT: Final = 110
"""What is longer flat gets lines of its own."""
_PLAIN: Final = re.compile(r"[\w（“《·][^\n\t,\[\]{}#&*!|>'\"%@`:：]*", re.UNICODE)
_MEANT_OTHERWISE: Final = re.compile(
    r"[-+]?[0-9][0-9_.,:]*|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*|[0-9]{1,2}-[0-9]{1,2}|true|false|null|yes|no|on|off|y|n|",
    re.IGNORECASE,
)
"""What YAML, or an older reader of it, takes for something else than a text."""


def as_flow(value: Any, name: str) -> str:
    """Return `value`, that of key `name`, on one line; English texts stand in quotes, as everywhere in packs."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_text(str(key))}: {as_flow(each, key)}" for key, each in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(as_flow(each, "") for each in value) + "]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False) if name == "en" else _text(value)
    return json.dumps(value)


def as_block(value: dict[str, Any], indent: int) -> str:
    """Return a mapping as lines, of which all but the first begin with `indent` spaces."""
    lines = []
    for name, each in value.items():
        flat = as_flow(each, name)
        key = _text(str(name))
        if len(flat) <= SHORT or not isinstance(each, dict | list | tuple) or not each:
            lines.append(f"{key}: {flat}")
        elif isinstance(each, dict) and len(each) > 1 and "zh" not in each:
            lines.append(f"{key}:\n{' ' * (indent + 2)}{as_block(each, indent + 2)}")
        elif isinstance(each, list | tuple) and any(isinstance(one, dict) for one in each):
            elements = (_element(one, indent + 4) for one in each)
            lines.append(f"{key}:" + "".join(f"\n{' ' * (indent + 2)}- {one}" for one in elements))
        else:
            lines.append(f"{key}: {flat}")
    return f"\n{' ' * indent}".join(lines)


def _element(value: Any, indent: int) -> str:
    flat = as_flow(value, "")
    return as_block(value, indent) if isinstance(value, dict) and value and len(flat) > SHORT else flat


def _text(text: str) -> str:
    if _PLAIN.fullmatch(text) and text == text.strip() and not _MEANT_OTHERWISE.fullmatch(text):
        return text
    return json.dumps(text, ensure_ascii=False)
