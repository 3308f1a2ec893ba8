"""Which language somebody reads, by what their browser says of itself (RFC 9110, 12.5.4). Pure."""

from functools import lru_cache

from werkzeug.http import parse_accept_header

from config.centers import Language


@lru_cache(maxsize=1024)
def preferred(accepted: str) -> Language:
    """Return the language of an Accept-Language header that is wanted most; Chinese when neither is named.

    Every kind of Chinese reads Chinese and every kind of English reads English; 0 means "not this one".
    """
    best: tuple[float, Language] = (0.0, "zh")
    for tag, quality in parse_accept_header(accepted[:1000]):
        primary = tag.lower().partition("-")[0].partition("_")[0]
        found: Language | None = "en" if primary == "en" else "zh" if primary in ("zh", "*") else None
        if found is not None and quality > best[0]:
            best = (quality, found)
    return best[1]
