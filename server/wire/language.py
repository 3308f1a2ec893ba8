"""Which language somebody reads, by what their browser says of itself (RFC 9110, 12.5.4). Pure."""

import re
from functools import lru_cache
from typing import Final

from config.centers import Language

LONGEST: Final = 1000
CHINESE: Final = frozenset({"zh", "cmn", "yue", "wuu", "nan", "hak", "gan", "hsn", "cdo", "cjy", "mnp", "czh", "lzh"})
"""Every kind of Chinese is written so that its readers read ours."""
_TAG: Final = re.compile(r"\s*([A-Za-z]{1,8}|\*)(?:[-_.][A-Za-z0-9_.-]*)?\s*(?:;(.*))?", re.DOTALL)
_QUALITY: Final = re.compile(r"\s*(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?|\.[0-9]{1,3})\s*")


@lru_cache(maxsize=1024)
def preferred(accepted: str) -> Language:
    """Return the language of an Accept-Language header that is wanted most; Chinese when neither is named.

    Of two that are wanted alike the one that is named first wins; 0 means "not this one", `*` "any other". What cannot
    be read in a header says nothing, and the rest of it counts.
    """
    wanted: dict[str, float] = {}
    for part in accepted[:LONGEST].split(","):
        tag = _TAG.fullmatch(part)
        quality = None if tag is None else _quality(tag.group(2))
        if tag is None or quality is None:
            continue
        primary = tag.group(1).lower()
        name = "zh" if primary in CHINESE else primary
        wanted[name] = max(quality, wanted.get(name, 0.0))
    order: list[Language] = sorted(("zh", "en"), key=lambda name: [*wanted, "zh", "en"].index(name))
    best = max(order, key=lambda name: wanted.get(name, wanted.get("*", 0.0)))
    return best if wanted.get(best, wanted.get("*", 0.0)) > 0 else "zh"


def _quality(said: str | None) -> float | None:
    """Return the quality among the parameters of a tag (1 without one), None for one that cannot be read."""
    for each in (said or "").split(";"):
        name, _, value = each.partition("=")
        if name.strip().lower() == "q":
            found = _QUALITY.fullmatch(value)
            return None if found is None else float(found.group(1))
    return 1.0
