"""Verdicts: what of the chosen checklists can be done, what not yet, what not, and what is not known. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from config.pack import Document, Item, Need, Pack, Requirement
from server.rules.condition import Known, missing, truth
from server.rules.verdict import Reason, State, Verdict

UNCONFIRMED = "待部门确认"


@dataclass
class Judged:
    """One item of the chosen checklists with its verdict; `asks` are facts that can still change it, weighed."""

    item: Item
    checklist: str
    optional: bool
    state: State
    reasons: tuple[Reason, ...]
    asks: dict[str, int] = field(default_factory=dict)

    @property
    def verdict(self) -> Verdict:
        """Return the verdict as it is shown."""
        return Verdict(self.item.id, self.item.name, self.checklist, self.state, self.reasons, self.optional)


def judge(pack: Pack, checklists: Sequence[str], at: Known) -> list[Judged]:
    """Return every item that concerns the person, once each, in the order of the checklists.

    An item whose situation is known not to hold does not concern them and is left out.
    """
    items = {each.id: each for each in pack.items}
    judged: dict[str, Judged] = {}
    for checklist in pack.checklists:
        if checklist.id not in checklists:
            continue
        for entry in checklist.entries:
            concerns = truth(entry.when, at)
            if concerns is False:
                continue
            known = judged.get(entry.item)
            if known is not None:
                known.optional = known.optional and entry.optional
                if concerns and known.state == "unknown":
                    known.state, known.reasons, known.asks = _state(items[entry.item], at)
                continue
            item = items[entry.item]
            if concerns is None:
                asks = missing(entry.when, at)
                judged[item.id] = Judged(item, checklist.id, entry.optional, "unknown", (), asks)
            else:
                judged[item.id] = Judged(item, checklist.id, entry.optional, *_state(item, at))
    _wait_for_outputs(pack, judged, at)
    return list(judged.values())


def needs_of(item: Item, at: Known) -> tuple[Need, ...]:
    """Return what `item` asks of this person; what may be asked of them counts."""
    return tuple(need for need in item.needs if truth(need.when, at) is not False)


def prerequisites(pack: Pack, item: Item, among: Mapping[str, Item], at: Known) -> frozenset[str]:
    """Return the items of `among` that come before `item`: whose output it needs and nobody has yet, or by law."""
    documents = {each.id: each for each in pack.documents}
    found = {each for each in item.after if each in among}
    for need in needs_of(item, at):
        if any(_has(documents[document], at) for document in need.documents):
            continue
        makers = [each.id for each in among.values() if set(each.outputs) & set(need.documents) and each.id != item.id]
        found |= set(makers[:1])
    return frozenset(found)


def _state(item: Item, at: Known) -> tuple[State, tuple[Reason, ...], dict[str, int]]:
    held = [(each, truth(each.holds, at)) for each in item.requirements]
    # One thing that makes it impossible is enough: nothing else has to be asked or said.
    for requirement, holds in held:
        if holds is False and requirement.otherwise == "cannot":
            return "cannot", (_reason(requirement),), {}
    asks: dict[str, int] = {}
    for requirement, holds in held:
        if holds is None:
            for fact, weight in missing(requirement.holds, at).items():
                asks[fact] = asks.get(fact, 0) + weight + (2 if requirement.otherwise == "cannot" else 0)
    not_yet = tuple(_reason(each) for each, holds in held if holds is False)
    if any(holds is None for _, holds in held):
        open_ones = tuple(_reason(each) for each, holds in held if holds is None and not missing(each.holds, at))
        return "unknown", not_yet + open_ones, asks
    return ("not_yet", not_yet, {}) if not_yet else ("can", (), {})


def _wait_for_outputs(pack: Pack, judged: dict[str, Judged], at: Known) -> None:
    """Turn `can` into `not_yet` or `unknown` where a paper is lacking that no item of the plan brings."""
    documents = {each.id: each for each in pack.documents}
    changed = True
    while changed:
        changed = False
        doable = {name: each.item for name, each in judged.items() if each.state == "can"}
        for each in judged.values():
            if each.state != "can":
                continue
            lacking = _lacking(each.item, documents, doable, at)
            if lacking is not None:
                each.state, each.reasons, each.asks = lacking
                changed = True


def _lacking(
    item: Item, documents: Mapping[str, Document], doable: Mapping[str, Item], at: Known
) -> tuple[State, tuple[Reason, ...], dict[str, int]] | None:
    for need in needs_of(item, at):
        wanted = [documents[document] for document in need.documents]
        if any(_has(document, at) for document in wanted):
            continue
        if any(set(other.outputs) & set(need.documents) for other in doable.values() if other.id != item.id):
            continue
        asks: dict[str, int] = {}
        for document in wanted:
            asks |= missing(document.held, at) if document.held is not None else {}
        name = wanted[0].name
        reason = Reason(type(name)(f"还没有{name.zh}", f"You do not have this yet: {name.en}"))
        return ("unknown", (), asks) if asks else ("not_yet", (reason,), {})
    return None


def _has(document: Document, at: Known) -> bool:
    return document.held is None or truth(document.held, at) is True


def _reason(requirement: Requirement) -> Reason:
    return Reason(requirement.reason, requirement.clause, requirement.action)
