/** The tables of the editors' page: what is most frequent first, and what an empty one means. */

import { element } from "#browser/elements.ts";
import type { Editing, Language } from "#browser/wire.ts";
import { type Sentence, say } from "#browser/words.ts";

/** Rows that are seen at once; the rest is one touch away. */
export const SEEN = 10;
const WHY: Readonly<Record<Editing["marks"][number]["why"], Sentence>> = {
  not_needed: "Not needed here",
  missing: "Something is missing",
  wrong: "It says something else",
  outdated: "Out of date",
};

/** A table by its `id`: what it is about, what to do with it, its columns (numbers at the right), its rows. */
export interface Listed {
  readonly id: string;
  readonly title: Sentence;
  readonly note: Sentence;
  readonly empty: Sentence;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
}

export interface Column {
  readonly words: Sentence;
  readonly number?: boolean;
}

/** Return all tables that are made of what was `told`. */
export function listedOf(told: Editing, language: Language): readonly Listed[] {
  const name = (question: Editing["questions"][number]): string => question.text?.[language] ?? question.question;
  const by = (count: "unsure" | "last"): readonly (readonly string[])[] =>
    told.questions
      .filter((each) => each[count] > 0)
      .sort((one, other) => other[count] - one[count])
      .map((each) => [name(each), String(each[count])]);
  const counted: Column = { words: "How often", number: true };
  return [
    {
      id: "unsure",
      title: "Questions that people are unsure of",
      note: "Say in the list how to find the answer out, or ask something that people know.",
      empty: "Nobody was unsure of a question.",
      columns: [{ words: "Question" }, counted],
      rows: by("unsure"),
    },
    {
      id: "last",
      title: "Where people stop",
      note: "The last question that was answered before no number was taken.",
      empty: "Nobody stopped before taking a number.",
      columns: [{ words: "Question" }, counted],
      rows: by("last"),
    },
    {
      id: "marks",
      title: "Lines that counters say are wrong",
      note: "Look at the source again, and correct the list or tell the counters why it is right.",
      empty: "No counter said that a line is wrong.",
      columns: [{ words: "Line" }, { words: "What is wrong" }, counted, { words: "Last on" }],
      rows: told.marks.map((each) => [
        say(language, each.about === "paper" ? "Paper: {name}" : "Item: {name}", {
          name: each.name?.[language] ?? say(language, "{line} (no longer in the list)", { line: each.line }),
        }),
        say(language, WHY[each.why]),
        String(each.count),
        each.last_day,
      ]),
    },
    {
      id: "unfound",
      title: "Sentences that found nothing",
      note: "Write a saying for it, or whom to ask. What was said only once is not kept in words.",
      empty: "Nothing was looked for in vain more than once.",
      columns: [{ words: "What people wrote" }, counted, { words: "Last on" }],
      rows: told.unfound.map((each) => [each.words, String(each.count), each.last_day]),
    },
  ];
}

/** Return the tables as they are shown. */
export function tablesOf(told: Editing, language: Language): readonly Node[] {
  return listedOf(told, language).map((listed) => section(listed, language));
}

function section(listed: Listed, language: Language): HTMLElement {
  const head = `${listed.id}-head`;
  const title = element("h2", { id: head }, say(language, listed.title));
  if (listed.rows.length === 0)
    return element(
      "section",
      { id: listed.id, "aria-labelledby": head },
      title,
      element("p", { class: "empty" }, say(language, listed.empty)),
    );
  const more = listed.rows.slice(SEEN);
  return element(
    "section",
    { id: listed.id, "aria-labelledby": head },
    title,
    element("p", { class: "note" }, say(language, listed.note)),
    table(listed, listed.rows.slice(0, SEEN), head, language),
    more.length === 0
      ? null
      : element(
          "details",
          {},
          element("summary", {}, say(language, "{count} more", { count: more.length })),
          table(listed, more, head, language),
        ),
  );
}

function table(listed: Listed, rows: readonly (readonly string[])[], head: string, language: Language): HTMLElement {
  const { columns } = listed;
  const class_ = (at: number): string | null => (columns[at]?.number === true ? "number" : null);
  const titles = columns.map((each, at) =>
    element("th", { scope: "col", class: class_(at) }, say(language, each.words)),
  );
  const lines = rows.map((row) =>
    element(
      "tr",
      {},
      ...row.map((cell, at) =>
        at === 0
          ? element("th", { scope: "row" }, cell)
          : element("td", { class: class_(at), "data-of": say(language, columns[at]?.words ?? "How often") }, cell),
      ),
    ),
  );
  return element(
    "table",
    { "aria-labelledby": head },
    element("thead", {}, element("tr", {}, ...titles)),
    element("tbody", {}, ...lines),
  );
}
