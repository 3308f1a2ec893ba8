/** A question that staff ask for the citizen: one touch for a choice, one field for a number or a date. */

import { element } from "#browser/elements.ts";
import type { Answer, Language, Question } from "#browser/wire.ts";
import { say } from "#browser/words.ts";

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
  if (question.kind === "number" || question.kind === "date")
    return element(
      "section",
      { id: "question", "aria-labelledby": "ask" },
      ...head,
      typed(question, language, busy, give),
    );
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

function typed(question: Question, language: Language, busy: boolean, give: (value: Answer) => void): HTMLElement {
  const date = question.kind === "date";
  const field = date
    ? element("input", { type: "date", required: true, disabled: busy, "aria-labelledby": "ask" })
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
