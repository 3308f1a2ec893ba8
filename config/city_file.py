"""A city as it is written in one YAML file, and the documents of city, towns and centers that it stands for.

```
id: dongjiang
name: {zh: 东江市, en: Dongjiang City}
pack: dongjiang
ways: [{between: [hall, pier], minutes: 20}]   # how long people need from one center to another
timezone: Asia/Shanghai          # of every center that says nothing else; likewise hours, calendar, special_days, rules
services: [{id: hukou, prefix: A, name: {zh: 户籍, en: Household}, note: {zh: "", en: ""}}]
centers: [{id: hall, level: city, name: ..., address: ..., services: [hukou], counters: [...], staff: [...]}]
```

A center names the services that it offers; one that has another prefix there is written `{id: hukou, prefix: H}`, and
one that is booked says how, as in `bookings: {week: [{days: [1, 2], times: [{begins: "09:00", ends: "11:30"}]}]}`.
What a town decides for the centers below it stands in its own center: `town: {hours: ..., timezone: ..., rules: ...}`.
"""

from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from typing import Any, Final, NamedTuple

import msgspec
import yaml

from config.centers import Calendar, City
from config.documents import CITY, Scope, WrittenCity
from config.retention import Retention
from config.yaml_file import Mapping

CITY_FIELDS: Final = (
    "name",
    "pack",
    "services",
    "timezone",
    "hours",
    "calendar",
    "special_days",
    "rules",
    "ways",
    "retention",
)
HEAD_FIELDS: Final = ("id", "centers", *CITY_FIELDS)


class Part(NamedTuple):
    """One document of a city as the file gives it, and the `node` of the file in which its fields stand."""

    scope: Scope
    given: dict[str, Any]
    node: Any


def shipped_city(name: str) -> City:
    """Return a city that comes with Banshi, by the name of its file without the ending."""
    return msgspec.convert(yaml.safe_load(shipped_text(name)), City)


def shipped_text(name: str) -> str:
    """Return the file of a city that comes with Banshi."""
    return (files("config") / "cities" / f"{name}.yaml").read_text(encoding="utf-8")


def parts_of(written: Mapping) -> Iterator[Part]:
    """Give the documents that the file stands for, the city's first, each as decoded and not yet looked at."""
    prefixes: dict[str, Any] = {}
    services = written.get("services")
    for service in services if isinstance(services, list) else ():
        if isinstance(service, dict):
            prefixes.setdefault(str(service.get("id")), service.get("prefix", ""))
    yield Part(CITY, _city(written), written)
    centers = written.get("centers")
    for center in centers if isinstance(centers, list) else ():
        if not isinstance(center, dict):
            yield Part(Scope("center", ""), {"center": center}, written)
            continue
        id_ = str(center.get("id", ""))
        given = {name: value for name, value in center.items() if name not in ("id", "town")}
        offered = given.get("services")
        if isinstance(offered, list):
            given["services"] = [_offered(each, prefixes) for each in offered]
        yield Part(Scope("center", id_), {"parent": None, **given}, center)
        if "town" in center:
            town = center["town"]
            yield Part(Scope("town", id_), town, town if isinstance(town, Mapping) else center)


def city_form(city: WrittenCity) -> dict[str, Any]:
    """Return `city` in the form of the file; what is as it would be without a word is left out."""
    prefixes: dict[str, Counter[str]] = {}
    for _, center in city.centers:
        for service in center.services:
            prefixes.setdefault(service.id, Counter())[service.prefix] += 1
    usual = {service: counted.most_common(1)[0][0] for service, counted in prefixes.items()}
    towns = dict(city.towns)
    whole = _plain(city.city)
    head = {"id": city.id, "name": whole["name"], "pack": whole["pack"]}
    if city.city.calendar == Calendar():
        del whole["calendar"]
    inherited = ("timezone", "hours", "calendar", "special_days", "rules", "ways")
    head |= {name: whole[name] for name in inherited if whole.get(name)}
    if city.city.retention != Retention():
        head["retention"] = whole["retention"]
    head["services"] = [
        {"id": each["id"], **({"prefix": usual[each["id"]]} if each["id"] in usual else {}), **each}
        for each in whole["services"]
    ]
    head["centers"] = []
    for id_, center in city.centers:
        form = {"id": id_, **{name: value for name, value in _plain(center).items() if value not in (None, {})}}
        form["services"] = [
            each["id"]
            if usual.get(each["id"]) == each["prefix"] and each["bookings"] is None
            else {name: value for name, value in each.items() if value is not None}
            for each in _plain(center)["services"]
        ]
        if id_ in towns:
            form["town"] = {name: value for name, value in _plain(towns[id_]).items() if value not in (None, {})}
        head["centers"].append(form)
    return head


def _city(written: Mapping) -> dict[str, Any]:
    given = {name: value for name, value in written.items() if name not in ("id", "centers")}
    services = given.get("services")
    if isinstance(services, list):
        given["services"] = [
            {"note": {"zh": "", "en": ""}, **{name: value for name, value in each.items() if name != "prefix"}}
            if isinstance(each, dict)
            else each
            for each in services
        ]
    return {"pack": "", **given}


def _offered(service: Any, prefixes: dict[str, Any]) -> Any:
    if isinstance(service, str):
        return {"id": service, "prefix": prefixes.get(service, "")}
    if isinstance(service, dict) and "prefix" not in service:
        return {**service, "prefix": prefixes.get(str(service.get("id")), "")}
    return service


def _plain(document: Any) -> dict[str, Any]:
    """Return a document as plain data, its rules without those that are left open."""
    given: dict[str, Any] = msgspec.to_builtins(document)
    given["rules"] = {name: value for name, value in given["rules"].items() if value is not None}
    if not given["special_days"]:
        del given["special_days"]
    return given
