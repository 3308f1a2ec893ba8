/** Where to go: a counter's sign as large as the ticket's, or its whole name when that is words. */

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

/** Return what a counter is called by, when that is a short sign such as 3, 12A or B07, or null when it is words. */
export function counterSign(name: Text): string | null {
  const sign = /[A-Z]?\d{1,3}[A-Z]?/.exec(packed(name.zh))?.[0];
  if (sign === undefined) return null;
  const named = both("Counter {number}", { number: sign });
  return packed(name.zh) === packed(named.zh) ? String(counterNumber(name) ?? sign) : null;
}

/** Hanzi of a name that stands on two or three short lines beside a number. */
const SHORT = 10;

/** Tell whether a counter's name is words, and so many that a narrow place would make a column of them. */
export function longNamed(name: Text): boolean {
  return counterSign(name) === null && packed(name.zh).length > SHORT;
}

function packed(words: string): string {
  return words.replace(/\s/g, "");
}

export function place(name: Text): HTMLElement {
  const sign = counterSign(name);
  if (sign === null) return element("span", { class: "place named" }, pair(name));
  return element(
    "span",
    { class: "place" },
    element("span", { class: "digits" }, sign),
    pair({ zh: both("Counter").zh, en: "Counter" }),
  );
}
