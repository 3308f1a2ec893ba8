"""What holds of counters that help long lines, and of alarms: when both begin and end is written down anew."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from tests.server.office.how_it_stands import Standing, Step

MINUTE: Final = 60_000
Rule = Mapping[str, Any]


def _rules(s: Step) -> dict[str, Rule]:
    return {each["id"]: each for each in s.document.get("elastic", ())}


def _alarm_rules(s: Step) -> dict[str, Rule]:
    return {each["service"]: each for each in s.document.get("alarms", ())}


def _at(s: Step) -> int:
    return max(s.clock, s.before.told_at)


def _crowd(s: Step, service: str) -> tuple[int, int]:
    """Return how many stood in a line before a step, and how long (ms) whoever stood there longest."""
    ready = [row.ready_at for row in s.before.tickets.values() if row.line == service]
    return len(ready), max(0, _at(s) - min(ready)) if ready else 0


def _old(rule: Rule, longest: int) -> bool:
    return rule.get("minutes") is not None and longest > rule["minutes"] * MINUTE


def _long(s: Step, rule: Rule) -> bool:
    waiting, longest = _crowd(s, rule["service"])
    return (rule.get("waiting") is not None and waiting > rule["waiting"]) or _old(rule, longest)


def _short(s: Step, rule: Rule) -> bool:
    waiting, longest = _crowd(s, rule["service"])
    return waiting < rule["until"] and not _old(rule, longest)


def _can(s: Step, standing: Standing, counter: str, service: str) -> bool:
    person = standing.seats.get(counter, ("", 0))[0]
    skills = next((each["skills"] for each in s.document["staff"] if each["id"] == person), None)
    return skills is None or service in skills


def _served(s: Step) -> dict[str, list[str]]:
    return {each["id"]: each["services"] for each in s.document["counters"]}


def _may(s: Step, standing: Standing, rule: Rule, counter: str) -> bool:
    own = _served(s).get(counter)
    if own is None or rule["service"] in own or counter not in rule["counters"]:
        return False
    return standing.counters[counter] == "open" and _can(s, standing, counter, rule["service"])


def _by_a_rule(s: Step) -> bool:
    rules = _rules(s)
    return all(
        by in rules and rules[by]["service"] == service and _may(s, s.after, rules[by], counter)
        for counter, (service, by) in s.after.helps.items()
    )


def _few(s: Step) -> bool:
    by = [rule for _, rule in s.after.helps.values()]
    return all((most := rule.get("at_most")) is None or by.count(name) <= most for name, rule in _rules(s).items())


def _told(s: Step) -> bool:
    helps = {(counter, service) for counter, (service, _) in s.before.helps.items()}
    for fact in s.facts:
        at = (fact.counter and fact.counter.id) or "", (fact.service and fact.service.id) or ""
        if fact.kind == "counter.helping" and at not in helps:
            helps.add(at)
        elif fact.kind == "counter.helped" and at in helps:
            helps.remove(at)
        elif fact.kind in ("counter.helping", "counter.helped"):
            return False
    return helps == {(counter, service) for counter, (service, _) in s.after.helps.items()}


def _looked(s: Step) -> bool:
    """Tell whether rules were looked at in this step, on a day that had begun."""
    return s.verb == "lines" and not s.refused and s.same_day


def _holds(s: Step) -> bool:
    rules = _rules(s)
    return not _looked(s) or all(
        s.after.decided[name] == (on, since) or _at(s) - since >= rules[name].get("least_minutes", 5) * MINUTE
        for name, (on, since) in s.before.decided.items()
        if name in rules and name in s.after.decided
    )


def _decides(s: Step) -> bool:
    """Tell whether a rule that begins has a long line, and one that ends a short one."""
    if not _looked(s):
        return True
    for name, rule in _rules(s).items():
        was, now = (standing.decided.get(name, (False, 0))[0] for standing in (s.before, s.after))
        if was != now and not (_long(s, rule) if now else _short(s, rule)):
            return False
    return True


def _goes_on(s: Step) -> bool:
    rules, on = _rules(s), {name for name, (is_on, _) in s.after.decided.items() if is_on}
    return not _looked(s) or all(
        s.after.helps.get(counter) == (service, by)
        for counter, (service, by) in s.before.helps.items()
        if by in on and _may(s, s.before, rules[by], counter)
    )


def _all_help(s: Step) -> bool:
    """Tell whether, where a rule holds, nobody is free who could help by it."""
    if not _looked(s):
        return True
    by = [rule for _, rule in s.after.helps.values()]
    return all(
        (rule.get("at_most") is not None and by.count(name) >= rule["at_most"])
        or all(counter in s.after.helps for counter in rule["counters"] if _may(s, s.after, rule, counter))
        for name, rule in _rules(s).items()
        if s.after.decided.get(name, (False, 0))[0]
    )


def _nobody_pulled(s: Step) -> bool:
    moved = [
        counter
        for counter, (service, _) in s.before.helps.items()
        if s.after.helps.get(counter, (service,))[0] != service
    ]
    return (
        not moved
        or not _looked(s)
        or all(not s.after.decided.get(s.before.helps[each][1], (False, 0))[0] for each in moved)
    )


def _asked(s: Step) -> list[str]:
    """Return for which lines staff are asked since this step."""
    return [
        service
        for service, (state, since, _) in s.after.alarms.items()
        if state == "asked" and s.before.alarms.get(service, ("", 0, 0))[:2] != ("asked", since)
    ]


def _could_open(s: Step, service: str) -> bool:
    helpers = {counter for rule in _rules(s).values() if rule["service"] == service for counter in rule["counters"]}
    return any(
        s.before.counters[counter] != "open"
        and (service in services or counter in helpers)
        and _can(s, s.before, counter, service)
        for counter, services in _served(s).items()
    )


def _fit_to_ask(s: Step) -> bool:
    if not s.same_day:
        return True
    rules = _alarm_rules(s)
    return all(
        s.verb == "alarms" and service in rules and _long(s, rules[service]) and _could_open(s, service)
        for service in _asked(s)
    )


def _in_peace(s: Step) -> bool:
    return all(s.before.alarms.get(service, ("", 0, 0))[2] <= _at(s) for service in _asked(s) if s.same_day)


def _is_asked(s: Step) -> bool:
    """Tell whether staff are asked wherever a line is long, somebody could open, and nobody is left in peace."""
    if s.verb != "alarms" or s.refused or not s.same_day:
        return True
    for service, rule in _alarm_rules(s).items():
        state, _, quiet = s.before.alarms.get(service, ("", 0, 0))
        due = state != "asked" and quiet <= _at(s) and _long(s, rule) and _could_open(s, service)
        if due and s.after.alarms[service][0] != "asked":
            return False
    return True


def _office_told(s: Step) -> bool:
    told = sum(fact.kind == "staff.told" for fact in s.facts)
    if s.verb == "answer_alarm" and not s.refused and s.same_day:
        return told == 1
    if s.verb != "alarms" or s.refused or not s.same_day:
        return True
    over = [
        service
        for service, (state, since, _) in s.after.alarms.items()
        if state == "over" and s.before.alarms.get(service, ("", 0, 0))[:2] != ("over", since)
    ]
    return told == len(_asked(s)) + len(over)


OF_HELP: Final[Mapping[str, Callable[[Step], Any]]] = {
    "a counter helps by a rule, open and able": _by_a_rule,
    "a rule has no more helpers than it says": _few,
    "help is told when it begins and when it ends": _told,
    "what a rule decided holds for its least time": _holds,
    "help begins at a long line and ends at a short one": _decides,
    "whoever helps goes on while the rule holds": _goes_on,
    "where a rule holds nobody is free who could help": _all_help,
    "no rule pulls a counter from another that holds": _nobody_pulled,
    "nobody helps over night": lambda s: s.same_day or not s.after.helps,
    "what was decided ends with the day": lambda s: s.same_day or s.verb in ("lines", "alarms") or not s.after.decided,
    "staff are asked where a line is long and somebody could open": _fit_to_ask,
    "a line that is long asks": _is_asked,
    "whoever answered is left in peace": _in_peace,
    "what is answered was asked": lambda s: (
        s.verb != "answer_alarm" or bool(s.refused) or s.before.alarms[s.asked["service"]][0] == "asked"
    ),
    "an alarm is told to the office": _office_told,
}
"""Name -> what must hold of every step."""
