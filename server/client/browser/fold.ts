/** The board of a hall as a fold of its facts: the same rules as `server/rules/hall/board.py`. */

import type { Board, Call, Counter, Fact, Place } from "./wire.ts";

export const RECENT_CALLS = 12;

const CALL_AFTER: Readonly<Record<string, Call["state"]>> = {
  "ticket.started": "serving",
  "ticket.missed": "missed",
  "ticket.finished": "finished",
};
const COUNTER_AFTER: Readonly<Record<string, Counter["state"]>> = {
  "counter.opened": "open",
  "counter.paused": "paused",
  "counter.closed": "closed",
};

export function isCall(fact: Fact): boolean {
  return fact.type === "ticket.called" || fact.type === "ticket.recalled";
}

/** Return the board after `fact`; one that is folded already changes nothing. */
export function fold(board: Board, fact: Fact): Board {
  if (fact.seq <= board.seq) return board;
  return {
    center: board.center,
    epoch: fact.epoch ?? 1,
    seq: fact.seq,
    calls: calls(board.calls, fact),
    waiting: waiting(board.waiting, fact),
    counters: counters(board.counters, fact),
  };
}

function calls(before: readonly Call[], fact: Fact): readonly Call[] {
  const { ticket, counter, service } = fact;
  if (fact.type === "day.closed") return [];
  // What happens away from a counter is about no call.
  if (!ticket || !counter) return before;
  const others = before.filter((call) => call.ticket.id !== ticket.id);
  const undoneTo = fact.type === "ticket.undone" ? fact.to?.state : undefined;
  if ((isCall(fact) || undoneTo === "called") && service) {
    const at = Date.parse(fact.at);
    const newest: Call = { ticket, counter, service, at, calls: fact.calls ?? 0, state: "called", onward: null };
    return [newest, ...others].slice(0, RECENT_CALLS);
  }
  if (fact.type === "ticket.regraded" && fact.from?.state === fact.to?.state) return before;
  const state = undoneTo === "serving" ? undoneTo : CALL_AFTER[fact.type];
  if (state === undefined) return fact.from ? others : before;
  const onward = fact.type === "ticket.finished" && fact.to?.state === "waiting" ? fact.to : null;
  return before.map((call) => (call.ticket.id === ticket.id ? { ...call, state, onward } : call));
}

function waiting(before: Board["waiting"], fact: Fact): Board["waiting"] {
  const left = inLine(fact.from);
  const joined = inLine(fact.to);
  if (left === joined) return before;
  const after = { ...before };
  if (left !== undefined) after[left] = (after[left] ?? 0) - 1;
  if (joined !== undefined) after[joined] = (after[joined] ?? 0) + 1;
  return Object.fromEntries(Object.entries(after).filter(([, count]) => count !== 0));
}

/** Return the service whose line a ticket stands in there; one that is bound to a counter stands in none. */
function inLine(place: Place | null | undefined): string | undefined {
  return place?.state === "waiting" && (place.counter ?? null) === null ? place.service : undefined;
}

function counters(before: Board["counters"], fact: Fact): Board["counters"] {
  const state = COUNTER_AFTER[fact.type];
  return state === undefined || !fact.counter ? before : { ...before, [fact.counter.id]: state };
}
