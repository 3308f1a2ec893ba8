"""What guidance refuses: consultations, their codes, questions and answers."""

from typing import Final, Literal

from server.rules.codes.sentence import Sentence

GuidanceCode = Literal[
    "consultation_unknown",
    "checklist_unknown",
    "code_mistyped",
    "consultation_expired",
    "consultation_tries",
    "question_unknown",
    "answer_unfit",
    "item_unknown",
    "household_full",
    "household_unfit",
]

GUIDANCE: Final[dict[GuidanceCode, Sentence]] = {
    "consultation_unknown": Sentence(
        404,
        "There is no consultation with this code. Check the code, or start again.",
    ),
    "checklist_unknown": Sentence(404, "There is no checklist {checklist}."),
    "code_mistyped": Sentence(404, "One letter of this code is wrong. Compare it with the slip, letter by letter."),
    "consultation_expired": Sentence(410, "This consultation has run out. Start again."),
    "consultation_tries": Sentence(
        429, "Too many wrong codes. Try again in {seconds} seconds, or ask at the guide desk."
    ),
    "question_unknown": Sentence(422, "There is no question {question}."),
    "answer_unfit": Sentence(422, "{question} {fits}"),
    "item_unknown": Sentence(404, "There is no item {item}."),
    "household_full": Sentence(
        422, "A household has {most} members at most. Come again for the others, or ask a guide."
    ),
    "household_unfit": Sentence(422, "This household cannot be. {why}"),
}
