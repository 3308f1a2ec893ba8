"""nginx or Caddy ends TLS in front of a hall, by the file of the guide: pages, API and live socket work through it."""

import http.client
import json
import shutil
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from websockets.sync.client import connect

from commands.demo.browser import browser
from commands.demo.hall import Access, Hall
from commands.demo.processes import Processes, free_port
from tests.hall_pages import keep_picture

ROOT = Path(__file__).parents[2]
NAME = "hall.example"


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Proxied:
    hall: Hall
    access: Access
    port: int
    certificate: Path

    @property
    def url(self) -> str:
        return f"https://{NAME}:{self.port}"

    def ask(self, method: str, path: str, token: str = "", body: Any = None, **headers: str) -> Answer:
        context = ssl.create_default_context(cafile=str(self.certificate))
        place = socket.create_connection(("127.0.0.1", self.port), 20)
        connection = http.client.HTTPSConnection(NAME, self.port)
        # Asked for by its name, as the proxy knows it, at the address where it is here.
        connection.sock = context.wrap_socket(place, server_hostname=NAME)
        sent = {"Host": f"{NAME}:{self.port}", **{name.replace("_", "-"): value for name, value in headers.items()}}
        if token:
            sent["Authorization"] = f"Bearer {token}"
        with closing(connection):
            connection.request(method, path, None if body is None else json.dumps(body).encode(), sent)
            response = connection.getresponse()
            return Answer(response.status, dict(response.getheaders()), response.read())


def certified(folder: Path) -> tuple[Path, Path]:
    """Return a certificate that signs itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    certificate, private = folder / "hall.pem", folder / "hall.key"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return certificate, private


def nginx_for(hall: Hall, folder: Path, port: int, plain: int) -> tuple[list[str], Path]:
    """Return the command that runs nginx with the file of the guide, changed in addresses alone."""
    certificate, private = certified(folder)
    site = (ROOT / "docs" / "proxy" / "nginx.conf").read_text(encoding="utf-8")
    for written, here in (
        ("127.0.0.1:8080", f"127.0.0.1:{hall.http_port}"),
        ("127.0.0.1:8081", f"127.0.0.1:{hall.live_port}"),
        ("listen [::]:443 ssl http2;", ""),
        ("listen [::]:80;", ""),
        ("listen 443 ssl http2;", f"listen 127.0.0.1:{port} ssl http2;"),
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("/etc/ssl/hall.example.pem", str(certificate)),
        ("/etc/ssl/hall.example.key", str(private)),
    ):
        assert written in site
        site = site.replace(written, here)
    temporary = "".join(
        f"{each}_temp_path {folder}/{each};" for each in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "site.conf").write_text(site)
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log stderr; worker_processes 1; events {{}}\n"
        f"http {{ access_log off; {temporary} include {folder}/site.conf; }}\n"
    )
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    return [program, "-p", str(folder), "-c", str(folder / "nginx.conf")], certificate


def caddy_for(hall: Hall, folder: Path, port: int, plain: int) -> tuple[list[str], Path]:
    """Return the command that runs Caddy with the file of the guide, changed in addresses and certificate alone."""
    certificate, private = certified(folder)
    site = (ROOT / "docs" / "proxy" / "Caddyfile").read_text(encoding="utf-8")
    for written, here in (
        ("127.0.0.1:8080", f"127.0.0.1:{hall.http_port}"),
        ("127.0.0.1:8081", f"127.0.0.1:{hall.live_port}"),
        ("hall.example {", f"hall.example:{port} {{\n\tbind 127.0.0.1\n\ttls {certificate} {private}"),
    ):
        assert written in site
        site = site.replace(written, here)
    alone = f"admin off\n\thttp_port {plain}\n\thttps_port {port}\n\tauto_https disable_redirects"
    (folder / "Caddyfile").write_text(f"{{\n\t{alone}\n}}\n{site}")
    program = shutil.which("caddy") or str(Path(sys.executable).with_name("caddy"))
    return [program, "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"], certificate


PROXIES = {"nginx": (nginx_for, ["-t"]), "caddy": (caddy_for, [])}
"""Name -> what runs it, and how its file is looked through first."""


@pytest.fixture(scope="module", params=sorted(PROXIES))
def proxied(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Proxied]:
    runs, looks_through = PROXIES[request.param]
    folder = tmp_path_factory.mktemp("proxied")
    # nginx's workers leave root's rights and must still enter here.
    folder.chmod(0o755)
    with Processes(folder / "logs") as parts:
        hall = Hall(parts, folder / "data")
        access = hall.prepare()
        port, plain = free_port(), free_port()
        hall.start("--trusted-proxy", "127.0.0.1", "--public", f"https://{NAME}:{port}", metrics_token="figures")
        command, certificate = runs(hall, folder, port, plain)
        if looks_through:
            subprocess.run([*command, *looks_through], check=True, capture_output=True)
        parts.start("proxy", command, {"HOME": str(folder), "XDG_DATA_HOME": str(folder / "own")})
        made = Proxied(hall, access, port, certificate)
        _wait(made, parts)
        yield made


def _wait(made: Proxied, parts: Processes) -> None:
    while True:
        assert parts.ended() is None, parts.log("proxy")
        try:
            made.ask("GET", "/readyz")
            return
        except ConnectionRefusedError:
            continue


def test_an_answer_through_the_proxy_is_for_its_public_address(proxied: Proxied) -> None:
    answer = proxied.ask("GET", "/display/")
    assert answer.status == 200
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert f"wss://{NAME}:{proxied.port}" in answer.headers["Content-Security-Policy"]
    told = json.loads(proxied.ask("POST", "/api/v1/access", body={"code": proxied.access.caller_codes[1]}).body)
    assert told["live"] == f"wss://{NAME}:{proxied.port}/live"
    assert "Secure" in (proxied.ask("GET", "/c?language=en").headers["Set-Cookie"])
    assert proxied.ask("GET", "/metrics").status == 404
    assert proxied.ask("GET", "/metrics", "figures").status == 200


def test_ten_wrong_codes_of_one_phone_lock_that_phone_only(proxied: Proxied) -> None:
    """All phones come from the proxy's address; whoever they are is only in its word, and a forged one is not taken."""
    for number in range(12):
        forged = {"X_Forwarded_For": f"203.0.113.{number}", "Forwarded": f"for=203.0.113.{number}"}
        locked = proxied.ask("GET", "/api/v1/consultations/000-000-0000", **forged)
        assert locked.status == (404 if number < 10 else 429), number
    assert int(locked.headers["Retry-After"]) > 0
    # Another phone, as the trusted proxy of another house would name it.
    with closing(http.client.HTTPConnection("127.0.0.1", proxied.hall.http_port, timeout=60)) as connection:
        connection.request("GET", "/api/v1/consultations/000-000-0000", headers={"X-Forwarded-For": "203.0.113.77"})
        assert connection.getresponse().status == 404


def test_a_screen_follows_through_the_proxy(proxied: Proxied) -> None:
    context = ssl.create_default_context(cafile=str(proxied.certificate))
    origin: Any = proxied.url
    place = socket.create_connection(("127.0.0.1", proxied.port), 20)
    with connect(f"wss://{NAME}:{proxied.port}/live", sock=place, ssl=context, origin=origin) as live:
        hello = {
            "type": "hello",
            "protocol": 1,
            "token": proxied.access.display_token,
            "follow": ["dj-city"],
            "after": {},
        }
        live.send(json.dumps(hello))
        assert json.loads(live.recv(20))["type"] == "snapshot"


@pytest.mark.browser
def test_a_clerk_calls_and_the_display_shows_it_through_the_proxy(proxied: Proxied) -> None:
    """The browser believes the name by a rule of its own, and the certificate because it signed itself."""
    with browser(f"--host-resolver-rules=MAP {NAME} 127.0.0.1") as chromium:
        looks: Any = {"ignore_https_errors": True}
        display = chromium.open(f"{proxied.url}/display/?voice=off#{proxied.access.display_code}", 1920, 1080, **looks)
        caller = chromium.open(f"{proxied.url}/caller/#{proxied.access.caller_codes[0]}", 1280, 900, **looks)
        display.wait("document.body.classList.contains('idle')")
        taken = json.loads(
            proxied.ask(
                "POST",
                "/api/v1/centers/dj-city/tickets",
                proxied.access.kiosk_token,
                {"services": ["hukou"]},
                Idempotency_Key="through-the-proxy",
            ).body
        )
        number = taken["number"]
        phone = chromium.open(f"{proxied.url}/t/{taken['id']}#{taken['secret']}", 390, 844, **looks)
        phone.wait(f"document.querySelector('#number .card')?.textContent.includes('{number}')")
        keep_picture(phone, "behind-nginx-phone-waiting")
        caller.wait("!document.querySelector('#open').disabled")
        caller.key("o")
        caller.wait("!document.querySelector('#call-next').disabled")
        caller.key("Enter")
        caller.wait("document.querySelector('#ticket .number')?.dataset.state === 'called'")
        display.wait(f"document.querySelector('#newest')?.textContent.includes('{number}')")
        phone.wait("document.querySelector('#number .called, #number [data-state=called]') !== null")
        for name, page in (("display", display), ("console", caller), ("phone-called", phone)):
            keep_picture(page, f"behind-nginx-{name}")
            assert page.value("location.protocol") == "https:"
            assert page.errors == []
            assert not [each for each in page.asked if each.startswith(("http:", "ws:"))]
        assert any(each.startswith(f"wss://{NAME}") for each in display.asked)
