"""The Caddyfile of the guide is whole: its blocks close, and it leads to the ports that a server really opens."""

import re
from pathlib import Path

from config.settings import Settings

FILE = Path("docs/proxy/Caddyfile")


def test_its_blocks_close_and_every_line_is_a_directive() -> None:
    depth = 0
    for line in FILE.read_text(encoding="utf-8").splitlines():
        words = line.split("#")[0].split()
        if not words:
            continue
        depth -= words == ["}"]
        assert depth >= 0, line
        assert words == ["}"] or re.match(r"^[a-z_@{(:*]", words[0]), line
        depth += words[-1] == "{"
    assert depth == 0


def test_it_leads_to_both_halves_of_the_server() -> None:
    text = FILE.read_text(encoding="utf-8")
    leads = set(re.findall(r"reverse_proxy\s+(?:\S+\s+)?([\w.]+:\d+)", text))
    assert leads == {Settings.model_fields["http"].default, Settings.model_fields["live"].default}
    assert "/live" in text
