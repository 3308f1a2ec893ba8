/** Where to go: a counter's number as large as the ticket's, or its whole name when it has no number. */

import { element } from "#browser/elements.ts";
import { both } from "#browser/words.ts";
import type { Text } from "#browser/wire.ts";
import { pair } from "./pair.ts";

/** Return the number that a counter's name says, or null when the name says more or something else. */
export function counterNumber(name: Text): number | null {
  const [digits = "0"] = /\d{1,3}/.exec(name.zh) ?? [];
  const numbered = both("Counter {number}", { number: digits });
  return Number(digits) > 0 && packed(name.zh) === packed(numbered.zh) ? Number(digits) : null;
}

function packed(words: string): string {
  return words.replace(/\s/g, "");
}

export function place(name: Text): HTMLElement {
  const number = counterNumber(name);
  if (number === null) return element("span", { class: "place named" }, pair(name));
  return element(
    "span",
    { class: "place" },
    element("span", { class: "digits" }, String(number)),
    pair({ zh: both("Counter").zh, en: "Counter" }),
  );
}
