/** The reasons of a break, in words. */

import type { Counter } from "#browser/wire.ts";
import type { Sentence } from "#browser/words.ts";

/** Why a counter pauses; the digits choose one. */
export const BREAKS: Readonly<Record<NonNullable<NonNullable<Counter["pause"]>["reason"]>, Sentence>> = {
  lunch: "Lunch",
  short_break: "Short break",
  meeting: "Meeting",
  technical: "Technical trouble",
  other_work: "Other work",
};
