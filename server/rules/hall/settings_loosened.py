"""What named a service or counter of a center that is taken away names it no more. Pure."""

from typing import Any


def loosened(before: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """Return the center `given` (as JSON decodes it) without mention of what `before` had and it has not.

    Whoever could do nothing else can do nothing then; a rule without its service or its last counter goes too.
    """
    services, counters = (_gone(before, given, name) for name in ("services", "counters"))
    if not services and not counters:
        return given
    said = dict(given)
    said["counters"] = [{**each, "services": _left(each["services"], services)} for each in given["counters"]]
    said["staff"] = [
        {
            **each,
            "counter": None if each.get("counter") in counters else each.get("counter"),
            "skills": None if each.get("skills") is None else _left(each["skills"], services),
        }
        for each in given.get("staff", ())
    ]
    elastic = [{**each, "counters": _left(each["counters"], counters)} for each in given.get("elastic", ())]
    said["elastic"] = [each for each in elastic if each["service"] not in services and each["counters"]]
    said["alarms"] = [each for each in given.get("alarms", ()) if each["service"] not in services]
    return said


def _gone(before: dict[str, Any], given: dict[str, Any], name: str) -> set[str]:
    return {each["id"] for each in before.get(name, ())} - {each["id"] for each in given[name]}


def _left(ids: list[str], gone: set[str]) -> list[str]:
    return [each for each in ids if each not in gone]
