"""One of each group, as cheaply as can be: an exact minimum weighted hitting set over bits. Pure."""

from collections.abc import Mapping, Sequence


def cheapest(groups: Sequence[Sequence[str]], weight: Mapping[str, int]) -> frozenset[str]:
    """Return the names that hit every one of `groups` and weigh least together; the earlier ones among equals.

    Meant for some fifteen groups of some thirty names; what is forced costs nothing extra.
    """
    forced = {group[0] for group in groups if len(set(group)) == 1}
    left = list(dict.fromkeys(frozenset(group) for group in groups if not forced & set(group)))
    # Whoever hits a smaller group hits every larger one around it.
    left = [group for group in left if not any(other < group for other in left)]
    order = {name: number for number, name in enumerate(dict.fromkeys(name for group in groups for name in group))}
    hits = {name: sum(1 << number for number, group in enumerate(left) if name in group) for name in order}
    known: dict[int, tuple[int, int, tuple[str, ...]]] = {0: (0, 0, ())}

    def best(open_groups: int) -> tuple[int, int, tuple[str, ...]]:
        if open_groups not in known:
            group = left[(open_groups & -open_groups).bit_length() - 1]
            ways = []
            for name in sorted(group, key=lambda each: order[each]):
                cost, late, names = best(open_groups & ~hits[name])
                ways.append((cost + weight[name], late + order[name], (name, *names)))
            known[open_groups] = min(ways)
        return known[open_groups]

    return frozenset(forced) | frozenset(best((1 << len(left)) - 1)[2])
