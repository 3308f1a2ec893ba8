"""What the desk of those who write checklists refuses: drafts, their files, their proof."""

from typing import Final, Literal

from server.rules.codes.sentence import Sentence

DraftCode = Literal[
    "draft_unknown",
    "draft_name",
    "draft_source",
    "draft_zip",
    "draft_file",
    "draft_too_large",
    "draft_changed_meanwhile",
    "draft_record_unknown",
    "draft_record_known",
    "draft_number",
    "draft_yaml",
    "draft_id",
    "draft_proof_busy",
    "draft_unproved",
    "draft_unready",
]

DRAFTS: Final[dict[DraftCode, Sentence]] = {
    "draft_unknown": Sentence(404, "There is no such draft. Look at the list of drafts."),
    "draft_name": Sentence(422, "Give the draft a name of {most} letters at most."),
    "draft_source": Sentence(422, "Choose what the draft begins with."),
    "draft_zip": Sentence(422, "This zip cannot be taken: {file}: {why}."),
    "draft_file": Sentence(422, "{file}: {what}. {remedy}."),
    "draft_too_large": Sentence(422, "That is too much: {files} files and {bytes} bytes at most."),
    "draft_changed_meanwhile": Sentence(
        409, "{file} was changed by somebody else meanwhile. What you wrote is below; nothing is lost."
    ),
    "draft_record_unknown": Sentence(404, "This is not in the draft, or no more."),
    "draft_record_known": Sentence(422, "{id} is there already. Choose another id."),
    "draft_number": Sentence(422, "Write a whole number instead of {value}, or nothing."),
    "draft_yaml": Sentence(422, "Line {line}, column {column}: {what}: {remedy}."),
    "draft_id": Sentence(422, "Write an id of Latin letters, digits, - and _, 64 at most."),
    "draft_proof_busy": Sentence(409, "Another proof is running. Wait until it has ended."),
    "draft_unproved": Sentence(409, "Prove the draft as it is now first."),
    "draft_unready": Sentence(409, "{count} errors are left. Mend them and prove the draft again."),
}
