/** What is possible and what is not, each with its reasons, its sources and the answers it rests on. */

import { element, icon, ICONS } from "#browser/elements.ts";
import type { Because, Consultation, Language, Verdict, VerdictWords } from "#browser/wire.ts";
import { say } from "#browser/words.ts";

const SIGNS = { can: ICONS.tick, not_yet: ICONS.clock, cannot: ICONS.bar, unknown: ICONS.question } as const;
const ORDER = ["can", "not_yet", "unknown", "cannot"] as const;
/** More possible things than this are folded: what hinders is talked about, the rest stands in the plan below. */
const FEW = 5;

interface Listed {
  readonly verdict: Verdict;
  readonly words: VerdictWords | undefined;
}

/** Return the verdicts, what can be done first; `change` is asked to take an answer back, unless `busy`. */
export function verdictsOf(
  told: Consultation,
  language: Language,
  busy: boolean,
  change: (because: Because) => void,
): readonly Node[] {
  const sorted = told.verdicts
    .map((verdict, at): Listed => ({ verdict, words: told.words.verdicts[at] }))
    .sort((one, other) => ORDER.indexOf(one.verdict.state) - ORDER.indexOf(other.verdict.state));
  const list = (each: readonly Listed[]): Node =>
    element(
      "ul",
      { class: "verdicts" },
      ...each.map((listed) =>
        element(
          "li",
          { class: listed.verdict.state },
          one(listed, told, language, () => because(listed.verdict.because, language, busy, change)),
        ),
      ),
    );
  const possible = sorted.filter(({ verdict }) => verdict.state === "can");
  if (possible.length <= FEW) return [list(sorted)];
  const rest = sorted.filter(({ verdict }) => verdict.state !== "can");
  const head = element(
    "summary",
    {},
    icon(SIGNS.can),
    element("span", {}, element("b", {}, possible[0]?.words?.state[language] ?? "")),
    element("span", { class: "count" }, String(possible.length)),
    icon(ICONS.on, "icon fold"),
  );
  return [...(rest.length === 0 ? [] : [list(rest)]), element("details", { id: "possible" }, head, list(possible))];
}

/** Return what was asked for and does not concern this person, folded. */
export function othersOf(told: Consultation, language: Language): readonly Node[] {
  if (told.inapplicable.length === 0) return [];
  const rows = told.inapplicable.map((each) =>
    element(
      "li",
      {},
      each.name[language],
      ...each.because.map((why) => element("small", {}, `${why.question[language]} ${why.answer[language]}`)),
    ),
  );
  return [
    element(
      "details",
      { id: "others" },
      element(
        "summary",
        {},
        element("span", {}, say(language, "Does not concern this person")),
        element("span", { class: "count" }, String(rows.length)),
      ),
      element("ul", {}, ...rows),
    ),
  ];
}

function one(
  { verdict, words }: Listed,
  told: Consultation,
  language: Language,
  answers: () => readonly Node[],
): HTMLElement {
  const first = verdict.reasons.slice(0, 1).map((reason) => reason.action ?? reason.text);
  return element(
    "details",
    { id: `why-${verdict.item}` },
    element(
      "summary",
      {},
      icon(SIGNS[verdict.state]),
      element(
        "span",
        {},
        element("b", {}, verdict.name[language]),
        ...(words?.marks ?? []).map((mark) => element("i", {}, mark[language])),
        ...first.map((text) => element("small", {}, text[language])),
      ),
      element("span", { class: "word" }, words?.state[language] ?? ""),
    ),
    ...(verdict.code === null
      ? []
      : [element("p", { class: "point code" }, say(language, "Item code: {code}", { code: verdict.code }))]),
    ...reasons(verdict, words, language),
    ...[verdict.hint, verdict.help, verdict.supply]
      .filter((each) => each !== null)
      .map((each) => element("p", { class: "point" }, each[language])),
    ...answers(),
    ...sources(verdict.item, told, language),
  );
}

function reasons(verdict: Verdict, words: VerdictWords | undefined, language: Language): readonly Node[] {
  return verdict.reasons.map((reason, at) => {
    const later = words?.later[at]?.[language] ?? "";
    return element(
      "p",
      { class: "reason" },
      reason.text[language],
      reason.action === null ? null : element("b", {}, reason.action[language]),
      later === "" ? null : element("small", {}, later),
      reason.clause === null
        ? null
        : element("small", {}, say(language, "By: {clause}", { clause: "" }), element("cite", {}, reason.clause)),
    );
  });
}

function sources(item: string, told: Consultation, language: Language): readonly Node[] {
  const differ = told.disagreements
    .filter((each) => each.items.includes(item))
    .map((each) =>
      element(
        "p",
        { class: "differ" },
        element("b", {}, say(language, "Sources differ: {about}", { about: each.about[language] })),
        ...each.says.map((says, at) =>
          element(
            "small",
            {},
            says[language],
            " ",
            element("cite", {}, each.sources[at] ?? ""),
            at === each.in_force ? ` ${say(language, "This one is followed.")}` : "",
          ),
        ),
      ),
    );
  const points = told.knowledge
    .filter((each) => each.items.includes(item))
    .map((each) =>
      element(
        "p",
        { class: "point" },
        each.text[language],
        element(
          "small",
          {},
          element("cite", {}, each.source),
          say(language, "; "),
          say(language, each.reviewed ? "checked" : "for reference only"),
        ),
      ),
    );
  return [...differ, ...points];
}

function because(
  found: readonly Because[],
  language: Language,
  busy: boolean,
  change: (because: Because) => void,
): readonly Node[] {
  if (found.length === 0) return [];
  const rows = found.map((each) => {
    const label = say(language, "Change the answer to: {question}", { question: each.question[language] });
    const button = element(
      "button",
      { type: "button", class: "plain", disabled: busy, "aria-label": label },
      say(language, "Change"),
    );
    button.onclick = () => change(each);
    return element(
      "li",
      {},
      element("span", {}, each.question[language], " ", element("b", {}, each.answer[language])),
      button,
    );
  });
  return [element("ul", { class: "because" }, ...rows)];
}
