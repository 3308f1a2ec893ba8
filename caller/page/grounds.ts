/** On what ground somebody has priority, in words: said at counters alone, never on a screen of the hall. */

import type { Counter } from "#browser/wire.ts";
import type { Sentence } from "#browser/words.ts";

export type Ground = NonNullable<NonNullable<Counter["claim"]>["ground"]>;

/** The digits choose one, in this order. */
export const GROUNDS: Readonly<Record<Ground, Sentence>> = {
  elderly: "Elderly",
  disabled: "Disabled",
  pregnant: "Pregnant",
  with_infant: "With a small child",
  soldier: "Soldier or veteran",
  urgent: "Cannot wait: urgent matter",
  other_law: "Other ground by law",
};
