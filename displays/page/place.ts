/** Where to go: a counter's number as large as the ticket's, or its whole name when it has no number. */

import { element } from "#browser/elements.ts";
import { both } from "#browser/words.ts";
import type { Text } from "#browser/wire.ts";
import { pair } from "./pair.ts";

const NUMBERED = /^\s*(\d{1,3})\s*号窗口\s*$/;

/** Return the number that a counter's name says, or null. */
export function counterNumber(name: Text): number | null {
  const found = NUMBERED.exec(name.zh);
  const number = Number(found?.[1] ?? 0);
  return number > 0 ? number : null;
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
