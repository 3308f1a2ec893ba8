"""The elements of an item's guide agree with each other and with its rules. Pure.

The numbered rules are those by which provinces check their published guides (事项实施清单自查).
"""

import re
from collections.abc import Iterator

from config.guide import Elements
from config.item import Item
from config.pack import Authority, Pack
from server.rules.guidance.prove.finding import Finding

PHONE = re.compile(r"0\d{2,3}-\d{7,8}|1\d{4}|400-\d{3}-\d{4}")
LICENCE_STAGES = ("受理", "审查", "决定", "制证", "送达")
RESULT_WORDS = {"证": "certificate", "文": "paper", "批复": "approval"}
PERSON_SUBJECTS = "自然人"
COMPANY_SUBJECTS = "法人"


def check_elements(pack: Pack) -> Iterator[Finding]:
    """Find items and departments whose published elements are missing or contradict each other."""
    known = {point for each in pack.knowledge for point in each.items}
    for authority in pack.authorities:
        yield from _phones(authority)
    for item in pack.items:
        if not item.options:
            yield _of(item, "option_missing", "there is no way to do it", "write where it is done")
        if item.elements is None:
            continue
        for code, what, remedy in [
            *_promise(item.elements),
            *_result(item.elements),
            *_visits(item, item.elements),
            *_fee(item, item.elements),
            *_licence(item.elements, known=item.id in known),
        ]:
            yield _of(item, code, what, remedy)


def _promise(elements: Elements) -> Iterator[tuple[str, str, str]]:
    if elements.promised_days is None:
        return
    at_once = elements.promised_days == 0
    if at_once != (elements.handled == "at_once") or at_once != (elements.review == "immediate"):
        what = f"{elements.promised_days} days promised, yet {elements.handled} and {elements.review}"
        yield "elements_promise", what, "0 days is at_once and immediate, more is promised and then_approve"  # 1, 2
    if elements.legal_days is not None and elements.promised_days > elements.legal_days:
        yield "elements_promise", "the promise is longer than the law allows", "promise less, or correct legal_days"


def _result(elements: Elements) -> Iterator[tuple[str, str, str]]:
    if elements.result is None:
        return
    for word, kind in RESULT_WORDS.items():
        if elements.result.name.zh.endswith(word) and elements.result.kind != kind:
            yield "elements_result", f"{elements.result.name.zh} is a {kind}", f"write kind: {kind}"  # 3
    if elements.result.sample is None:
        yield "elements_sample", "its result has no sample", "write the sample's name"  # 14


def _visits(item: Item, elements: Elements) -> Iterator[tuple[str, str, str]]:
    if elements.visits > 0 and elements.on_site is None:
        yield "elements_visits", "people must come and nobody says why", "write on_site"  # 4
    if elements.visits == 0 and elements.on_site is not None:
        yield "elements_visits", "a reason to come, yet 0 visits", "take on_site out or write visits"  # 5
    from_home = [option for option in item.options if option.point is None]
    if elements.visits == 0 and not from_home:
        yield "elements_visits", "0 visits, yet no way from home", "add an option with point: null or write visits"  # 6
    if elements.online == 4 and (elements.visits or not from_home):
        yield "elements_online", "all online, yet people must come", "write visits: 0 and an option from home"  # 7
    if not 0 <= elements.online <= 4:
        yield "elements_online", f"there is no depth {elements.online}", "write 0 to 4"


def _fee(item: Item, elements: Elements) -> Iterator[tuple[str, str, str]]:
    charge = elements.charge
    amounts = (item.fee, *(each.amount for each in item.fees))
    dearest = max(each or 0 for each in amounts)
    if dearest > 0 and charge is None:
        yield "elements_fee", f"{dearest} yuan without basis", "write charge with name, standard and basis"  # 8
    if charge is not None and not (charge.basis and charge.name.zh and charge.standard.zh):
        yield "elements_fee", "a charge lacks name, standard or basis", "write all three"  # 8
    if dearest == 0 and None not in amounts and charge is not None:
        yield "elements_fee", "it is free, yet there is a charge", "take charge out or write the fee"  # 9


def _licence(elements: Elements, *, known: bool) -> Iterator[tuple[str, str, str]]:
    subject = COMPANY_SUBJECTS if elements.audience == "company" else PERSON_SUBJECTS
    other = PERSON_SUBJECTS if elements.audience == "company" else COMPANY_SUBJECTS
    if other in elements.subject and subject not in elements.subject:
        yield (
            "elements_subject",
            f"{elements.subject} is not for a {elements.audience}",
            f"write a {subject} subject",
        )  # 11
    if elements.kind != "licence":
        return
    if not known:
        yield "elements_questions", "a licence has no knowledge point", "write at least one for it"  # 12
    if len(elements.stages) < len(LICENCE_STAGES):
        yield "elements_stages", "a licence has five stages", f"write {'、'.join(LICENCE_STAGES)}"  # 13


def _phones(authority: Authority) -> Iterator[Finding]:
    where = "authorities", authority.id, "phone_wrong"
    for number in (authority.phone, authority.complaints):
        if not PHONE.fullmatch(number):
            yield Finding(*where, f"{number} cannot be dialled", "write it with its area code: 0700-6680110")
    if authority.phone == authority.complaints:
        yield Finding(*where, "questions and complaints have one number", "write two")  # 10


def _of(item: Item, code: str, what: str, remedy: str) -> Finding:
    return Finding("items", item.id, code, what, remedy)
