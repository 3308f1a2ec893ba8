"""What holds of classes and their grounds, of whoever comes back with a paper, of cases, quotas and room."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec

from server.office.return_right import RightRow
from server.office.ticket import TicketRow
from tests.server.office.how_it_stands import Step
from tests.server.office.invariants_of_desks import rule

MINUTE: Final = 60_000
CREDIT: Final = {"normal": 0, "appointment": 20 * MINUTE, "priority": 25 * MINUTE, "returned": 60 * MINUTE}
OVER: Final = frozenset({"finished", "cancelled", "expired"})
GROUNDS: Final = (b'"elderly"', b'"pregnant"', b'"soldier"')
COMES: Final = frozenset({"come_by_right", "take_return"})
GIVES: Final = frozenset({"take", "walk_in", "take_remote"})
"""The verbs that give out numbers of a quota, and let people into the hall."""
ZONE: Final = ZoneInfo("Asia/Shanghai")
_encode = msgspec.json.Encoder().encode


def _now(s: Step) -> datetime:
    return datetime.fromtimestamp(max(s.clock, s.before.told_at) / 1000, ZONE)


def _local(s: Step) -> datetime:
    """Return what the clock of the hall shows, wherever the facts are by then."""
    return datetime.fromtimestamp(s.clock / 1000, ZONE)


def _made(s: Step) -> list[TicketRow]:
    return [row for ticket, row in s.after.tickets.items() if ticket not in s.before.tickets]


def _class_by_word(s: Step) -> bool:
    said = {ticket for fact, ticket in s.told if "ticket.regraded" in (fact.kind, fact.undone)}
    return all(was.priority == now.priority or was.id in said for was, now in s.pairs)


def _credit_moves(s: Step) -> bool:
    regraded = [ticket for fact, ticket in s.told if fact.kind == "ticket.regraded"]
    return all(
        s.after.tickets[ticket].key - s.before.tickets[ticket].key
        == gain(s.after.tickets[ticket]) - gain(s.before.tickets[ticket])
        for ticket in regraded
    )


def gain(row: TicketRow) -> int:
    """Return what priority added to the key of a ticket, beyond the class that it had before."""
    if row.priority != "priority":
        return 0
    return min(0, CREDIT[row.class_before or "normal"] - CREDIT["priority"])


def _seen(s: Step) -> bool:
    if s.verb != "give_priority" or s.refused:
        return True
    row = s.after.tickets[s.asked["ticket"]]
    return (row.priority, row.ground, row.proven) == ("priority", s.asked["ground"], 1)


def _taken(s: Step) -> bool:
    if s.verb != "take_priority" or s.refused:
        return True
    was, now = s.before.tickets[s.asked["ticket"]], s.after.tickets[s.asked["ticket"]]
    return now.priority == (was.class_before or "normal") and now.state == (
        "waiting" if was.state == "called" else was.state
    )


def _plain(row: TicketRow) -> bool:
    return row.priority == "priority" or (row.ground, row.proven, row.class_before) == (None, 0, None)


def _used(s: Step) -> list[tuple[RightRow, str]]:
    """Return the rights that were used in this step, each with the ticket that it became."""
    return [
        (right, right.used_by)
        for name, right in s.after.rights.items()
        if right.used_by is not None and (was := s.before.rights.get(name)) is not None and was.used_by is None
    ]


def _good_once(s: Step) -> bool:
    again = s.verb == "lack_paper"
    return all(
        was.used_by in (None, now.used_by) or again
        for name, was in s.before.rights.items()
        if (now := s.after.rights.get(name)) is not None
    )


def _right_comes(s: Step) -> bool:
    new = s.after.rights.keys() - s.before.rights.keys()
    if s.verb != "lack_paper" or s.refused:
        return not new
    finished = [ticket for fact, ticket in s.told if fact.kind == "ticket.finished"]
    (ticket,) = finished
    right = s.after.rights.get(f"{ticket} {s.before.tickets[ticket].step}")
    row = s.before.tickets[ticket]
    return right is not None and (right.service, right.visit, right.label, right.used_by) == (
        *(row.service, row.visit, row.label),
        None,
    )


def _right_goes(s: Step) -> bool:
    gone = [right for name, right in s.before.rights.items() if name not in s.after.rights]
    if s.verb != "undo":
        return not gone
    # Only with the very press that gave it, and never once somebody came by it.
    given = s.press is not None and s.press.verb == "lack_paper"
    return all(given and right.used_by is None for right in gone)


def _as_returned(s: Step) -> bool:
    if s.verb not in COMES or s.refused:
        return not _used(s)
    ((right, by),) = _used(s)
    ticket = s.after.tickets[by]
    return [by] == [row.id for row in _made(s)] and (
        ticket.priority,
        ticket.visit,
        ticket.services,
        ticket.key,
    ) == ("returned", right.visit, (right.service,), ticket.ready_at - CREDIT["returned"])


def _in_time(s: Step) -> bool:
    return all(right.until >= (s.after.day or "") >= right.day for right, _ in _used(s))


def _let_in(s: Step) -> bool:
    """Tell whether nobody was sent away who had a right and its digits."""
    if s.verb not in COMES or s.refused != "return_unknown" or not s.asked["honest"]:
        return True
    right = s.before.rights[s.asked["right"]]
    today = max(_now(s).date().isoformat(), s.before.day or "")
    return right.used_by is not None or right.until < today


def _honest(s: Step) -> bool:
    return s.verb not in COMES or bool(s.refused) or bool(s.asked["honest"])


def _quota(s: Step, service: str) -> tuple[str, int] | None:
    """Return when the quota of a service began that counts now, and how many it gives out."""
    quotas = next((each.get("quotas", ()) for each in s.document["services"] if each["id"] == service), ())
    clock = _local(s).strftime("%H:%M")
    return next(((each["begins"], each["numbers"]) for each in quotas if each["begins"] <= clock < each["ends"]), None)


def _counted(s: Step) -> bool:
    """Tell whether each number that was given out was counted, if anybody counts them, and nothing else was."""
    grown = {name: given - s.before.given.get(name, 0) for name, given in s.after.given.items()}
    more = {name: many for name, many in grown.items() if many > 0}
    if s.refused or s.verb not in GIVES:
        return not more
    made = _made(s)
    booked = s.verb == "take" and any(row.ticket in {each.id for each in made} for row in s.after.bookings.values())
    services = [] if booked else [(service, row.cases) for row in made for service in row.services]
    quotas = [(service, cases, quota) for service, cases in services if (quota := _quota(s, service)) is not None]
    return more == {f"{service} {s.after.day} {begins}": cases for service, cases, (begins, _) in quotas}


def _not_too_many(s: Step) -> bool:
    for name, given in s.after.given.items():
        service, _, begins = name.split(" ")
        quota = _quota(s, service)
        if given > s.before.given.get(name, 0) and (quota is None or quota[0] != begins or given > quota[1]):
            return False
    return True


def _used_up(s: Step) -> bool:
    if s.refused not in ("quota_used_up", "quota_short"):
        return True
    day = max(_now(s).date().isoformat(), s.before.day or "")
    quotas = [(name, quota) for name in s.asked.get("services", ("social",)) if (quota := _quota(s, name)) is not None]
    left = [most - s.before.given.get(f"{service} {day} {begins}", 0) for service, (begins, most) in quotas]
    return any(0 < each < s.asked.get("cases", 1) if s.refused == "quota_short" else each <= 0 for each in left)


def _inside(s: Step) -> int:
    """Return how many waited or were served before a step, or were on their way, as long as that is the day's."""
    here = sum(row.cases for row in s.before.tickets.values() if row.state in ("waiting", "called", "serving"))
    return here + sum(row.state == "remote" for row in s.before.tickets.values())


def _room(s: Step) -> bool:
    most: int = rule(s, "most_people")
    more = int(s.asked.get("cases", 1))
    if s.refused == "center_full":
        return bool(most) and _inside(s) + more > most
    if not most or s.refused or not s.same_day or s.verb not in GIVES:
        return True
    return _inside(s) + more <= most or any(row.priority == "appointment" for row in _made(s))


def _one_each(s: Step) -> bool:
    """Tell whether whoever says who they are has one live ticket for a service, and is refused for no other reason."""
    holder = s.asked.get("holder")
    if s.verb != "take" or holder is None or not s.same_day:
        return True
    mine = [s.before.tickets[ticket] for ticket, by in s.asked["holders"].items() if by == holder]
    live = {service for row in mine if row.state not in OVER for service in row.services}
    twice = bool(live & set(s.asked["services"]))
    if s.refused == "person_has_ticket":
        return bool(rule(s, "one_per_person")) and twice
    # Whoever took one while nobody asked who they are is not known by it, nor whose ticket came back by an undo.
    known = set(s.before.live.values())
    sure = any(
        row.id in known and row.state not in OVER and set(row.services) & set(s.asked["services"]) for row in mine
    )
    return bool(s.refused) or not rule(s, "one_per_person") or not sure


def _forgotten(s: Step) -> bool:
    kept = [s.after.tickets[ticket] for ticket in s.after.live.values()]
    return all(row.state not in OVER for row in kept)


def _few_cases(s: Step) -> bool:
    most: int = rule(s, "cases_at_most")
    if s.refused == "cases_many":
        return not 1 <= int(s.asked["cases"]) <= most
    return all(1 <= row.cases <= most for row in _made(s))


def _said(s: Step) -> bool:
    return not any(ground in _encode(fact) for fact in s.facts for ground in GROUNDS)


OF_RIGHTS: Final[Mapping[str, Callable[[Step], Any]]] = {
    "a class changes only with a word": _class_by_word,
    "a change of class moves by the credit": _credit_moves,
    "priority is given on the ground that was seen": _seen,
    "priority that is taken leaves the class before it": _taken,
    "nobody without priority has a ground": lambda s: all(map(_plain, s.rows)),
    "a ground ends with its ticket": lambda s: all(row.ground is None or row.state not in OVER for row in s.rows),
    "screens hear of no ground": _said,
    "a right is good once": _good_once,
    "a right comes with the press that refuses": _right_comes,
    "a right goes only with the press that gave it": _right_goes,
    "two do not come by one right": lambda s: (
        len(used := [right.used_by for right in s.after.rights.values() if right.used_by]) == len(set(used))
    ),
    "whoever comes back has the class and the visit of that": _as_returned,
    "nobody comes back too late": _in_time,
    "whoever has a right and its digits is let in": _let_in,
    "nobody comes back by other digits": _honest,
    "a right is given only where the hall gives it": lambda s: (
        s.verb != "lack_paper" or bool(s.refused) or rule(s, "return_days") > 0
    ),
    "cases stay": lambda s: all(was.cases == now.cases for was, now in s.pairs),
    "no number brings more cases than the hall lets": _few_cases,
    "numbers of a quota are counted": _counted,
    "no more numbers are given out than a quota says": _not_too_many,
    "nobody is refused while numbers are left": _used_up,
    "no more people are let in than there is room": _room,
    "nobody who says who they are has two tickets": _one_each,
    "whose ticket is over is nobody's": _forgotten,
}
"""Name -> what must hold of every step."""
