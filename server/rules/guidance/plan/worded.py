"""A consultation's sentences in both languages, for whoever shows them and words nothing itself. Pure."""

from collections.abc import Callable

import msgspec

from config.centers import Language, Text
from config.words import both
from server.rules.guidance.judge.still_open import OpenQuestion, Outlook
from server.rules.guidance.judge.verdict import Consultation, Paper, Plan, Step, Stop, Verdict
from server.rules.guidance.plan import at_a_glance, wording


class VerdictWords(msgspec.Struct, frozen=True):
    """The word for a verdict, and what else it is: optional or left out, for reference.

    `later` says of each of its reasons from which day on it holds no more (empty where none is to be named).
    """

    state: Text
    marks: tuple[Text, ...]
    later: tuple[Text, ...]


class PaperWords(msgspec.Struct, frozen=True):
    """How many of a paper are needed (empty where none is), and what else is to know of it."""

    count: Text
    notes: tuple[Text, ...]


class StepWords(msgspec.Struct, frozen=True):
    """What is done, how long it takes, what it costs, and when its result comes (empty where nothing is to say)."""

    does: Text
    terms: Text


class StopWords(msgspec.Struct, frozen=True):
    """What is told of a stop first (`lines`), when it can be made, who must come; `steps` in the order of its own."""

    lines: tuple[Text, ...]
    notes: tuple[Text, ...]
    steps: tuple[StepWords, ...]


class PlanWords(msgspec.Struct, frozen=True):
    """A plan's headline; `papers` and `stops` in the order of the plan's own."""

    trips: Text
    papers: tuple[PaperWords, ...]
    stops: tuple[StopWords, ...]


class ConsultationWords(msgspec.Struct, frozen=True):
    """What is said of a consultation: `verdicts` in the order of its own, what may go wrong, its plan.

    `counts` says how many of them are how; `still_open` has the lines about each question of its outlook.
    """

    counts: Text
    still_open: tuple[tuple[Text, ...], ...]
    verdicts: tuple[VerdictWords, ...]
    cautions: tuple[Text, ...]
    plan: PlanWords | None


def worded(answer: Consultation) -> ConsultationWords:
    """Return the sentences of `answer`."""
    verdicts = tuple(_verdict(each) for each in answer.verdicts)
    counted = _both(lambda said: at_a_glance.counts(said, answer))
    still_open = tuple(_open(each) for each in answer.outlook.questions) if answer.outlook else ()
    if answer.plan is None:
        return ConsultationWords(counted, still_open, verdicts, (), None)
    undone = _each(lambda said: wording.undone_words(said, answer))
    cautions = (*(each.text for each in answer.plan.cautions), *undone)
    return ConsultationWords(counted, still_open, verdicts, cautions, _plan(answer.plan, answer.outlook))


def _open(question: OpenQuestion) -> tuple[Text, ...]:
    lines = _each(lambda said: at_a_glance.open_lines(said, question))
    return (*lines, _both(lambda said: at_a_glance.find_out_words(said, question)))


def _verdict(verdict: Verdict) -> VerdictWords:
    return VerdictWords(
        both(wording.STATE_WORDS[verdict.state]),
        _each(lambda said: wording.state_marks(said, verdict)),
        _each(lambda said: tuple(wording.later_words(said, each) for each in verdict.reasons)),
    )


def _plan(plan: Plan, outlook: Outlook | None) -> PlanWords:
    return PlanWords(
        _both(lambda said: at_a_glance.trips(said, plan, outlook)),
        tuple(_paper(each) for each in plan.papers),
        tuple(_stop(each, number) for number, each in wording.numbered(plan)),
    )


def _paper(paper: Paper) -> PaperWords:
    return PaperWords(
        _both(lambda said: wording.count_words(said, paper)), _each(lambda said: wording.paper_notes(said, paper))
    )


def _stop(stop: Stop, number: int) -> StopWords:
    return StopWords(
        _each(lambda said: at_a_glance.first_lines(said, number, stop)),
        _each(lambda said: wording.stop_words(said, stop)),
        tuple(_step(stop, each) for each in stop.steps),
    )


def _step(stop: Stop, step: Step) -> StepWords:
    return StepWords(
        _both(lambda said: wording.step_words(said, step)), _both(lambda said: wording.step_notes(said, stop, step))
    )


def _both(words: Callable[[Language], str]) -> Text:
    return Text(words("zh"), words("en"))


def _each(lines: Callable[[Language], tuple[str, ...]]) -> tuple[Text, ...]:
    return tuple(Text(zh, en) for zh, en in zip(lines("zh"), lines("en"), strict=True))
