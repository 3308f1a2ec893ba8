"""What holds in a center, and who decided it: the center itself, its town, the city, or nobody."""

from typing import Any, Final

import msgspec

from config.centers import Hours, Language, LineRules
from config.documents import CITY, CityDocument, Document, Scope, TownDocument
from config.words import say
from server.rules.hall.settings_difference import as_json
from server.rules.hours_words import hours_words
from server.store.projection import tree_of
from server.store.settings import document_in_force
from server.store.unit_of_work import Reading
from server.web.admin.center_parts import HOLIDAYS, HOURS, RULES, SPECIAL, ZONE
from server.web.admin.settings_words import value_words
from server.web.admin.shapes import Options

OWN: Final[dict[str, str]] = {"center": "this center", "town": "the town", "city": "the city"}
NOBODY: Final = "as delivered"
LABELS: Final = {
    "hours": HOURS.title,
    "special_days": SPECIAL.title,
    "calendar": HOLIDAYS.title,
    "timezone": ZONE.title,
    **{shape.name: shape.label for shape in RULES.shapes},
}
"""Field of a document -> what it is called (gettext key)."""
WORDS: Final = (*OWN.values(), NOBODY)


class Decided(msgspec.Struct, frozen=True):
    """One field: what holds, who decided it, whether that is whose page this is, and whether somebody above could."""

    field: str
    label: str
    value: str
    origin: str
    own: bool
    above: bool


def decided_by(
    reading: Reading, scope: Scope, document: Document, options: Options, language: Language
) -> list[Decided]:
    """Return each field that may be left to those above."""
    layers: list[tuple[str, Any]] = [(scope.kind, as_json(document))]
    town = tree_of(reading).town(scope.id) if scope.kind == "center" else None
    if town is not None and (says := document_in_force(reading, Scope("town", town), TownDocument)) is not None:
        layers.append(("town", as_json(says)))
    if scope.kind != "city" and (city := document_in_force(reading, CITY, CityDocument)) is not None:
        layers.append(("city", as_json(city)))
    delivered = {"rules": msgspec.to_builtins(LineRules())}
    told = []
    for field, label in LABELS.items():
        found = next(((kind, value) for kind, layer in layers if not _is_open(value := _at(layer, field))), None)
        kind, value = found if found is not None else ("", _at(delivered, field))
        own = kind == scope.kind
        origin = say(language, OWN[kind] if kind else NOBODY)
        above = field.startswith("rules.") or (scope.kind != "city" and field != "special_days")
        told.append(Decided(field, say(language, label), _said(field, value, options, language), origin, own, above))
    return told


def without(document: dict[str, Any], field: str) -> bool:
    """Leave `field` of `document` to those above; return whether that is a field that can be left."""
    if field not in LABELS or field == "special_days":
        return False
    above, _, name = field.rpartition(".")
    (document[above] if above else document)[name] = None
    return True


def _is_open(value: Any) -> bool:
    return value is None


def _at(layer: Any, field: str) -> Any:
    above, _, name = field.rpartition(".")
    value = (layer.get(above) or {} if above else layer).get(name)
    return None if field == "special_days" and not value else value


def _said(field: str, value: Any, options: Options, language: Language) -> str:
    if field == "calendar" and isinstance(value, dict):
        holidays, workdays = len(value["holidays"]), len(value["workdays"])
        return say(language, "{holidays} holidays, {workdays} make-up workdays", holidays=holidays, workdays=workdays)
    if field == "hours" and not value:
        return say(language, "Always closed")
    if field == "hours":
        return hours_words(language, msgspec.convert(value, tuple[Hours, ...]))
    if field == "special_days":
        return say(language, ", ").join(each["date"] for each in value or ()) or say(language, "nothing")
    return value_words(value, options, language)
