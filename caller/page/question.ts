/** A question that staff ask for the citizen: one touch for a choice, boxes for several, a field for a number or a date. */

import { element, icon, ICONS } from "#browser/elements.ts";
import type { Answer, Language, Question } from "#browser/wire.ts";
import { say } from "#browser/words.ts";
import type { Unfit } from "./counsel.ts";

/** Joins several answers to one question, as in `config.fact.TOGETHER`. */
const TOGETHER = "+";
const NUMBER_LONGEST = 9;
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
  if (form !== null) return element("section", { id: "question", "aria-labelledby": "ask" }, ...head, form);
  const choices =
    question.kind === "yes_no"
      ? [true, false].map((value) => ({ value, words: say(language, value ? "Yes" : "No") }))
      : question.choices.map(({ value, text }) => ({ value, words: text[language] }));
  const buttons = choices.map(({ value, words }) => {
    const button = element("button", { type: "button", disabled: busy }, words);
    button.onclick = () => give(value);
    return button;
  });
  return element(
    "section",
    { id: "question", "aria-labelledby": "ask" },
    ...head,
    element("div", { class: "choices", role: "group", "aria-labelledby": "ask" }, ...buttons),
  );
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
  );
  form.onsubmit = (event) => {
    event.preventDefault();
    const parts = fields.map((field) => field.value.trim());
    give(date ? dayOf(parts) : numberOf(parts[0] ?? ""));
  };
  return form;
}

/** Return a day as it is sent; what is none is sent as it was typed, so that the server says why. */
export function dayOf(parts: readonly string[]): string {
  const whole = parts.length === DAY.length && parts.every((part) => /^[0-9]+$/.test(part));
  return parts.map((part, at) => (whole ? part.padStart(DAY[at]?.[2] ?? 0, "0") : part)).join("-");
}

/** Return a number as it is sent; what is none is sent as it was typed. */
export function numberOf(typed: string): number | string {
  return /^-?[0-9]{1,9}$/.test(typed) ? Number(typed) : typed;
}
