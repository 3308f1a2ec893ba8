"""A draft is proved by a process of its own, and handed in when it is proved as it is now."""

import time

from config.edition import Guidance
from server.office.audit.looking import NEWEST, Sought, newest
from server.office.drafts.begun import release_texts
from server.office.releases.record import acts_of, guidance_of
from tests.server.office.releases.test_publishing import CLEAN
from tests.server.web.admin.browser import Browser
from tests.server.web.admin.guidance.test_desk import begun, kept, save, writer
from tests.server.web.conftest import Web

__all__ = ["writer"]
PATIENCE = 60
"""Seconds: a process has to begin."""


def proved(browser: Browser, at: str) -> None:
    """Press the button and wait until the page says what was found."""
    browser.open(f"{at}/proof")
    assert browser.send(f"{at}/proof").status == 200
    until = time.monotonic() + PATIENCE
    while "The proof is running" in browser.text():
        assert time.monotonic() < until
        browser.open(f"{at}/proof")


def test_what_is_proved_without_errors_is_handed_in_and_recorded(web: Web, writer: Browser) -> None:
    at = begun(writer, web, release_texts(Guidance(CLEAN)))
    proved(writer, at)
    assert "Proved: no error" in writer.text()
    # What was changed since is not what was proved.
    writer.open(f"{at}/items/permit")
    save(writer, f"{at}/items/permit", **{"name.zh": "居住证"})
    assert writer.send(f"{at}/hand-in").status == 409
    proved(writer, at)
    assert writer.send(f"{at}/hand-in", note="a better name").status == 200
    assert "Handed in" in writer.text()
    (act,) = web.store.read(acts_of)
    assert (act.kind, act.actor, act.note) == ("submitted", "An", "a better name")
    handed = web.store.read(lambda reading: guidance_of(reading, act.release))
    assert handed.pack.items[0].name.zh == "居住证"
    assert handed.search is not None
    row = web.store.read(lambda reading: newest(reading, Sought(), NEWEST, 1))[0].changed
    assert (row.what, row.about, row.name) == ("release_submitted", act.release[:12], "An")
    writer.open(f"{at}/proof")
    assert writer.send(f"{at}/hand-in").status == 409
    assert "was submitted before" in writer.text()


def test_what_the_proof_finds_stands_beside_its_field(web: Web, writer: Browser) -> None:
    case = CLEAN.cases[0]
    at = begun(writer, web, release_texts(Guidance(CLEAN)))
    writer.open(f"{at}/file?name=cases/01.yaml")
    text = kept(writer, at)["cases/01.yaml"]
    assert save(writer, f"{at}/file", text=text.replace("permit: can", "permit: cannot")) == 200
    proved(writer, at)
    assert case.name in writer.text()
    assert "1 errors are left" in writer.text()
    assert writer.send(f"{at}/hand-in").status == 409
    assert web.store.read(acts_of) == ()
