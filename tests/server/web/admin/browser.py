"""A browser without script: it keeps cookies, follows where it is sent, and fills forms in as they stand."""

import html
import re
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from tests.server.web.conftest import Answer, Web

FORM = re.compile(r'name="form" value="([^"]+)"')


@dataclass
class Browser:
    web: Web
    language: str = "en"
    cookies: dict[str, str] = field(default_factory=dict)
    page: str = ""
    at: str = ""

    def open(self, path: str, **headers: str) -> Answer:
        """Ask for a page and go where it sends."""
        return self._took(path, self._ask("GET", path, None, headers))

    def send(self, path: str, token: str | None = None, **fields: str) -> Answer:
        """Send a form of the page that is open, as its hidden field says it is ours; then go where that sends."""
        found = FORM.search(self.page)
        given = {"form": found.group(1) if found and token is None else token or "", **fields}
        return self._took(path, self._ask("POST", path, given, {}))

    def upload(self, path: str, data: bytes, called: str = "hall.xlsx", **fields: str) -> Answer:
        """Send a file as the form of the page that is open would, with what else it asks for."""
        found = FORM.search(self.page)
        assert found is not None
        given = {"form": found.group(1), **fields}
        head = "".join(
            f'--cut\r\nContent-Disposition: form-data; name="{each}"\r\n\r\n{given[each]}\r\n' for each in given
        )
        part = f'--cut\r\nContent-Disposition: form-data; name="file"; filename="{called}"\r\n\r\n'
        body = f"{head}{part}".encode() + data + b"\r\n--cut--\r\n"
        return self._took(path, self._sent("POST", path, body, "multipart/form-data; boundary=cut", {}))

    def text(self) -> str:
        """Return what the page says, without its marks."""
        return html.unescape(re.sub(r"<[^>]+>", " ", self.page))

    def _ask(self, method: str, path: str, fields: dict[str, str] | None, headers: dict[str, str]) -> Answer:
        body = None if fields is None else urlencode(fields).encode()
        return self._sent(method, path, body, "application/x-www-form-urlencoded", headers)

    def _sent(self, method: str, path: str, body: bytes | None, kind: str, headers: dict[str, str]) -> Answer:
        sent = {"Accept_Language": self.language, **headers}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if self.at:
            sent["Referer"] = f"http://127.0.0.1:{self.web.port}{self.at}"
        if body is not None:
            sent["Content_Type"] = kind
        answer = self.web.ask(method, path, None, body, **sent)
        for name, morsel in SimpleCookie(answer.headers.get("set-cookie", "")).items():
            if morsel["max-age"] == "0" or not morsel.value:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = morsel.value
        return answer

    def _took(self, path: str, answer: Answer) -> Answer:
        if answer.status == 303:
            return self.open(answer.headers["location"])
        self.page, self.at = answer.data.decode(), path
        return answer
