"""`banshi pack diff`: what differs between two packs, or what an edition changes, as text, JSON and a web page."""

import re
import sys
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

import msgspec

from commands.failing import CannotRun, language
from commands.pack.release import opened
from commands.seeding import now
from config.centers import Language, Text
from config.edition import Guidance
from config.edition_file import load_guidance
from config.look import web_tokens
from config.pack import PARTS as PACK_PARTS
from config.settings import Settings
from config.words import say
from server.office.releases.publish import current_release_id
from server.office.releases.record import guidance_of, named_release
from server.rules.guidance.release.difference import Change, difference, difference_of
from server.rules.guidance.release.editions import pack_of

PARTS = {
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
KINDS = {
    "added": Text("新增", "added"),
    "removed": Text("删除", "removed"),
    "changed": Text("修改", "changed"),
    "moved": Text("调整顺序", "moved"),
}
FIELDS = {
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
LONGEST = 300
STYLE = """
body { font: 16px/1.6 "Noto Sans SC", "Noto Sans CJK SC", system-ui, sans-serif; margin: 0; background: var(--paper);
  color: var(--ink); }
main, header { max-width: 1200px; margin: 0 auto; padding: 24px; } header { padding-bottom: 0; }
h1 { margin: 0; } h2 { margin: 32px 0 8px; } small { color: var(--muted); font-weight: 400; }
table { border-collapse: collapse; width: 100%; background: var(--surface); table-layout: fixed; }
th, td { text-align: left; padding: 8px 12px; border-bottom: 1px solid var(--paper); vertical-align: top;
  overflow-wrap: anywhere; } th { color: var(--muted); font-weight: 500; }
col.what { width: 26%; } col.kind { width: 10%; } td.before { background: var(--stop-tint); color: var(--stop); }
td.after { background: var(--good-tint); color: var(--good); } td:empty { background: none; }
"""


def diff(
    settings: Settings, before: str, after: str | None, edition: str | None, html: Path | None, *, as_json: bool
) -> None:
    """Print the difference, and write it as a page to `html`; raises `CannotRun`, `Refusal`, `PackError`."""
    if (after is None) == (edition is None):
        raise CannotRun("diff_unclear", "Name two packs, or one pack and --edition ID.")
    old = _named(settings, before)
    if edition is not None:
        names = sorted(each.id for each in old.editions)
        if edition not in names:
            known = ", ".join(names) or "-"
            raise CannotRun(
                "edition_unknown", "There is no edition {edition}. Write one of: {known}.", edition=edition, known=known
            )
        new = Guidance(pack_of(old, edition))
        changes = difference(old.pack, new.pack)
    else:
        new = _named(settings, str(after))
        changes = difference_of(old, new)
    if html is not None:
        title = f"{before} → {edition or after}"
        html.write_text(page(title, changes, {**_names(old), **_names(new)}), encoding="utf-8")
    if as_json:
        sys.stdout.write(msgspec.json.encode({"changes": changes}).decode() + "\n")
        return
    words = language()
    sys.stdout.write("".join(f"{_line(change, words)}\n" for change in changes))
    sys.stdout.write(say(words, "{count} differences", count=len(changes)) + "\n")


def page(title: str, changes: Sequence[Change], names: Mapping[tuple[str, str], Text]) -> str:
    """Return the difference as a page that needs nothing from outside, in both languages.

    `names` are what records are called, by part and id.
    """
    parts = []
    for part, name in PARTS.items():
        rows = "".join(_row(each, names.get((part, each.id))) for each in changes if each.part == part)
        if rows:
            head = "".join(
                f"<th>{zh} <small>{en}</small></th>"
                for zh, en in (("哪一项", "What"), ("变化", "Change"), ("原来", "Before"), ("现在", "After"))
            )
            parts.append(
                f"<h2>{escape(name.zh)} <small>{escape(name.en)}</small></h2><table><colgroup><col class=what>"
                f"<col class=kind><col><col></colgroup><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
            )
    nothing = "<p>没有差异 <small>No difference</small></p>"
    return (
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{web_tokens()}{STYLE}</style>"
        "<header><h1>差异 <small>Difference</small></h1>"
        f"<p>{escape(title)} · {len(changes)} 处 <small>{len(changes)} differences</small></p></header>"
        f"<main>{''.join(parts) or nothing}</main></html>\n"
    )


def _names(guidance: Guidance) -> dict[tuple[str, str], Text]:
    """Return what the records of a pack are called, where they have a name in both languages."""
    found: dict[tuple[str, str], Text] = {("editions", each.id): each.name for each in guidance.editions}
    for part in PACK_PARTS:
        for record in getattr(guidance.pack, part):
            words = (getattr(record, field, None) for field in ("name", "ask", "topic", "text", "about"))
            named = next((each for each in words if isinstance(each, Text)), None)
            if named is not None:
                found[part, record.id] = named
    return found


def _row(change: Change, name: Text | None) -> str:
    kind = KINDS[change.kind]
    called = f"<b>{escape(name.zh)}</b> <small>{escape(name.en)}</small><br>" if name else ""
    words = [FIELDS[each] for each in re.findall(r"[a-z_]+", change.field) if each in FIELDS]
    zh, en = " · ".join(each.zh for each in words), " · ".join(each.en for each in words)
    field = f"{escape(zh)} <small>{escape(en)}</small>"
    place = f"<small>{escape(f'{change.id} {change.field}')}</small>"
    return (
        f"<tr><td>{called}{f'{field}<br>' if words else ''}{place}</td>"
        f"<td>{escape(kind.zh)}<br><small>{escape(kind.en)}</small></td>"
        f"<td class=before>{escape(_written(change.before))}</td>"
        f"<td class=after>{escape(_written(change.after))}</td></tr>"
    )


def _line(change: Change, words: Language) -> str:
    place = " ".join(each for each in (PARTS[change.part].say(words), change.id, change.field) if each)
    line = f"{place}  {KINDS[change.kind].say(words)}"
    if change.kind in ("changed", "moved"):
        return f"{line}: {_written(change.before)} → {_written(change.after)}"
    value = _written(change.after if change.kind == "added" else change.before)
    return f"{line}: {value}"


def _written(value: Any) -> str:
    """Return a value as people read it: words as they are, both languages of a text, only what a record says."""
    if value is None:
        return ""
    text = _plain(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


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


def _named(settings: Settings, name: str) -> Guidance:
    """Return the guidance in a folder, of a release, or of the one in force."""
    if Path(name).is_dir():
        return load_guidance(Path(name))
    with opened(settings) as store:
        if name == "current":
            release = store.read(lambda reading: current_release_id(reading, now()))
        else:
            release = store.read(lambda reading: named_release(reading, name))
        return store.read(lambda reading: guidance_of(reading, release))
