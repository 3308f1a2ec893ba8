"""What is different between two packs as people read it: parts, fields and values in words of both languages. Pure.

One mechanism for the page that `banshi pack diff` writes, for its lines of text, and for the administrators' house.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from config.centers import Text
from config.edition import Guidance
from config.pack import PARTS as PACK_PARTS
from server.rules.guidance.release.difference import Change, Kind

PARTS: Final[dict[str, Text]] = {
    "pack": Text("总则", "Pack"),
    "themes": Text("专题", "Themes"),
    "entities": Text("办事人", "People"),
    "facts": Text("问题", "Questions"),
    "parameters": Text("参数", "Parameters"),
    "situations": Text("情形", "Situations"),
    "authorities": Text("部门", "Departments"),
    "documents": Text("材料", "Papers"),
    "points": Text("网点", "Places"),
    "items": Text("事项", "Items"),
    "exclusions": Text("互斥", "Exclusions"),
    "contradictions": Text("对不上的回答", "Contradictions"),
    "checklists": Text("清单", "Checklists"),
    "sources": Text("来源", "Sources"),
    "knowledge": Text("知识点", "Knowledge points"),
    "conflicts": Text("口径冲突", "Conflicts"),
    "cases": Text("案例", "Cases"),
    "hotline": Text("热线问句", "Hotline questions"),
    "sayings": Text("俗称说法", "What people say"),
    "elsewhere": Text("别处办的事", "What is done elsewhere"),
    "editions": Text("镇村版", "Editions"),
}
KINDS: Final[dict[Kind, Text]] = {
    "added": Text("新增", "added"),
    "removed": Text("删除", "removed"),
    "changed": Text("修改", "changed"),
    "moved": Text("调整顺序", "moved"),
}
FIELDS: Final[dict[str, Text]] = {
    "hours": Text("办公时间", "Opening hours"),
    "address": Text("地址", "Address"),
    "phone": Text("电话", "Phone"),
    "minutes": Text("路程（分钟）", "Minutes away"),
    "season": Text("办理季节", "Season"),
    "opens": Text("开始", "Opens"),
    "closes": Text("截止", "Closes"),
    "hint": Text("提示", "Hint"),
    "help": Text("帮助", "Help"),
    "supply": Text("名额", "Supply"),
    "name": Text("名称", "Name"),
    "fee": Text("费用", "Fee"),
    "requirements": Text("条件", "Requirements"),
    "needs": Text("所需材料", "Papers needed"),
    "options": Text("办理方式", "Ways to do it"),
    "outputs": Text("结果", "Results"),
    "entries": Text("清单事项", "Items listed"),
    "answers": Text("选项", "Answers"),
    "values": Text("数值", "Values"),
    "text": Text("内容", "Text"),
    "expires": Text("到期日", "Expires"),
    "revision": Text("版次", "Revision"),
}
"""Words for the fields that people ask about; others are shown as they are written."""
LONGEST: Final = 300


class Line(msgspec.Struct, frozen=True):
    """One change in words: of which `part`, what it is called (None: nothing), which field, at which `place`.

    `field` is empty where nobody has words for it; `before` and `after` are "" where there is nothing.
    """

    part: str
    name: Text | None
    field: Text
    place: str
    kind: Text
    before: str
    after: str
    both: bool


def lines(changes: Sequence[Change], names: Mapping[tuple[str, str], Text]) -> tuple[Line, ...]:
    """Return `changes` in words; `names` are what records are called, by part and id."""
    return tuple(
        Line(
            each.part,
            names.get((each.part, each.id)),
            _field(each.field),
            " ".join(filter(None, (each.id, each.field))),
            KINDS[each.kind],
            written(each.before),
            written(each.after),
            each.kind in ("changed", "moved"),
        )
        for each in changes
    )


def names_of(guidance: Guidance) -> dict[tuple[str, str], Text]:
    """Return what the records of a pack are called, where they have a name in both languages."""
    found: dict[tuple[str, str], Text] = {("editions", each.id): each.name for each in guidance.editions}
    for part in PACK_PARTS:
        for record in getattr(guidance.pack, part):
            words = (getattr(record, field, None) for field in ("name", "ask", "topic", "text", "about"))
            named = next((each for each in words if isinstance(each, Text)), None)
            if named is not None:
                found[part, record.id] = named
    return found


def written(value: Any) -> str:
    """Return a value of JSON as people read it: words as they are, both languages of a text, what a record says."""
    if value is None:
        return ""
    text = _plain(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _field(field: str) -> Text:
    words = [FIELDS[each] for each in re.findall(r"[a-z_]+", field) if each in FIELDS]
    return Text(" · ".join(each.zh for each in words), " · ".join(each.en for each in words))


def _plain(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, dict) and set(value) == {"zh", "en"}:
        return f"{value['zh']} / {value['en']}"
    if isinstance(value, dict):
        said = {key: each for key, each in value.items() if each not in (None, [], (), {}, False)}
        return "; ".join(f"{key}: {_plain(each)}" for key, each in said.items())
    if isinstance(value, list | tuple):
        return ", ".join(_plain(each) for each in value)
    return msgspec.json.encode(value).decode()
