/** What a counter's last press did, and how long it can still be taken back, by the server's clock. */

import { serverNow } from "#browser/clock.ts";
import type { Counter, Language, LastPress } from "#browser/wire.ts";
import { type Sentence, say } from "#browser/words.ts";

const DOING: Readonly<Partial<Record<LastPress["moves"][number]["verb"], Sentence>>> = {
  call_next: "calling {number}",
  call_chosen: "calling {number}",
  start: "starting {number}",
  hold: "holding {number}",
  resume: "going on with {number}",
  transfer: "sending {number} on",
  reroute: "changing the steps of {number}",
  class_down: "taking priority from {number}",
  finish: "finishing {number}",
  go_on: "finishing {number}",
  miss: "missing {number}",
};

/** Return how many seconds are left; 0 where there is nothing to take back, or no time left for it. */
export function secondsToUndo(counter: Counter): number {
  if (!counter.undo) return 0;
  return Math.max(0, Math.ceil((Date.parse(counter.undo.until) - serverNow()) / 1000));
}

/** Return what the button says while there is something to take back, or null. */
export function undoWords(counter: Counter, language: Language): string | null {
  const seconds = secondsToUndo(counter);
  if (!counter.undo || seconds === 0) return null;
  const said = counter.undo.moves.map(({ verb, number }) => {
    const doing = DOING[verb];
    return doing === undefined ? number : say(language, doing, { number });
  });
  return say(language, "Undo {what} ({seconds} s)", { what: said.join(say(language, ", ")), seconds });
}
