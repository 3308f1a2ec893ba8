"""What is edited in many rows at once: figures by place and year, fees, holidays. Each cell is one value of a file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import make_response

from config.pack_texts import parsed
from config.yaml_edit import same, with_value
from config.yaml_file import YamlError
from config.yaml_flow import as_flow
from server.office.drafts.bench import HEAD_FILE, Open
from server.office.drafts.write import write_files
from server.rules.errors import Refusal
from server.store.unit_of_work import CITY
from server.web.address import KIB
from server.web.admin.guidance.desk import DUTIES, HERE, called, here, link, onward, opened
from server.web.admin.guidance.records import yaml_refusal
from server.web.admin.page import Page, Shown, Visit

TABLES: Final[dict[str, tuple[str, str]]] = {
    "parameters": ("Figures", "What differs by place and year. Empty: nobody has confirmed it."),
    "fees": ("Fees", "In yuan, for those whom the rule is about. Empty: nobody has confirmed it."),
    "holidays": ("Holidays", "A city that has a table of its own uses that one. Empty a row to take it out."),
}
FORM_BYTES: Final = 480 * KIB
MORE_ROWS: Final = 3
_DIGITS: Final = 9
Steps = tuple[str | int, ...]


@dataclass(frozen=True)
class Cell:
    """One value: its file, the way to it there, what it is now (None: nothing), and whether it is a whole number."""

    file: str
    steps: Steps
    value: Any
    label: str
    is_number: bool = False

    @property
    def name(self) -> str:
        """Return the name of its input."""
        return f"{self.file}:{'/'.join(str(each) for each in self.steps)}"

    @property
    def shown(self) -> str:
        """Return what its input holds."""
        return "" if self.value is None else str(self.value)


@dataclass(frozen=True)
class Row:
    """A row of a table: of what, for whom, and its cells."""

    name: str
    href: str
    about: str
    cells: tuple[Cell, ...]


def _rows(open_: Open, table: str, visit: Visit) -> Iterator[Row]:
    if table == "holidays":
        yield from _holidays(open_)
        return
    for place in open_.of("parameters" if table == "parameters" else "items"):
        name, href = called(place.node, visit.language), link(open_, place)
        at = (place.number,)
        if table == "fees":
            yield Row(name, href, "", (Cell(place.file, (*at, "fee"), place.node.get("fee", 0), "Yuan", True),))
            for number, fee in enumerate(place.node.get("fees") or ()):
                amount: Steps = (*at, "fees", number, "amount")
                about = as_flow(fee.get("when"), "")
                yield Row(name, href, about, (Cell(place.file, amount, fee.get("amount"), "Yuan", True),))
        elif "value" in place.node:
            yield Row(name, href, "", (Cell(place.file, (*at, "value"), place.node["value"], "The figure", True),))
        else:
            for number, dated in enumerate(place.node.get("values") or ()):
                steps: Steps = (*at, "values", number)
                since, until = dated.get("since") or "", dated.get("until") or ""
                about = f"{since} – {until}" if since or until else ""
                cell = Cell(place.file, (*steps, "value"), dated.get("value"), "The figure", True)
                yield Row(name, href, about, (cell,))


def _holidays(open_: Open) -> Iterator[Row]:
    calendar = _head(open_).get("calendar") or {}
    holidays = list(calendar.get("holidays") or ())
    for number, day in enumerate([*holidays, *({} for _ in range(MORE_ROWS))]):
        at: Steps = ("calendar", "holidays", number)
        name = day.get("name") or {}
        yield Row(
            "",
            "",
            "",
            (
                Cell(HEAD_FILE, (*at, "first"), day.get("first"), "First day"),
                Cell(HEAD_FILE, (*at, "last"), day.get("last"), "Last day"),
                Cell(HEAD_FILE, (*at, "name", "zh"), name.get("zh"), "In Chinese"),
                Cell(HEAD_FILE, (*at, "name", "en"), name.get("en"), "In English"),
            ),
        )


def _head(open_: Open) -> Mapping[str, Any]:
    try:
        head = parsed(open_.texts.get(HEAD_FILE, ""))
    except YamlError:
        return {}
    return head if isinstance(head, Mapping) else {}


def _table(visit: Visit) -> Shown:
    open_, table = opened(visit), _named(visit)
    return _show(visit, open_, table, {}, ())


def _named(visit: Visit) -> str:
    table = visit.places["table"]
    if table not in TABLES:
        raise Refusal("draft_record_unknown")
    return table


def _show(
    visit: Visit, open_: Open, table: str, typed: Mapping[str, str], refused: tuple[Refusal, ...], state: str = ""
) -> Shown:
    rows = list(_rows(open_, table, visit))
    page = visit.show(
        "guidance_table",
        open=open_,
        here=here(open_),
        table=table,
        title=TABLES[table],
        tables=TABLES,
        rows=rows,
        typed=typed,
        labels=[each.label for each in rows[0].cells] if rows else [],
        state=state or open_.state,
        refused=refused,
        meanwhile=any(each.code == "draft_changed_meanwhile" for each in refused),
    )
    return make_response(page, refused[0].status) if refused else page


def _save(visit: Visit) -> Shown:
    """Write the cells that were changed, all or none; whoever's look was older than the draft is shown both."""
    open_, table = opened(visit), _named(visit)
    cells = [each for row in _rows(open_, table, visit) for each in row.cells]
    typed = {each.name: visit.form.get(each.name, each.shown).strip() for each in cells}
    changed = [each for each in cells if typed[each.name] != each.shown]
    if not changed:
        return onward(visit, f"{here(open_)}/table/{table}", "draft_same")
    if visit.field("state") != open_.state:
        refusal = Refusal("draft_changed_meanwhile", file=open_.draft.name)
        return _show(visit, open_, table, typed, (refusal,))
    wrong = tuple(Refusal("draft_number", value=typed[each.name][:40]) for each in changed if not _fits(each, typed))
    if wrong:
        return _show(visit, open_, table, typed, wrong)
    texts: dict[str, str | None] = {}
    try:
        if table == "holidays":
            texts[HEAD_FILE] = _with_holidays(open_, typed)
        for cell in changed if table != "holidays" else ():
            before = texts.get(cell.file) or open_.texts[cell.file]
            texts[cell.file] = _with_cell(before, cell, typed[cell.name])
    except YamlError as error:
        return _show(visit, open_, table, typed, (yaml_refusal(error),))
    by, id_, seen = visit.by, open_.draft.id, {file: open_.versions[file] for file in texts}
    visit.store.write(CITY, lambda uow: write_files(uow, id_, texts, seen, by, visit.now))
    return onward(visit, f"{here(open_)}/table/{table}", "draft_written")


def _fits(cell: Cell, typed: Mapping[str, str]) -> bool:
    text = typed[cell.name]
    return not cell.is_number or not text or (text.isascii() and text.isdecimal() and len(text) <= _DIGITS)


def _with_cell(text: str, cell: Cell, typed: str) -> str:
    value = int(typed) if typed else None
    number, *inside = cell.steps
    record = parsed(text)[number]
    return with_value(text, [number], _put(record, inside, value))


def _put(value: Any, steps: list[str | int], new: Any) -> Any:
    if not steps:
        return new
    step, *rest = steps
    if isinstance(value, list):
        return [_put(each, rest, new) if place == step else each for place, each in enumerate(value)]
    return {**value, step: _put(value.get(step), rest, new)}


def _with_holidays(open_: Open, typed: Mapping[str, str]) -> str:
    head = _head(open_)
    calendar = head.get("calendar") or {}
    days = []
    for number in range(len(calendar.get("holidays") or ()) + MORE_ROWS):
        at = f"{HEAD_FILE}:calendar/holidays/{number}"
        first, last, zh, en = (typed[f"{at}/{each}"] for each in ("first", "last", "name/zh", "name/en"))
        if first or last or zh or en:
            days.append({"first": first, "last": last or first, "name": {"zh": zh, "en": en}})
    wanted = {**head, "calendar": {**calendar, "holidays": days}}
    text = open_.texts[HEAD_FILE]
    return text if same(wanted, head) else with_value(text, [], wanted)


PAGES: Final = (
    Page(method="GET", path=f"{HERE}/table/{{table}}", duties=DUTIES, act=_table),
    Page(method="POST", path=f"{HERE}/table/{{table}}", duties=DUTIES, act=_save, body_bytes=FORM_BYTES),
)
