"""What publishing refuses: releases, their review, and what a holder of one cannot prove."""

from typing import Final, Literal

from server.rules.codes.sentence import Sentence

ReleaseCode = Literal[
    "release_missing",
    "release_unknown",
    "release_ambiguous",
    "release_step",
    "release_known",
    "release_unready",
    "release_unchecked",
    "reviewer_is_author",
    "department_unknown",
    "nobody_named",
    "moment_past",
    "release_none_before",
    "release_unreadable",
    "release_key",
    "release_signature",
    "release_hash",
    "release_old",
    "release_key_missing",
    "department_missing",
    "note_missing",
    "proof_at_hand",
    "proof_failed",
]

RELEASE: Final[dict[ReleaseCode, Sentence]] = {
    "release_missing": Sentence(404, "No guidance has been published yet."),
    "release_unknown": Sentence(404, "There is no release {release}. See them with: banshi pack state."),
    "release_ambiguous": Sentence(409, "Several releases begin with {release}. Write more of it."),
    "release_step": Sentence(409, "Release {release} is {state}, so this is not possible now."),
    "release_known": Sentence(409, "Release {release} was submitted before and is {state}. Nothing was changed."),
    "release_unready": Sentence(
        409, "Release {release} may not be published: {count} findings, first {what}: {remedy}."
    ),
    "release_unchecked": Sentence(
        409, "These departments have yet to check the facts of release {release}: {departments}."
    ),
    "reviewer_is_author": Sentence(409, "{by} wrote release {release}. Somebody else must review it."),
    "department_unknown": Sentence(404, "There is no department {department}. Write one of: {known}."),
    "nobody_named": Sentence(400, "Say who does it: --by NAME."),
    "moment_past": Sentence(409, "{moment} is over. Give a moment to come, or none for now."),
    "release_none_before": Sentence(409, "No other release was in force before. Say which one to go back to."),
    "release_unreadable": Sentence(422, "This release cannot be read: {why}. The one held stays in force."),
    "release_key": Sentence(
        422,
        "This release is signed with a key that is not trusted. The one held stays in force.",
    ),
    "release_signature": Sentence(422, "The signature of this release is wrong. The one held stays in force."),
    "release_hash": Sentence(422, "This release was changed after it was signed. The one held stays in force."),
    "release_old": Sentence(422, "This release is older than the one held, which stays in force."),
    "release_key_missing": Sentence(
        409,
        "The key that signs releases is missing from {place}. Put it back, or make a new one: banshi pack key --new.",
    ),
    "department_missing": Sentence(422, "Tick at least one department."),
    "note_missing": Sentence(422, "Write why, in a sentence. It stands in the record."),
    "proof_at_hand": Sentence(409, "A release is being proved for {by}. Try again in a minute."),
    "proof_failed": Sentence(503, "The proof could not be finished, so nothing was changed. Try again."),
}
