"""Read a city from its YAML file, or refuse it with a sentence that says what to write."""

import re
from collections import Counter
from importlib.resources import files
from pathlib import Path

import msgspec
import yaml

from config.centers import PREFIX, City


class CityFileError(Exception):
    """A city file that cannot be used; the sentence names the file, the place and what is wrong."""


def load_city(path: Path) -> City:
    """Return the city written in `path`; raises `CityFileError`."""
    try:
        return read_city(path.read_text(encoding="utf-8"), str(path))
    except OSError as error:
        raise CityFileError(f"{path}: {error.strerror}") from error


def shipped_city(name: str) -> City:
    """Return a city that comes with Banshi, by the name of its file without the ending."""
    return read_city((files("config") / "cities" / f"{name}.yaml").read_text(encoding="utf-8"), f"{name}.yaml")


def read_city(text: str, where: str) -> City:
    """Return the city written in `text`; `where` names it in errors; raises `CityFileError`."""
    try:
        city = msgspec.convert(yaml.safe_load(text), City)
    except (yaml.YAMLError, msgspec.ValidationError) as error:
        raise CityFileError(f"{where}: {error}") from error
    problems = list(_problems(city))
    if problems:
        raise CityFileError(f"{where}: " + "; ".join(problems))
    return city


def _problems(city: City) -> list[str]:
    problems: list[str] = []
    services = {service.id for service in city.services}
    prefix_of = {service.id: service.prefix for service in city.services}
    problems += [
        f"service {service}: prefix {prefix!r} is not one or two capital letters"
        for service, prefix in prefix_of.items()
        if not re.fullmatch(PREFIX, prefix)
    ]
    seen: set[str] = set()
    counters: set[str] = set()
    for center in city.centers:
        if center.id in seen:
            problems.append(f"center {center.id} is there twice")
        if center.parent is not None and center.parent not in seen:
            problems.append(f"center {center.id}: its parent {center.parent} must stand before it")
        seen.add(center.id)
        problems += [f"center {center.id}: unknown service {s}" for s in center.services if s not in services]
        prefixes = Counter(prefix_of[service] for service in center.services if service in services)
        problems += [f"center {center.id}: prefix {p} is used twice" for p, times in prefixes.items() if times > 1]
        for counter in center.counters:
            if counter.id in counters:
                problems.append(f"counter {counter.id} is there twice")
            counters.add(counter.id)
            problems += [
                f"counter {counter.id}: service {s} is not offered by {center.id}"
                for s in counter.services
                if s not in center.services
            ]
    return problems
