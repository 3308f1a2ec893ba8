"""The report of a pack as one web page that needs nothing from outside: graphs, proof, findings, what is open."""

from collections.abc import Iterable, Sequence
from html import escape

from config.centers import Text
from config.look import web_tokens
from config.pack import Checklist, Pack
from config.rule import Rule, Situation
from server.rules.guidance.judge.book import Book, open_book
from server.rules.guidance.judge.rules import leaves
from server.rules.guidance.prove.check import Checked
from server.rules.guidance.prove.mutants import Score
from server.rules.guidance.prove.proof import ItemProof, Proof

BOX_WIDTH, BOX_HEIGHT, GAP, LANE = 230, 46, 14, 110
COLUMNS = ("questions", "situations", "items", "documents")
HEADINGS = {
    "questions": Text("问题", "Questions"),
    "situations": Text("情形", "Situations"),
    "items": Text("事项", "Items"),
    "documents": Text("产出", "Results"),
}
STATES = {"can": "可办", "not_yet": "暂不可办", "cannot": "不可办", "unknown": "信息不足"}
Box = tuple[str, str, Text]
"""Column, id, name."""

STYLE = """
body { font: 16px/1.6 "Noto Sans SC", "Noto Sans CJK SC", system-ui, sans-serif; margin: 0; background: var(--paper);
  color: var(--ink); }
main, header { max-width: 1200px; margin: 0 auto; padding: 24px; }
header { padding-bottom: 0; } h1 { margin: 0; } h2 { margin: 40px 0 8px; } small, .en { color: var(--muted); }
table { border-collapse: collapse; width: 100%; background: var(--surface); } td, th { text-align: left;
  padding: 6px 12px; border-bottom: 1px solid var(--paper); vertical-align: top; } th { color: var(--muted);
  font-weight: 500; } .n { text-align: right; font-variant-numeric: tabular-nums; }
.cards { display: flex; gap: 16px; flex-wrap: wrap; margin: 16px 0; } .card { background: var(--surface);
  border-radius: 8px; padding: 12px 20px; } .card b { display: block; font-size: 28px; }
.error { color: var(--stop); } .warning { color: var(--wait); } nav a { margin-right: 16px; color: var(--primary); }
svg { background: var(--surface); border-radius: 8px; width: 100%; height: auto; } svg rect { fill: var(--paper);
  stroke: var(--line); } svg .items rect { fill: var(--good-tint); stroke: var(--good); } svg .situations rect {
  fill: var(--wait-tint); stroke: var(--wait); } svg path { fill: none; stroke: var(--line); stroke-width: 1.2; }
svg text { font-size: 13px; fill: var(--ink); } svg .sub { font-size: 11px; fill: var(--muted); } svg .head {
  font-size: 14px; font-weight: 700; }
"""


def page_of(pack: Pack, checked: Checked, score: Score | None) -> str:
    """Return the page."""
    book = open_book(pack)
    proofs = {proof.checklist: proof for proof in checked.proofs}
    links = "".join(f'<a href="#{escape(each.id)}">{escape(each.topic.zh)}</a>' for each in pack.checklists)
    sections = "".join(_checklist(book, each, proofs.get(each.id)) for each in pack.checklists)
    return (
        f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(pack.name.zh)}</title><style>{web_tokens()}{STYLE}</style>"
        f"<header><h1>{escape(pack.name.zh)}</h1><p class=en>{escape(pack.name.en)} · {escape(pack.id)} "
        f"{pack.revision}</p><nav>{links}</nav></header><main>{_cards(pack, checked, score)}{_findings(checked)}"
        f"{sections}{_open(pack)}{_survivors(score)}</main></html>\n"
    )


def _cards(pack: Pack, checked: Checked, score: Score | None) -> str:
    errors = sum(each.level == "error" for each in checked.findings)
    figures: list[tuple[int | str, str, str]] = [
        (len(pack.checklists), "问政清单", "checklists"),
        (len(pack.items), "事项", "items"),
        (len(pack.knowledge), "知识点", "knowledge points"),
        (len(pack.cases), "人物案例", "cases"),
        (checked.combinations, "已证明的答案组合", "combinations proved"),
        (errors, "错误", "errors"),
        (len(checked.findings) - errors, "提醒", "warnings"),
    ]
    if score is not None:
        figures.append((score.same, "改动对谁都没有差别", "changed rules that make no difference"))
        figures.append((f"{score.share:.1%}", "改动被案例发现", "changed rules noticed"))
    cards = (
        f'<div class="card"><b>{f"{value:,}" if isinstance(value, int) else value}</b>{zh} <small>{en}</small></div>'
        for value, zh, en in figures
    )
    return f'<div class="cards">{"".join(cards)}</div>'


def _findings(checked: Checked) -> str:
    rows = [
        (
            f'<span class="{each.level}">{each.level}</span>',
            escape(each.code),
            escape(f"{each.part} {each.id}"),
            escape(each.what),
            escape(each.remedy),
        )
        for each in checked.findings
    ]
    return _table("发现 Findings", ("", "code", "where", "what", "remedy"), rows) if rows else ""


def _checklist(book: Book, checklist: Checklist, proof: Proof | None) -> str:
    whole = "" if proof is None else ("全部" if proof.exhaustive else "部分")
    told = "" if proof is None else f"已证明{whole} {proof.combinations:,} 种组合，代入 {proof.answers:,} 次答案"
    rows = [_row(book, each) for each in proof.items] if proof else []
    return (
        f'<h2 id="{escape(checklist.id)}">{escape(checklist.topic.zh)} <small>{escape(checklist.topic.en)}</small></h2>'
        f"<p>{told}</p>{_graph(book, checklist)}"
        f"{_table('', ('事项 Item', '结论 Verdicts', '问题 Questions', '代入 Answers', '组合 Combinations'), rows)}"
    )


def _row(book: Book, proof: ItemProof) -> tuple[str, ...]:
    states = "、".join(STATES[state] for state in proof.states)
    facts = "、".join(
        f"{'' if fact in proof.telling else '（'}{fact}{'' if fact in proof.telling else '）'}" for fact in proof.facts
    )
    name = book.items[proof.item].name.zh
    return (
        f"{escape(proof.item)} {escape(name)}",
        states,
        f"<small>{escape(facts)}</small>",
        f"<span class=n>{proof.answers:,}</span>",
        f"<span class=n>{proof.combinations:,}</span>",
    )


def _graph(book: Book, checklist: Checklist) -> str:
    """Return the questions, situations, items and results of a checklist as boxes in four lanes."""
    boxes, arrows = _boxes(book, checklist)
    places: dict[tuple[str, str], tuple[float, float]] = {}
    lanes = {column: [box for box in boxes if box[0] == column] for column in COLUMNS}
    for lane, column in enumerate(COLUMNS):
        # Each box stands beside the middle of what leads to it, which keeps arrows from crossing.
        def middle(box: Box) -> float:
            above = [places[start][1] for start, end in arrows if end == box[:2] and start in places]
            return sum(above) / len(above) if above else 0.0

        ordered = sorted(lanes[column], key=middle) if lane else lanes[column]
        for number, box in enumerate(ordered):
            places[box[0], box[1]] = (lane * (BOX_WIDTH + LANE) + 20, number * (BOX_HEIGHT + GAP) + 50)
    height = max((y for _, y in places.values()), default=0) + BOX_HEIGHT + 20
    width = len(COLUMNS) * (BOX_WIDTH + LANE) - LANE + 40
    drawn = [_heading(column, lane * (BOX_WIDTH + LANE) + 20) for lane, column in enumerate(COLUMNS)]
    drawn += [_arrow(places[start], places[end]) for start, end in arrows if start in places and end in places]
    drawn += [_box(box, *places[box[0], box[1]]) for box in boxes]
    label = escape(checklist.topic.zh)
    return f'<svg viewBox="0 0 {width} {height:.0f}" role="img" aria-label="{label}">{"".join(drawn)}</svg>'


def _heading(column: str, x: int) -> str:
    return f'<text class="head" x="{x}" y="28">{HEADINGS[column].zh} {HEADINGS[column].en}</text>'


def _boxes(book: Book, checklist: Checklist) -> tuple[list[Box], list[tuple[tuple[str, str], tuple[str, str]]]]:
    boxes: dict[tuple[str, str], Text] = {}
    arrows: dict[tuple[tuple[str, str], tuple[str, str]], None] = {}

    def ask(rules: Iterable[Rule], target: tuple[str, str]) -> None:
        for rule in rules:
            for leaf in leaves(rule):
                if isinstance(leaf, Situation):
                    name = next(each.name for each in book.pack.situations if each.id == leaf.id)
                    fresh = ("situations", leaf.id) not in boxes
                    boxes["situations", leaf.id] = name
                    arrows[("situations", leaf.id), target] = None
                    if fresh:
                        ask([book.situations[leaf.id]], ("situations", leaf.id))
                else:
                    boxes["questions", leaf.fact] = book.facts[leaf.fact].ask
                    arrows[("questions", leaf.fact), target] = None

    for entry in checklist.entries:
        item = book.items[entry.item]
        place = ("items", item.id)
        boxes[place] = item.name
        ask([entry.when, *(each.rule for each in item.requirements)], place)
        for document in item.outputs:
            boxes["documents", document] = book.documents[document].name
            arrows[place, ("documents", document)] = None
    for entry in checklist.entries:
        for need in book.items[entry.item].needs:
            for document in need.documents:
                if ("documents", document) in boxes:
                    arrows[("documents", document), ("items", entry.item)] = None
    return [(*place, name) for place, name in boxes.items()], list(arrows)


def _arrow(start: tuple[float, float], end: tuple[float, float]) -> str:
    middle = BOX_HEIGHT / 2
    if start[0] < end[0]:
        x, across, down = start[0] + BOX_WIDTH, end[0] - start[0] - BOX_WIDTH, end[1] - start[1]
        curve = f"c{across / 2:.0f} 0 {across / 2:.0f} {down:.0f} {across:.0f} {down:.0f}"
        return f'<path d="M{x:.0f} {start[1] + middle:.0f}{curve}"/>'
    # A result that another item of the list needs goes back, dashed and a little lower.
    x, y, there = start[0], start[1] + middle + 8, (end[0] + BOX_WIDTH, end[1] + middle + 8)
    return f'<path stroke-dasharray="5 4" d="M{x:.0f} {y:.0f}L{there[0]:.0f} {there[1]:.0f}"/>'


def _box(box: Box, x: float, y: float) -> str:
    column, name, text = box
    return (
        f'<g class="{column}"><title>{escape(text.zh)} {escape(text.en)}</title><rect x="{x:.0f}" y="{y:.0f}" '
        f'width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="8"/><text x="{x + 10:.0f}" y="{y + 20:.0f}">'
        f'{escape(_short(text.zh))}</text><text class="sub" x="{x + 10:.0f}" y="{y + 37:.0f}">{escape(name)}</text></g>'
    )


def _short(text: str) -> str:
    return text if len(text) <= 16 else text[:15] + "…"


def _open(pack: Pack) -> str:
    waiting = [each for each in pack.parameters if not each.values or any(one.value is None for one in each.values)]
    rows = [(escape(each.name.zh), escape(each.owner.zh), f"<small>{escape(each.id)}</small>") for each in waiting]
    disagreeing = [
        (
            escape(each.about.zh),
            " ／ ".join(escape(side.says.zh) for side in each.sides),
            "" if each.in_force is None else str(each.in_force + 1),
        )
        for each in pack.conflicts
    ]
    return _table("待部门确认的参数 Parameters to be confirmed", ("", "部门", ""), rows) + _table(
        "来源冲突 Sources that disagree", ("", "说法", "从"), disagreeing
    )


def _survivors(score: Score | None) -> str:
    if score is None:
        return ""
    rows = [(escape(f"{each.part} {each.id}"), escape(each.change)) for each in score.survivors]
    return _table("没有案例发现的改动 Changes that no case noticed", ("", ""), rows)


def _table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return ""
    head = "".join(f"<th>{each}</th>" for each in heads)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    heading = f"<h2>{escape(title)}</h2>" if title else ""
    return f"{heading}<table><tr>{head}</tr>{body}</table>"
