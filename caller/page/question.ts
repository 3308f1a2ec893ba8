/**
 * A question that staff ask for the citizen: one touch for a choice, boxes for several, a field for a number or a date.
 *
 * A number or a date is said as exactly as the chosen matters need it: by its band, or by its year alone.
 */

import { element, icon, ICONS } from "#browser/elements.ts";
import type { Answer, Language, Question } from "#browser/wire.ts";
import { say } from "#browser/words.ts";
import type { Unfit } from "./counsel.ts";

/** Joins several answers to one question, as in `config.fact.TOGETHER`. */
const TOGETHER = "+";
const NUMBER_LONGEST = 9;
/** Between the first and the last day or number of a rough answer, as in `server.rules.guidance.judge.span`. */
const TO = "..";
/** The boxes of a day: how each is named, called, and how many digits it has. */
const DAY = [
  ["year", "Year", 4],
  ["month", "Month", 2],
  ["day", "Day", 2],
] as const;

export function questionOf(
  question: Question,
  left: string,
  language: Language,
  busy: boolean,
  unfit: Unfit | null,
  give: (value: Answer) => void,
): HTMLElement {
  const whom = question.entity === null ? [] : [element("span", {}, question.entity[language])];
  const head = [
    element("p", { class: "ask-head" }, ...whom, element("span", { class: "left" }, left)),
    element("p", { id: "ask" }, element("b", {}, question.text[language])),
    ...(question.help === null ? [] : [element("small", {}, question.help[language])]),
    ...(unfit === null
      ? []
      : [
          element(
            "p",
            { class: "trouble", role: "alert", id: "unfit" },
            icon(ICONS.alert),
            element("span", {}, unfit.why),
          ),
        ]),
  ];
  const form = question.many
    ? ticked(question, language, busy, give)
    : question.kind === "number" || question.kind === "date"
      ? typed(question, language, busy, unfit, give)
      : null;
  const choices =
    question.many || question.kind === "date"
      ? []
      : question.kind === "yes_no"
        ? [true, false].map((value) => ({ value, words: say(language, value ? "Yes" : "No") }))
        : question.choices.map(({ value, text }) => ({ value, words: text[language] }));
  const buttons = choices.map(({ value, words }) => {
    const button = element("button", { type: "button", disabled: busy }, words);
    button.onclick = () => give(value);
    return button;
  });
  const touched =
    buttons.length === 0
      ? null
      : element("div", { class: "choices", role: "group", "aria-labelledby": "ask" }, ...buttons);
  const or = touched !== null && form !== null ? element("small", {}, say(language, "Or write the number")) : null;
  return element("section", { id: "question", "aria-labelledby": "ask" }, ...head, touched, or, form);
}

function ticked(question: Question, language: Language, busy: boolean, give: (value: Answer) => void): HTMLElement {
  const boxes = question.choices.map(({ value }) =>
    element("input", { type: "checkbox", value: String(value), disabled: busy }),
  );
  const rows = question.choices.map(({ text }, at) => element("label", {}, boxes[at] ?? null, text[language]));
  const next = element("button", { type: "submit", disabled: true }, say(language, "Next"));
  const form = element("form", { class: "ticked", "aria-labelledby": "ask" }, ...rows, next);
  form.onchange = () => {
    next.disabled = !boxes.some((each) => each.checked);
  };
  form.onsubmit = (event) => {
    event.preventDefault();
    const taken = boxes.filter((each) => each.checked).map((each) => each.value);
    give(taken.join(TOGETHER));
  };
  return form;
}

/** A number, or a day in three boxes: what does not fit stands there still, and the server has said why. */
function typed(
  question: Question,
  language: Language,
  busy: boolean,
  unfit: Unfit | null,
  give: (value: Answer) => void,
): HTMLElement {
  const wrong = unfit === null ? {} : { "aria-invalid": "true", "aria-describedby": "unfit" };
  const box = (name: string, longest: number, value: string): HTMLInputElement =>
    element("input", {
      name,
      inputmode: "numeric",
      autocomplete: "off",
      maxlength: longest,
      size: longest,
      value,
      disabled: busy,
      ...wrong,
    });
  const given = unfit === null ? "" : String(unfit.value);
  const date = question.kind === "date";
  const fields = date
    ? DAY.map(([name, , longest], at) => box(name, longest, given.split("-")[at] ?? ""))
    : [box("value", NUMBER_LONGEST, given)];
  const rows = fields.map((field, at) =>
    date
      ? element("label", {}, say(language, DAY[at]?.[1] ?? "Day"), field)
      : element("label", {}, field, question.unit?.[language] ?? ""),
  );
  if (!date) fields[0]?.setAttribute("aria-labelledby", "ask");
  const form = element(
    "form",
    { class: date ? "typed day" : "typed", "aria-labelledby": "ask" },
    ...rows,
    element("button", { type: "submit", disabled: busy }, say(language, "Next")),
    date && question.rough.length > 0
      ? element("small", {}, say(language, "Where only the year is known, leave month and day empty."))
      : null,
  );
  form.onsubmit = (event) => {
    event.preventDefault();
    const parts = fields.map((field) => field.value.trim());
    give(date ? (roughOf(question, parts) ?? dayOf(parts)) : numberOf(parts[0] ?? ""));
  };
  return form;
}

/** Return a day as it is sent; what is none is sent as it was typed, so that the server says why. */
export function dayOf(parts: readonly string[]): string {
  const whole = parts.length === DAY.length && parts.every((part) => /^[0-9]+$/.test(part));
  return parts.map((part, at) => (whole ? part.padStart(DAY[at]?.[2] ?? 0, "0") : part)).join("-");
}

/** Return all days in reach of a year or a month, where the matters tell none of them from the others; else nothing. */
export function roughOf(
  { first, last, rough }: Pick<Question, "first" | "last" | "rough">,
  [year = "", month = "", day = ""]: readonly string[],
): string | null {
  if (!/^[0-9]{4}$/.test(year) || !/^(?:0?[1-9]|1[0-2])?$/.test(month) || day !== "") return null;
  const of = (part: string): string => `${year}-${part.padStart(2, "0")}`;
  // The day before the first of the next month is the last of this one.
  const end = new Date(Date.UTC(Number(year), Number(month || "12"), 0)).getUTCDate();
  const whole = [`${of(month || "01")}-01`, `${of(month || "12")}-${String(end)}`] as const;
  const begins = first !== null && first > whole[0] ? first : whole[0];
  const ends = last !== null && last < whole[1] ? last : whole[1];
  const same = rough.some(([since = "", until = ""]) => since <= begins && ends <= until);
  return same && begins <= ends ? `${begins}${TO}${ends}` : null;
}

/** Return a number as it is sent; what is none is sent as it was typed. */
export function numberOf(typed: string): number | string {
  return /^-?[0-9]{1,9}$/.test(typed) ? Number(typed) : typed;
}
