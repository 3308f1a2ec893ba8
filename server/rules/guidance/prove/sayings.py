"""What people say means something that is there, one thing, and nothing that the pack itself calls so. Pure."""

from collections import Counter
from collections.abc import Iterator

from config.pack import Pack
from config.sayings import Saying
from server.rules.guidance.prove.finding import Finding
from server.rules.guidance.search.entry import Entry, entries_of, folded

MEANING = ("word", "who")
OWN = ("checklist", "item")
UNHEARD = ("habit", "break")


def check_sayings(pack: Pack) -> Iterator[Finding]:
    """Find sayings that mean nothing or two things, and what is said to be done elsewhere though the pack has it."""
    entries = entries_of(pack)
    texts = [each for entry in entries if entry.kind != "elsewhere" for each in _texts(entry)]
    names = {folded(name) for entry in entries if entry.kind != "elsewhere" for name in (entry.title.zh, *entry.names)}
    first: dict[str, str] = {}
    for saying in pack.sayings:
        yield from _means(saying, texts)
        for said in saying.said:
            other = first.setdefault(folded(said), saying.id)
            if other != saying.id:
                what = f"{said} is said in {other} too"
                yield Finding("sayings", saying.id, "saying_contradicts", what, "keep it in one of them")
            if saying.role in UNHEARD and folded(said) in names:
                what = f"{said} is a name of something here"
                yield Finding("sayings", saying.id, "saying_contradicts", what, "take it out, or name that otherwise")
    matters = {folded(each) for entry in entries if entry.kind in OWN for each in (entry.title.zh, *entry.names)}
    for place in pack.elsewhere:
        for word in place.words:
            if folded(word) in matters:
                what = f"{word} is a name of something here"
                yield Finding("elsewhere", place.id, "elsewhere_here", what, "take it out: it is not done elsewhere")
    for word, count in Counter(folded(word) for place in pack.elsewhere for word in place.words).items():
        if count > 1:
            doubled = [place.id for place in pack.elsewhere if word in map(folded, place.words)]
            what = f"{word} stands in {doubled[0]} too"
            yield Finding("elsewhere", doubled[-1], "elsewhere_doubled", what, "keep it in one of them")
    others = [place.id for place in pack.elsewhere if not place.words]
    if pack.elsewhere and len(others) != 1:
        what = f"{len(others)} places are asked for everything else"
        yield Finding("elsewhere", pack.elsewhere[0].id, "elsewhere_rest", what, "leave `words` out of exactly one")


def _means(saying: Saying, texts: list[str]) -> Iterator[Finding]:
    if (saying.role in MEANING) != bool(saying.means):
        what = f"a saying that is a {saying.role} means " + ("nothing" if saying.role in MEANING else "something")
        yield Finding("sayings", saying.id, "saying_unfit", what, "only `word` and `who` have `means`")
    for means in saying.means:
        wanted = folded(means).replace(" ", "")
        if not any(wanted in text for text in texts):
            what = f"{means} stands in no name and no text"
            yield Finding("sayings", saying.id, "saying_idle", what, "write it as the pack does, or take it out")


def _texts(entry: Entry) -> Iterator[str]:
    for text in (entry.title.zh, *entry.names, entry.body.zh, entry.title.en, entry.body.en):
        yield folded(text).replace(" ", "")
