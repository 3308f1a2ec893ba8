"""Which route answers: found once for each path and method, and then remembered for a while."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from flask import Request
from werkzeug.routing import Map, MapAdapter, Rule

REMEMBERED: Final = 4096
"""Paths and methods that are remembered: those of a city's centers and counters, and of some thousand tickets."""


class Finding(MapAdapter):
    """Finds the rule for the request `asked` in the rules of `of`, whose hosts say nothing."""

    def __init__(self, of: Map, asked: Request) -> None:
        environ = asked.environ
        super().__init__(
            of,
            server_name=environ["HTTP_HOST"],
            script_name="/",
            subdomain="",
            url_scheme=environ["wsgi.url_scheme"],
            path_info=asked.path,
            default_method=asked.method,
            query_args=environ.get("QUERY_STRING"),
        )

    def match(self, *asked: Any, **more: Any) -> Any:
        """Return the rule and the places of the path; raises what says why there is none.

        Only what Flask asks for every request is remembered, and only what was found: nobody fills the memory with
        paths that do not exist.
        """
        if asked or more != {"return_rule": True}:
            return super().match(*asked, **more)
        rule, places = _found(self.map, self.path_info, self.default_method)
        return rule, dict(places)


@lru_cache(maxsize=REMEMBERED)
def _found(of: Map, path: str, method: str) -> tuple[Rule, Mapping[str, Any]]:
    return of.bind("", path_info=path, default_method=method).match(return_rule=True)
