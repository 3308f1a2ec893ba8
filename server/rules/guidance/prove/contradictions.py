"""What a pack says cannot be true together: that it names answers, whose, and could ever be said. Pure."""

from collections.abc import Iterator

from config.fact import Fact
from config.pack import Pack
from server.rules.guidance.household.traits import NEVER, same_person
from server.rules.guidance.judge.condition import facts_of
from server.rules.guidance.prove.finding import Finding


def check_contradictions(pack: Pack) -> Iterator[Finding]:
    """Find contradictions that show one answer only or one that nothing is said of, or that nobody can ever have."""
    facts = {each.id: each for each in pack.facts}
    entities = {each.id: each for each in pack.entities}
    situations = {each.id: each.when for each in pack.situations}
    for each in pack.contradictions:
        if len(each.facts) < 2 and not each.couple:
            what = "one answer alone contradicts nothing"
            yield Finding("contradictions", each.id, "contradiction_alone", what, "name two facts or more")
        if each.older_by is not None and (
            len(each.facts) != 2 or not all(_tells_age(facts[one]) for one in each.facts)
        ):
            what = "older_by needs two facts that tell an age"
            remedy = "name two dates of birth or numbers of years, the older one's first"
            yield Finding("contradictions", each.id, "rule_unfit", what, remedy)
        if each.older_by is None and not each.couple:
            said = facts_of(each.when, situations)
            for one in (one for one in each.facts if one not in said):
                what = f"its rule says nothing of {one}"
                yield Finding("contradictions", each.id, "contradiction_idle", what, "compare it, or do not show it")
        for one, other in zip(each.same, each.same[1:], strict=False):
            if same_person(entities, one, other) == NEVER:
                what = f"{one} and {other} are never one person"
                yield Finding("contradictions", each.id, "never_true", what, "take it out, or name others")
        if each.couple and (each.older_by is not None or each.same):
            what = "a couple is two people of one marriage: older_by and same say something else"
            yield Finding("contradictions", each.id, "rule_unfit", what, "write a contradiction of its own for them")


def _tells_age(fact: Fact) -> bool:
    return fact.kind == "date" or (fact.kind == "number" and fact.grows == "year")
