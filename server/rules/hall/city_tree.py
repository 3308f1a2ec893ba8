"""Which center lies below which: whose word counts where, and whom a change concerns."""

from collections.abc import Iterator, Mapping

import msgspec

from config.centers import Level


class CityTree(msgspec.Struct, frozen=True):
    """Every center's parent and level."""

    parents: Mapping[str, str | None]
    levels: Mapping[str, Level]

    def above(self, center: str) -> Iterator[str]:
        """Yield `center` and the centers above it, the nearest first."""
        at: str | None = center
        seen: set[str] = set()
        while at is not None and at not in seen:
            seen.add(at)
            yield at
            at = self.parents.get(at)

    def town(self, center: str) -> str | None:
        """Return the town that `center` belongs to: itself, or the nearest above it; None when there is none."""
        return next((each for each in self.above(center) if self.levels.get(each) == "town"), None)

    def below(self, center: str) -> tuple[str, ...]:
        """Return `center` and every center below it, sorted by id."""
        return tuple(sorted(each for each in self.parents if center in self.above(each)))

    def order(self, positions: Mapping[str, int]) -> tuple[str, ...]:
        """Return all centers in the order of `positions`, but parents before children."""
        depth = {each: sum(1 for _ in self.above(each)) for each in self.parents}
        placed: dict[str, None] = {}
        for each in sorted(self.parents, key=lambda center: (positions[center], depth[center])):
            for upper in reversed(list(self.above(each))):
                placed.setdefault(upper)
        return tuple(placed)
