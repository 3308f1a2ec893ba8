/** The plan on the console: its papers, those for this counter first, and its stops, in the words that came with it. */

import { element, icon, ICONS } from "#browser/elements.ts";
import type { Consultation, Language, Paper, PaperWords } from "#browser/wire.ts";
import { say } from "#browser/words.ts";
import { type Mark, marker } from "./marks.ts";

interface Listed {
  readonly paper: Paper;
  readonly words: PaperWords | undefined;
}

/** What of a plan is done now: the stop, from 1 (0 when none is), and its items in the line of the ticket. */
export interface Served {
  readonly stop: number;
  readonly items: readonly string[];
}

export const NOTHING: Served = { stop: 0, items: [] };

/** Return what of the plan is done today in the line of `service` in `center`. */
export function servedBy({ plan }: Pick<Consultation, "plan">, center: string | null, service: string): Served {
  const stops = plan?.stops ?? [];
  const at = stops.findIndex((stop) => stop.day === 0 && stop.center === center && stop.services.includes(service));
  const steps = stops[at]?.steps ?? [];
  return { stop: at + 1, items: steps.filter((step) => step.service === service).map((step) => step.item) };
}

/** Whether `paper` is to be handed over now. */
export function handedOver(paper: Pick<Paper, "stops" | "items">, served: Served): boolean {
  return paper.stops.includes(served.stop) && paper.items.some((item) => served.items.includes(item));
}

/** Return what the person at the counter has to hand over now, before all that is for other days and places. */
export function papersNow(told: Consultation, served: Served, language: Language, mark: Mark): readonly Node[] {
  const now = papersOf(told).filter(({ paper }) => handedOver(paper, served));
  return now.length === 0
    ? []
    : [element("h3", {}, say(language, "Papers for this counter")), papers(now, language, mark)];
}

/** Return what the person could not answer: what each answer would change, how to find it out, how to `want` it asked. */
export function openOf(
  { outlook, words }: Consultation,
  language: Language,
  busy: boolean,
  want: (question: string) => void,
): readonly Node[] {
  return (outlook?.questions ?? []).map((question, at) => {
    const label = say(language, "Change the answer to: {question}", { question: question.text[language] });
    const button = element(
      "button",
      { type: "button", class: "plain", disabled: busy, "aria-label": label },
      say(language, "Change"),
    );
    button.onclick = () => want(question.question);
    return element(
      "p",
      { class: "mind" },
      icon(ICONS.question),
      element(
        "span",
        {},
        element("b", {}, question.text[language]),
        ...(words.still_open[at] ?? []).map((line) => element("small", {}, line[language])),
      ),
      button,
    );
  });
}

/** Return the rest of the plan: how many trips, a line for each, how it could be better, other papers, and the way folded. */
export function routeOf(told: Consultation, served: Served, language: Language, mark: Mark): readonly Node[] {
  const { plan, words } = told;
  if (plan === null) return [];
  const later = papersOf(told).filter(({ paper }) => !handedOver(paper, served));
  const title = say(language, later.length < plan.papers.length ? "Other papers of the plan" : "Papers");
  return [
    element("h3", {}, words.plan?.trips[language] ?? ""),
    element("ol", { class: "stops" }, ...plan.stops.map((_, at) => trip(told, at, language))),
    ...plan.advice.map((line) => element("p", { class: "point" }, line[language])),
    ...(later.length === 0 ? [] : [element("h3", {}, title), papers(later, language, mark)]),
    element(
      "details",
      { id: "way" },
      element(
        "summary",
        {},
        element("span", {}, element("b", {}, say(language, "Your way"))),
        icon(ICONS.on, "icon fold"),
      ),
      element("ol", { class: "stops" }, ...plan.stops.map((_, at) => stop(told, at, language, mark))),
    ),
  ];
}

/** Return a trip as it is told first: where, when, what is done and what is collected. */
function trip({ plan, words }: Consultation, at: number, language: Language): Node {
  const lines = words.plan?.stops[at]?.lines ?? [];
  return element(
    "li",
    { class: plan?.stops[at]?.point === null ? "home" : null },
    element("b", {}, plan?.stops[at]?.name[language] ?? ""),
    ...lines.map((line) => element("small", {}, line[language])),
  );
}

function papersOf({ plan, words }: Consultation): readonly Listed[] {
  return (plan?.papers ?? []).map((paper, at) => ({ paper, words: words.plan?.papers[at] }));
}

function papers(listed: readonly Listed[], language: Language, mark: Mark): Node {
  return element(
    "ul",
    { class: "papers" },
    ...listed.map(({ paper, words }) =>
      element(
        "li",
        { class: paper.waived ? "waived" : paper.lacking ? "lacking" : null },
        element(
          "span",
          {},
          element("b", {}, paper.name[language]),
          ...(words?.notes ?? []).map((note) => element("small", {}, note[language])),
        ),
        element("span", { class: "count" }, words?.count[language] ?? ""),
        marker("paper", paper.document, language, mark),
      ),
    ),
  );
}

function stop({ plan, words }: Consultation, at: number, language: Language, mark: Mark): Node {
  const said = words.plan?.stops[at];
  return element(
    "li",
    { class: plan?.stops[at]?.point === null ? "home" : null },
    element("b", {}, plan?.stops[at]?.name[language] ?? ""),
    ...(said?.notes ?? []).map((note) => element("small", { class: "when" }, note[language])),
    ...(said?.steps ?? []).map(({ does, terms }, place) => {
      const step = plan?.stops[at]?.steps[place];
      const code = step?.task === "submit" ? step.code : null;
      return element(
        "small",
        {},
        does[language],
        terms[language] === "" ? null : element("span", { class: "terms" }, terms[language]),
        (code ?? null) === null
          ? null
          : element("span", { class: "terms code" }, say(language, "Item code: {code}", { code: code ?? "" })),
        marker("item", step?.item ?? "", language, mark),
      );
    }),
  );
}
