"""Which settings somebody may write who is signed in, by the places where their roles have the duty."""

from collections.abc import Iterable

from config.documents import CenterDocument, Document, Scope
from server.rules.errors import Refusal
from server.rules.hall.city_tree import CityTree
from server.rules.people.roles import Grant, may


def admit_person(tree: CityTree, grants: Iterable[Grant], scope: Scope, document: Document | None = None) -> None:
    """Let whoever holds `grants` write `document` for `scope`; None looks at the scope alone.

    Nobody brings a center to, or takes it from, where they may not decide. Raises `Refusal` duty_missing,
    center_unknown, settings_not_a_town.
    """
    held = tuple(grants)
    new = scope.kind != "city" and scope.id not in tree.parents
    if new and not isinstance(document, CenterDocument):
        raise Refusal("center_unknown", center=scope.id)
    if not new and not may(held, "configure", scope.id or None, tree):
        raise Refusal("duty_missing")
    if scope.kind == "town" and tree.levels[scope.id] != "town":
        raise Refusal("settings_not_a_town", center=scope.id)
    if not isinstance(document, CenterDocument):
        return
    moved = new or document.parent != tree.parents[scope.id]
    above = {document.parent} if new else {document.parent, tree.parents[scope.id]}
    if moved and not all(may(held, "configure", each, tree) for each in above):
        raise Refusal("duty_missing")
