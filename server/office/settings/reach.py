"""Whose word counts where: a token of a center decides for it and for those below it, one of the city for all."""

from config.documents import CenterDocument, Document, Scope
from server.rules.errors import Refusal
from server.rules.hall.city_tree import CityTree


def within(tree: CityTree, reach: str | None, center: str | None) -> bool:
    """Tell whether `center` is `reach` or lies below it; None reaches everything."""
    return reach is None or (center is not None and reach in tree.above(center))


def admit_to(tree: CityTree, reach: str | None, scope: Scope, document: Document | None = None) -> None:
    """Let whoever reaches `reach` look at `scope`, or write `document` there.

    Raises `Refusal` token_scope, center_unknown, settings_not_a_town.
    """
    if scope.kind == "city":
        if reach is not None:
            raise Refusal("token_scope")
        return
    new = scope.id not in tree.parents
    if new and not isinstance(document, CenterDocument):
        raise Refusal("center_unknown", center=scope.id)
    if scope.kind == "town" and tree.levels[scope.id] != "town":
        raise Refusal("settings_not_a_town", center=scope.id)
    if not new and not within(tree, reach, scope.id):
        raise Refusal("token_scope")
    if isinstance(document, CenterDocument) and (new or document.parent != tree.parents[scope.id]):
        # Nobody may bring a center to, or take it from, where their word does not count.
        moves_own = not new and scope.id == reach
        if moves_own or not within(tree, reach, document.parent):
            raise Refusal("token_scope")
