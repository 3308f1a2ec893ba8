"""Drafts: which there are, begun from what, taken along as a zip, proved, and handed in."""

from typing import Final

from flask import Response, request

from config.findings import said
from server.office.drafts.begun import (
    ZIP_BYTES,
    as_zip,
    empty_texts,
    release_texts,
    shipped_names,
    shipped_texts,
    zip_texts,
)
from server.office.drafts.bench import Open
from server.office.drafts.hand_in import hand_in, ready
from server.office.drafts.record import drafts
from server.office.drafts.write import NAME_LONGEST, begin_draft
from server.office.releases.record import SHORT, guidance_of, in_force
from server.rules.errors import Refusal
from server.store.unit_of_work import CITY, Reading
from server.web.address import KIB
from server.web.admin.guidance.desk import DUTIES, HERE, ROOT, called, findings_of, here, link, onward, opened, sentence
from server.web.admin.page import Page, Section, Shown, Visit

SECTION: Final = Section(ROOT, "Checklists", DUTIES, "Write questions, items and papers, and try them.")
UPLOAD_BYTES: Final = ZIP_BYTES + 64 * KIB
NOTE_LONGEST: Final = 500
FINDINGS_SHOWN: Final = 200


def _list(visit: Visit, refusal: Refusal | None = None) -> Shown:
    published = visit.store.read(lambda reading: in_force(reading, visit.now))
    return visit.show(
        "guidance",
        drafts=visit.store.read(drafts),
        shipped=shipped_names(),
        published=published.release[:SHORT] if published else "",
        most=NAME_LONGEST,
        refusal=refusal,
    )


def _begin(visit: Visit) -> Shown:
    source = visit.field("source")
    kind, _, name = source.partition(":")
    match kind:
        case "empty":
            texts = empty_texts()
        case "shipped":
            texts = shipped_texts(name)
        case "release":
            texts, source = visit.store.read(lambda reading: _published(reading, visit.now))
        case "zip":
            sent = request.files.get("file")
            texts = zip_texts(sent.read() if sent is not None else b"")
        case _:
            raise Refusal("draft_source")
    by = visit.by
    made = visit.store.write(CITY, lambda uow: begin_draft(uow, visit.field("name"), source, texts, by, visit.now))
    return visit.go(f"{ROOT}/{made}", "draft_begun")


def _published(reading: Reading, now: int) -> tuple[dict[str, str], str]:
    published = in_force(reading, now)
    if published is None:
        raise Refusal("release_missing")
    return release_texts(guidance_of(reading, published.release)), f"release:{published.release[:SHORT]}"


def _zip(visit: Visit) -> Shown:
    open_ = opened(visit)
    told = {
        "Content-Disposition": f'attachment; filename="checklists-{open_.draft.id}.zip"',
        "Cache-Control": "no-store",
    }
    return Response(as_zip(open_.texts, "checklists"), content_type="application/zip", headers=told)


def _prove(visit: Visit) -> Shown:
    open_ = opened(visit)
    visit.house.proofs.begin(open_.draft.id, open_.state, open_.texts, visit.now)
    return visit.go(f"{here(open_)}/proof")


def _proof(visit: Visit, refusal: Refusal | None = None) -> Shown:
    open_ = opened(visit)
    return visit.show("guidance_proof", **proof_shown(visit, open_), refusal=refusal, most=NOTE_LONGEST)


def proof_shown(visit: Visit, open_: Open) -> dict[str, object]:
    """Return what a page says of the last proof of a draft."""
    proof = visit.house.proofs.of(open_.draft.id)
    found = findings_of(open_, proof.found if proof and proof.state == open_.state else ())
    listed = [
        (open_.records.get(where), field, each, sentence(each, visit.language))
        for where, told in found.items()
        for field, each in told
    ]
    listed.sort(key=lambda row: (row[2].level != "error", row[2].file, row[2].line))
    return {
        "open": open_,
        "here": here(open_),
        "proof": proof,
        "as_now": proof is not None and proof.state == open_.state,
        "found": listed[:FINDINGS_SHOWN],
        "errors": sum(row[2].level == "error" for row in listed),
        "warnings": sum(row[2].level != "error" for row in listed),
        "finding_words": lambda words: said(visit.language, words),
        "link": lambda place: link(open_, place),
        "called": lambda place: called(place.node, visit.language),
    }


def _hand_in(visit: Visit) -> Shown:
    open_ = opened(visit)
    note = " ".join(visit.field("note").split())[:NOTE_LONGEST]
    written, by = ready(open_, visit.house.proofs.of(open_.draft.id)), visit.by
    visit.store.write(CITY, lambda uow: hand_in(uow, written, note, by, visit.now))
    return onward(visit, f"{here(open_)}/proof", "draft_handed_in")


PAGES: Final = (
    Page(method="GET", path=ROOT, duties=DUTIES, act=_list),
    Page(method="POST", path=ROOT, duties=DUTIES, act=_begin, again=_list, body_bytes=UPLOAD_BYTES),
    Page(method="GET", path=f"{HERE}/draft.zip", duties=DUTIES, act=_zip),
    Page(method="GET", path=f"{HERE}/proof", duties=DUTIES, act=_proof),
    Page(method="POST", path=f"{HERE}/proof", duties=DUTIES, act=_prove, again=_proof),
    Page(method="POST", path=f"{HERE}/hand-in", duties=DUTIES, act=_hand_in, again=_proof),
)
