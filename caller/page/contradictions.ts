/** Answers that cannot all be true, next to each other: one press asks either of them anew. */

import { element } from "#browser/elements.ts";
import type { Because, Consultation, Language } from "#browser/wire.ts";
import { say } from "#browser/words.ts";

/** Return each contradiction with its answers; `change` is asked to take one back, unless `busy`. */
export function contradictionsOf(
  told: Pick<Consultation, "contradictions">,
  language: Language,
  busy: boolean,
  change: (because: Because) => void,
): readonly Node[] {
  return told.contradictions.map((found) => {
    const sides = found.sides.map(({ question, answer, settled }) => {
      const words = element("span", {}, question.text[language], " ", element("b", {}, answer[language]));
      // What the household answers is changed where its people are listed.
      if (settled) return element("li", {}, words);
      const label = say(language, "Change the answer to: {question}", { question: question.text[language] });
      const button = element(
        "button",
        { type: "button", class: "plain", disabled: busy, "aria-label": label },
        say(language, "Change"),
      );
      button.onclick = () => change({ fact: question.id, question: question.text, answer });
      return element("li", {}, words, button);
    });
    return element(
      "section",
      { class: "differ" },
      element("b", {}, say(language, "These answers do not fit together")),
      element("p", {}, found.text[language]),
      element("ul", { class: "because" }, ...sides),
    );
  });
}
