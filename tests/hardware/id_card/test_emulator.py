"""The emulated reader answers with the very bytes of the sheet."""

import socket
from urllib.parse import urlsplit

from hardware.id_card.emulator import EmulatedReader
from tests.hardware.id_card.cards import RESIDENT


def test_it_says_what_the_sheet_says() -> None:
    with EmulatedReader() as reader, socket.create_connection(("127.0.0.1", urlsplit(reader.url).port or 0)) as line:

        def ask(request: str, size: int) -> str:
            line.sendall(bytes.fromhex(f"AAAAAA9669 {request}"))
            said = b""
            while len(said) < size:
                said += line.recv(4096)
            return said.hex(" ").upper()

        assert ask("00 03 11 FF ED", 11) == "AA AA AA 96 69 00 04 00 00 90 94"
        assert ask("00 03 20 01 22", 11) == "AA AA AA 96 69 00 04 00 00 80 84"
        reader.put(RESIDENT)
        assert ask("00 03 20 01 22", 15) == "AA AA AA 96 69 00 08 00 00 9F 00 00 00 00 97"
        assert ask("00 03 20 02 21", 19) == "AA AA AA 96 69 00 0C 00 00 90 00 00 00 00 00 00 00 00 9C"
        assert len(bytes.fromhex(ask("00 03 30 01 32", 1295))) == 1295
        assert ask("00 03 20 01 22", 11).endswith("80 84")
        assert ask("00 03 30 03 30", 11).endswith("91 95")
        assert ask("00 03 20 01 23", 11).endswith("10 14")
        assert ask("00 03 77 01 75", 11).endswith("21 25")
        reader.lift()
        assert ask("00 03 30 03 30", 11).endswith("41 45")
