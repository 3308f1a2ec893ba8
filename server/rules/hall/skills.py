"""What whoever sits at a counter can do, and the lines that the counter calls from because of that. Pure."""

from collections.abc import Collection, Iterable


def able(service: str, skills: Collection[str] | None) -> bool:
    """Tell whether somebody with `skills` can do `service`; without a list of them they can do everything."""
    return skills is None or service in skills


def lines_called(served: Iterable[str], skills: Collection[str] | None, helps: str | None = None) -> tuple[str, ...]:
    """Return the lines that a counter calls from, each once: what it is there for, then the line that it `helps`.

    Both only as far as whoever sits there can do it.
    """
    lines = (*served,) if helps is None else (*served, helps)
    return tuple(service for service in dict.fromkeys(lines) if able(service, skills))
