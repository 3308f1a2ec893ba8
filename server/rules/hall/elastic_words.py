"""What a rule by which counters help a long line means, as people say it. Pure."""

from collections.abc import Mapping

from config.centers import Text
from config.elastic import ElasticRule
from config.words import both, series


def meant(rule: ElasticRule, services: Mapping[str, Text], counters: Mapping[str, Text]) -> Text:
    """Return what `rule` means, with the names of services and counters that are known; others stay ids."""
    named = series([counters.get(each, Text(each, each)) for each in rule.counters])
    service = services.get(rule.service, Text(rule.service, rule.service))
    least = both("Whatever is decided holds for at least {minutes} min.", minutes=rule.least_minutes)
    most = both("At most {most} of them help at once.", most=rule.at_most or 0)
    said = [_when(rule, service, named), *((most,) if rule.at_most else ()), least]
    return Text("".join(each.zh for each in said), " ".join(each.en for each in said))


def _when(rule: ElasticRule, service: Text, counters: Text) -> Text:
    values = {
        "service": service,
        "counters": counters,
        "waiting": rule.waiting,
        "minutes": rule.minutes,
        "until": rule.until,
    }
    if rule.minutes is None:
        return both(
            "When more than {waiting} people wait for {service}, {counters} call them too, until fewer than {until} "
            "wait.",
            **values,
        )
    if rule.waiting is None:
        return both(
            "When somebody waits over {minutes} min for {service}, {counters} call them too, until fewer than {until} "
            "wait and nobody over {minutes} min.",
            **values,
        )
    return both(
        "When more than {waiting} people wait for {service} or somebody over {minutes} min, {counters} call them too. "
        "They stop when fewer than {until} wait and nobody over {minutes} min.",
        **values,
    )
