/** What a clerk can do: which verb is possible when, its words, its key. */

import type { Counter } from "#browser/wire.ts";
import type { Sentence } from "#browser/words.ts";

export interface Verb {
  readonly id: string;
  readonly words: Sentence;
  /** `KeyboardEvent.key`, lower case; also what the button shows. */
  readonly key: string;
  /** Whether it is the one thing to do next when it is possible. */
  readonly main: boolean;
  readonly possible: (counter: Counter) => boolean;
}

function state(counter: Counter): string {
  return counter.ticket?.state ?? "";
}

/** Whether the ticket is called or being served, so that no other can be called. */
export function inHand(counter: Counter): boolean {
  return state(counter) === "called" || state(counter) === "serving";
}

export const VERBS: readonly Verb[] = [
  {
    id: "call-next",
    words: "Call next",
    key: "enter",
    main: true,
    possible: (counter) => counter.state === "open" && !inHand(counter) && counter.waiting > 0,
  },
  { id: "start", words: "Start", key: "s", main: true, possible: (counter) => state(counter) === "called" },
  { id: "recall", words: "Call again", key: "r", main: false, possible: (counter) => state(counter) === "called" },
  { id: "miss", words: "Missed", key: "m", main: false, possible: (counter) => state(counter) === "called" },
  { id: "finish", words: "Finish", key: "f", main: true, possible: (counter) => state(counter) === "serving" },
  { id: "open", words: "Open counter", key: "o", main: true, possible: (counter) => counter.state !== "open" },
  {
    id: "pause",
    words: "Pause",
    key: "p",
    main: false,
    possible: (counter) => counter.state === "open" && !inHand(counter),
  },
  {
    id: "close",
    words: "Close counter",
    key: "c",
    main: false,
    possible: (counter) => counter.state !== "closed" && !inHand(counter),
  },
];
