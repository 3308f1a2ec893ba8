"""One application that stands for several items (一件事): what is planned instead of what. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from msgspec.structs import replace

from config.item import Item


@dataclass(frozen=True)
class Bundled:
    """Items to plan and what comes before each; `stands_for` has the bundle of every item that is not planned alone."""

    items: Mapping[str, Item]
    before: Mapping[str, frozenset[str]]
    stands_for: Mapping[str, str]

    def within(self, item: str) -> tuple[str, ...]:
        """Return the items that `item` stands for here."""
        return tuple(each for each, by in self.stands_for.items() if by == item)


def bundled(items: Mapping[str, Item], before: Mapping[str, frozenset[str]]) -> Bundled:
    """Return `items` with each bundle among them in the place of what it stands for.

    A bundle gives what those give, and waits only for what it needs itself: its one application is enough for all.
    """
    stands_for: dict[str, str] = {}
    for bundle in items.values():
        for each in bundle.bundles:
            if each in items:
                stands_for.setdefault(each, bundle.id)
    kept = {
        item.id: replace(item, outputs=tuple(dict.fromkeys(_outputs(item, items)))) if item.bundles else item
        for item in items.values()
        if item.id not in stands_for
    }
    after = {item: frozenset(stands_for.get(each, each) for each in before[item]) - {item} for item in kept}
    return Bundled(kept, after, stands_for)


def _outputs(bundle: Item, items: Mapping[str, Item]) -> tuple[str, ...]:
    return (*bundle.outputs, *(output for each in bundle.bundles if each in items for output in items[each].outputs))
