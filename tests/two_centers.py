"""A plan whose trips lie in two centers: married in the city, insured in the town."""

from functools import cache

import msgspec

from config.case import Case
from config.edition import Guidance
from tests.dongjiang import city_guidance

CHECKLISTS = ("cards-marriage", "medical")
TOWN = "dj-shixi"


@cache
def two_centers() -> Guidance:
    """Return the shipped guidance in which medical insurance is handled in the town of Shixi alone."""
    guidance = city_guidance()
    items = tuple(
        msgspec.structs.replace(
            item,
            options=tuple(msgspec.structs.replace(each, point="shixi") for each in item.options if each.point),
        )
        if item.service == "medical" and any(each.point for each in item.options)
        else item
        for item in guidance.pack.items
    )
    return msgspec.structs.replace(guidance, pack=msgspec.structs.replace(guidance.pack, items=items), editions=())


def case() -> Case:
    """Return the case whose plan leads to the city for the marriage and to the town for the insurance."""
    return next(each for each in reversed(two_centers().pack.cases) if each.checklists == CHECKLISTS)
