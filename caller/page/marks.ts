/** A line of the lists that is wrong: said at the counter with one press and a reason, it reaches the editors. */

import { element } from "#browser/elements.ts";
import type { Language } from "#browser/wire.ts";
import { say, type Sentence } from "#browser/words.ts";

export type Why = "not_needed" | "missing" | "wrong" | "outdated";

/** Passes a mark on; returns whether it arrived. */
export type Mark = (about: "paper" | "item", line: string, why: Why) => Promise<boolean>;

const REASONS: readonly (readonly [Why, Sentence])[] = [
  ["not_needed", "Not needed here"],
  ["missing", "Something is missing"],
  ["wrong", "It says something else"],
  ["outdated", "Out of date"],
];

/** Return what a clerk opens to say that `line` is wrong; what was passed on says so. */
export function marker(about: "paper" | "item", line: string, language: Language, mark: Mark): HTMLElement {
  const buttons = REASONS.map(([why, words]) => {
    const button = element("button", { type: "button", class: "plain" }, say(language, words));
    button.onclick = async () => {
      for (const each of buttons) each.disabled = true;
      if (await mark(about, line, why)) {
        box.replaceChildren(
          element("small", { role: "status" }, say(language, "Passed on to the editors. Thank you.")),
        );
      } else for (const each of buttons) each.disabled = false;
    };
    return button;
  });
  const box = element(
    "details",
    { class: "mark", id: `mark-${about}-${line}` },
    element("summary", {}, say(language, "Wrong?")),
    ...buttons,
  );
  return box;
}
