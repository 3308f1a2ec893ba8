"""An item by what somebody calls it: its id, its name in either language, or another name for it. Pure."""

import unicodedata

from server.rules.errors import Refusal
from server.rules.guidance.judge.book import Book


def named_item(book: Book, wanted: str) -> str:
    """Return the id of the item called `wanted`, or of the only one whose names have it as a part.

    Only items that a checklist has can be judged. Raises `Refusal` item_unknown.
    """
    listed = {entry.item for checklist in book.pack.checklists for entry in checklist.entries}
    if wanted in listed:
        return wanted
    word = _plain(wanted)
    names = {
        item.id: [_plain(each) for each in (item.id, item.name.zh, item.name.en, *item.aliases)]
        for item in book.pack.items
        if item.id in listed
    }
    for found in (
        [item for item, called in names.items() if word in called],
        [item for item, called in names.items() if word and any(word in each for each in called)],
    ):
        if len(found) == 1:
            return found[0]
    raise Refusal("item_unknown", item=wanted[:64])


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())
