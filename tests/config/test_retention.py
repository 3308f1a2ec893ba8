"""How long things are kept is bounded by law and need, and a new city begins between the bounds."""

import msgspec

from config.documents import CityDocument
from config.retention import LIMITS, Retention
from server.rules.hall.settings import check_city


def test_every_number_has_bounds_and_begins_within_them() -> None:
    kept = msgspec.structs.asdict(Retention())
    assert kept.keys() == LIMITS.keys()
    assert all(LIMITS[name][0] <= days <= LIMITS[name][1] for name, days in kept.items())


def test_the_record_is_kept_half_a_year_at_least() -> None:
    assert LIMITS["record_days"][0] == 180


def test_too_few_and_too_many_days_are_refused_by_name() -> None:
    city = msgspec.convert({"name": {"zh": "城", "en": "City"}, "pack": "", "services": []}, CityDocument)
    assert check_city(city, {}) == []
    for name, (least, most) in LIMITS.items():
        for days in (least - 1, most + 1):
            wrong = msgspec.structs.replace(Retention(), **{name: days})
            found = check_city(msgspec.structs.replace(city, retention=wrong), {})
            assert [(each.code, each.values["field"]) for each in found] == [("settings_number", f"retention.{name}")]
        for days in (least, most):
            right = msgspec.structs.replace(Retention(), **{name: days})
            assert check_city(msgspec.structs.replace(city, retention=right), {}) == []
