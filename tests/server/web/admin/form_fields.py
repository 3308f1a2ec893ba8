"""What a browser without script would send of the form that a page holds."""

from html.parser import HTMLParser


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.inside = False
        self.fields: dict[str, str] = {}
        self._select = ""
        self._box = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = given.get("class") == "settings"
        if not self.inside:
            return
        if tag == "input" and given.get("name"):
            if given.get("type") != "checkbox":
                self.fields[given["name"]] = given.get("value", "")
            elif "checked" in given:
                self.fields[given["name"]] = given["value"]
        if tag == "textarea":
            self._box = given["name"]
            self.fields[self._box] = ""
        if tag == "select":
            self._select = given["name"]
            self.fields[self._select] = ""
        if tag == "option" and "selected" in given:
            self.fields[self._select] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        if tag == "textarea":
            self._box = ""

    def handle_data(self, data: str) -> None:
        if self._box:
            self.fields[self._box] += data


def form_fields(page: str) -> dict[str, str]:
    """Return the fields of the form of settings on `page`, as they stand; buttons left out."""
    read = _Fields()
    read.feed(page)
    return read.fields
