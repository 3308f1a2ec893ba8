"""`banshi pack diff`: what differs between two packs, or what an edition changes, as text, JSON and a web page."""

import sys
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

import msgspec

from commands.failing import CannotRun, language
from commands.pack.release import opened
from commands.seeding import now
from config.centers import Language, Text
from config.edition import Guidance
from config.edition_file import load_guidance
from config.look import web_tokens
from config.settings import Settings
from config.words import say
from server.office.releases.publish import current_release_id
from server.office.releases.record import guidance_of, named_release
from server.rules.guidance.release.difference import Change, difference, difference_of
from server.rules.guidance.release.difference_words import PARTS, Line, lines, names_of
from server.rules.guidance.release.editions import pack_of

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
        html.write_text(page(title, changes, {**names_of(old), **names_of(new)}), encoding="utf-8")
    if as_json:
        sys.stdout.write(msgspec.json.encode({"changes": changes}).decode() + "\n")
        return
    words = language()
    sys.stdout.write("".join(f"{_text(line, words)}\n" for line in lines(changes, {})))
    sys.stdout.write(say(words, "{count} differences", count=len(changes)) + "\n")


def page(title: str, changes: Sequence[Change], names: Mapping[tuple[str, str], Text]) -> str:
    """Return the difference as a page that needs nothing from outside, in both languages.

    `names` are what records are called, by part and id.
    """
    told = lines(changes, names)
    parts = []
    for part, name in PARTS.items():
        rows = "".join(_row(each) for each in told if each.part == part)
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


def _row(line: Line) -> str:
    called = f"<b>{escape(line.name.zh)}</b> <small>{escape(line.name.en)}</small><br>" if line.name else ""
    field = f"{escape(line.field.zh)} <small>{escape(line.field.en)}</small>"
    return (
        f"<tr><td>{called}{f'{field}<br>' if line.field.en else ''}<small>{escape(line.place)}</small></td>"
        f"<td>{escape(line.kind.zh)}<br><small>{escape(line.kind.en)}</small></td>"
        f"<td class=before>{escape(line.before)}</td>"
        f"<td class=after>{escape(line.after)}</td></tr>"
    )


def _text(line: Line, words: Language) -> str:
    place = " ".join(each for each in (PARTS[line.part].say(words), line.place) if each)
    said = f"{line.before} → {line.after}" if line.both else line.before or line.after
    return f"{place}  {line.kind.say(words)}: {said}"


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
