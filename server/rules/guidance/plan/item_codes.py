"""The codes of items (事项编码), as whoever calls an office or looks something up names them. Pure."""

from config.centers import Language
from config.words import say
from server.rules.guidance.judge.verdict import Step, Stop


def step_code(language: Language, step: Step) -> str:
    """Return the code of what is done, nothing where it has none or is only collected."""
    if step.code is None or step.task == "collect":
        return ""
    return say(language, "Item code: {code}", code=step.code)


def stop_codes(language: Language, stop: Stop) -> str:
    """Return the codes of all that is handed in at a stop, in its order; nothing where none has one."""
    codes = [each.code for each in stop.steps if each.code is not None and each.task == "submit"]
    if not codes:
        return ""
    pattern = "Item codes: {codes}" if len(codes) > 1 else "Item code: {code}"
    listed = say(language, ", ").join(dict.fromkeys(codes))
    return say(language, pattern, codes=listed, code=listed)
