/** What a clerk can do: which verb is possible when, its words, its key. */

import type { Counter } from "#browser/wire.ts";
import type { Sentence } from "#browser/words.ts";
import { secondsToUndo } from "./undoing.ts";

export const GROUPS = ["call", "ticket", "undo", "counter"] as const;
export type Group = (typeof GROUPS)[number];

export interface Verb {
  readonly id: string;
  readonly words: Sentence;
  /** `KeyboardEvent.key`, lower case; also what the button shows. */
  readonly key: string;
  /** Whether it is the one thing to do next when it is possible. */
  readonly main: boolean;
  /** Where its button stands: calling, the ticket in hand, taking back, the counter itself. */
  readonly group: Group;
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
    group: "call",
    possible: (counter) => counter.state === "open" && !inHand(counter) && counter.waiting > 0,
  },
  {
    id: "serve-at-once",
    words: "No number",
    key: "w",
    main: false,
    group: "call",
    possible: (counter) => counter.state === "open" && !inHand(counter),
  },
  {
    id: "start",
    words: "Start",
    key: "s",
    main: true,
    group: "ticket",
    possible: (counter) => state(counter) === "called",
  },
  {
    id: "recall",
    words: "Call again",
    key: "r",
    main: false,
    group: "ticket",
    possible: (counter) => state(counter) === "called",
  },
  {
    id: "miss",
    words: "Missed",
    key: "m",
    main: false,
    group: "ticket",
    possible: (counter) => state(counter) === "called",
  },
  {
    id: "finish-and-call",
    words: "Finish, call next",
    key: "n",
    main: true,
    group: "ticket",
    possible: (counter) => state(counter) === "serving" && counter.state === "open" && counter.waiting > 0,
  },
  {
    id: "finish",
    words: "Finish",
    key: "f",
    main: true,
    group: "ticket",
    possible: (counter) => state(counter) === "serving",
  },
  {
    id: "hold",
    words: "Put on hold",
    key: "h",
    main: false,
    group: "ticket",
    possible: (counter) => state(counter) === "serving",
  },
  {
    id: "for-paper",
    words: "Paper missing",
    key: "l",
    main: false,
    group: "ticket",
    possible: (counter) => state(counter) === "serving",
  },
  {
    id: "priority",
    words: "Priority",
    key: "g",
    main: false,
    group: "ticket",
    possible: inHand,
  },
  {
    id: "transfer",
    words: "Send on",
    key: "t",
    main: false,
    group: "ticket",
    possible: inHand,
  },
  {
    id: "reroute",
    words: "Steps",
    key: "e",
    main: false,
    group: "ticket",
    possible: inHand,
  },
  {
    id: "could-not",
    words: "Could not be done",
    key: "d",
    main: false,
    group: "undo",
    possible: (counter) => counter.ticket !== null,
  },
  {
    id: "undo",
    words: "Undo the last step",
    key: "u",
    main: false,
    group: "undo",
    possible: (counter) => counter.state !== "closed" && secondsToUndo(counter) > 0,
  },
  {
    id: "open",
    words: "Open counter",
    key: "o",
    main: true,
    group: "counter",
    possible: (counter) => counter.state !== "open",
  },
  {
    id: "pause",
    words: "Pause",
    key: "p",
    main: false,
    group: "counter",
    possible: (counter) => counter.state === "open" && !inHand(counter),
  },
  {
    id: "close",
    words: "Close counter",
    key: "c",
    main: false,
    group: "counter",
    possible: (counter) => counter.state !== "closed" && !inHand(counter),
  },
  {
    id: "help",
    words: "Call for help",
    key: "x",
    main: false,
    group: "counter",
    possible: () => true,
  },
];

/** Return the verb that is called `id`. */
export function verbNamed(id: string): Verb {
  const found = VERBS.find((verb) => verb.id === id);
  if (found === undefined) throw new Error(`there is no verb ${id}`);
  return found;
}
