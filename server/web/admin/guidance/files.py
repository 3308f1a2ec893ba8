"""The files of a draft as they are written: for experts, and for what has no form."""

from typing import Final

from flask import request

from config.findings import told
from config.pack_texts import parsed
from config.yaml_file import YamlError
from server.office.drafts.bench import Open
from server.office.drafts.record import body_of, newest_versions
from server.office.drafts.write import write_files
from server.rules.errors import Refusal
from server.store.unit_of_work import CITY
from server.web.address import KIB
from server.web.admin.guidance.desk import DUTIES, HERE, here, onward, opened, sentence
from server.web.admin.page import Page, Shown, Visit

FILE_BYTES: Final = 480 * KIB
"""What a form may hold at all; a larger file is changed by its forms, or taken along and brought back."""
ROWS_LEAST, ROWS_MOST = 8, 40


def as_typed(text: str, like: str = "") -> str:
    """Return what a box of a form says with the ends of lines that the file has, and one at its end."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = plain if not plain or plain.endswith("\n") else plain + "\n"
    return plain.replace("\n", "\r\n") if "\r\n" in like else plain


def version_typed(visit: Visit) -> int:
    """Return the version that was looked at, as its form says; 0 for none."""
    seen = visit.field("seen")
    return int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 10 else 0


def refuse_unreadable(name: str, text: str, above: int = 0) -> None:
    """Raise `Refusal` draft_yaml where a text is no YAML of ours; its lines are counted from below line `above`."""
    if not name.endswith(".yaml"):
        return
    try:
        parsed(text)
    except YamlError as error:
        values = {"what": told(error.what), "remedy": told(error.remedy)}
        raise Refusal("draft_yaml", line=max(1, error.line - above), column=error.column, **values) from error


def _list(visit: Visit) -> Shown:
    open_ = opened(visit)
    return visit.show("guidance_files", open=open_, here=here(open_), files=list(open_.versions.items()))


def _file(visit: Visit, refusal: Refusal | None = None) -> Shown:
    open_ = opened(visit)
    name = (visit.field("name") or request.args.get("name", ""))[:200]
    return _shown(visit, open_, name, refusal)


def _shown(visit: Visit, open_: Open, name: str, refusal: Refusal | None) -> Shown:
    text, version = open_.texts.get(name), open_.versions.get(name, 0)
    if text is None and refusal is None and not request.args.get("new"):
        raise Refusal("draft_record_unknown")
    typed = visit.form.get("text")
    meanwhile = refusal is not None and refusal.code == "draft_changed_meanwhile"
    line = request.args.get("line", "")
    shown = typed if typed is not None and refusal is not None else text or ""
    return visit.show(
        "guidance_file",
        open=open_,
        here=here(open_),
        name=name,
        text=shown,
        seen=version if meanwhile or refusal is None else version_typed(visit),
        theirs=(text or "") if meanwhile else None,
        rows=min(max(shown.count("\n") + 3, ROWS_LEAST), ROWS_MOST),
        too_large=len(shown.encode()) > FILE_BYTES - 16 * KIB,
        line=line if line.isdecimal() else "",
        found=[each for each in open_.found if each.file == name],
        refusal=refusal,
        finding=lambda each: sentence(each, visit.language),
    )


def _write(visit: Visit) -> Shown:
    open_ = opened(visit)
    name, seen = visit.field("name")[:200], version_typed(visit)
    if visit.field("act") == "remove":
        text = None
    else:
        text = as_typed(visit.field("text"), open_.texts.get(name, ""))
        refuse_unreadable(name, text)
    if text is not None and text == open_.texts.get(name) and seen == open_.versions.get(name):
        return onward(visit, f"{here(open_)}/file", "draft_same", {"name": name})
    by, id_ = visit.by, open_.draft.id
    visit.store.write(CITY, lambda uow: write_files(uow, id_, {name: text}, {name: seen}, by, visit.now))
    if text is None:
        return onward(visit, f"{here(open_)}/files", "draft_file_gone")
    return onward(visit, f"{here(open_)}/file", "draft_written", {"name": name})


def _past(visit: Visit) -> Shown:
    open_ = opened(visit)
    name = request.args.get("name", "")[:200]
    newest = visit.store.read(lambda reading: newest_versions(reading, open_.draft.id)).get(name, 0)
    asked = request.args.get("version", "")
    version = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 9 else newest
    if not newest or not 0 < version <= newest:
        raise Refusal("draft_record_unknown")
    text = visit.store.read(lambda reading: body_of(reading, open_.draft.id, name, version))
    return visit.show(
        "guidance_past", open=open_, here=here(open_), name=name, version=version, newest=newest, text=text
    )


PAGES: Final = (
    Page(method="GET", path=f"{HERE}/files", duties=DUTIES, act=_list),
    Page(method="GET", path=f"{HERE}/file", duties=DUTIES, act=_file),
    Page(method="POST", path=f"{HERE}/file", duties=DUTIES, act=_write, again=_file, body_bytes=FILE_BYTES),
    Page(method="GET", path=f"{HERE}/past", duties=DUTIES, act=_past),
)
