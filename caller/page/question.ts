/** A question that staff ask for the citizen: one touch for a choice, boxes for several, a field for a number or a date. */

import { element } from "#browser/elements.ts";
import type { Answer, Language, Question } from "#browser/wire.ts";
import { say } from "#browser/words.ts";

/** Joins several answers to one question, as in `config.fact.TOGETHER`. */
const TOGETHER = "+";

export function questionOf(
  question: Question,
  left: string,
  language: Language,
  busy: boolean,
  give: (value: Answer) => void,
): HTMLElement {
  const whom = question.entity === null ? [] : [element("span", {}, question.entity[language])];
  const head = [
    element("p", { class: "ask-head" }, ...whom, element("span", { class: "left" }, left)),
    element("p", { id: "ask" }, element("b", {}, question.text[language])),
    ...(question.help === null ? [] : [element("small", {}, question.help[language])]),
  ];
  const form = question.many
    ? ticked(question, language, busy, give)
    : question.kind === "number" || question.kind === "date"
      ? typed(question, language, busy, give)
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

function typed(question: Question, language: Language, busy: boolean, give: (value: Answer) => void): HTMLElement {
  const date = question.kind === "date";
  const field = date
    ? element("input", {
        type: "date",
        min: question.first,
        max: question.last,
        required: true,
        disabled: busy,
        "aria-labelledby": "ask",
      })
    : element("input", {
        type: "number",
        min: question.low,
        max: question.high,
        step: 1,
        required: true,
        disabled: busy,
        "aria-labelledby": "ask",
      });
  const form = element(
    "form",
    { class: "typed" },
    field,
    element("span", {}, question.unit?.[language] ?? ""),
    element("button", { type: "submit", disabled: busy }, say(language, "Next")),
  );
  // The browser itself says what is out of range before anything is sent.
  form.onsubmit = (event) => {
    event.preventDefault();
    give(date ? field.value : Number(field.value));
  };
  return form;
}
