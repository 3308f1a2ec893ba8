"""A mail as it really goes over the line: to one address, and with headers that nobody adds to."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.header import decode_header, make_header

import pytest

from config.alerting import Alerts
from server.office.alerts.mail import MailFailed, letter, post, read_mail_address
from server.rules.errors import Refusal


class PostOffice:
    """As much of a mail server as takes a mail; `refuses` are commands that it answers with 550."""

    def __init__(self, refuses: str = "") -> None:
        self.refuses = refuses
        self.envelope: list[str] = []
        self.mail = b""

    def talk(self, line: socket.socket) -> None:
        line.sendall(b"220 post office\r\n")
        with line.makefile("rb") as told:
            while True:
                command = told.readline().decode().strip()
                verb = command[:4].upper()
                if verb in ("", "QUIT"):
                    line.sendall(b"221 bye\r\n") if verb else None
                    return
                if self.refuses and verb == self.refuses:
                    line.sendall(b"550 no\r\n")
                elif verb == "DATA":
                    line.sendall(b"354 go on\r\n")
                    while (row := told.readline()) != b".\r\n":
                        self.mail += row
                    line.sendall(b"250 taken\r\n")
                else:
                    if verb in ("MAIL", "RCPT"):
                        self.envelope.append(command)
                    line.sendall(b"250 well\r\n")


@contextmanager
def opened(office: PostOffice) -> Iterator[Alerts]:
    with socket.create_server(("127.0.0.1", 0)) as door:

        def serve() -> None:
            line, _ = door.accept()
            with line:
                office.talk(line)

        thread = threading.Thread(target=serve)
        thread.start()
        port = door.getsockname()[1]
        yield Alerts(mail_server="127.0.0.1", mail_port=port, mail_security="none", mail_from="banshi@hall.example")
        thread.join(20)
        assert not thread.is_alive()


def test_a_mail_arrives_at_its_one_address() -> None:
    office = PostOffice()
    evil = "缺纸\r\nBcc: all@example.org\r\n\r\nevil"
    with opened(office) as settings:
        post(letter("ann@hall.example", evil, "自助机 1\n缺纸。\n.\n完", settings), settings)
    assert [each.partition(" ")[2].lower() for each in office.envelope] == [
        "from:<banshi@hall.example>",
        "to:<ann@hall.example>",
    ]
    arrived = message_from_bytes(office.mail)
    assert arrived["Bcc"] is None
    assert arrived.get_all("To") == ["ann@hall.example"]
    assert str(make_header(decode_header(arrived["Subject"]))) == "缺纸 Bcc: all@example.org evil"
    body = arrived.get_payload(decode=True)
    assert isinstance(body, bytes)
    assert "自助机 1" in body.decode()


def test_a_mail_that_is_not_taken_has_failed() -> None:
    office = PostOffice("RCPT")
    with opened(office) as settings, pytest.raises(MailFailed):
        post(letter("ann@hall.example", "x", "y", settings), settings)
    with pytest.raises(MailFailed, match="no mail server"):
        post(letter("ann@hall.example", "x", "y", Alerts()), Alerts())


@pytest.mark.parametrize(
    "typed",
    [
        "", "ann", "ann@", "@hall.example", "ann@hall.example, bob@hall.example", "ann@hall.example\r\nBcc: x@y.z",
        "Ann <ann@hall.example>", "ann@hall..example ;", "ann @hall.example", "x" * 65 + "@y.z", "a@" + "b" * 260,
    ],
)  # fmt: skip
def test_what_is_no_mail_address_is_refused(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_mail_address(typed)
    assert refused.value.code == "mail_unfit"
