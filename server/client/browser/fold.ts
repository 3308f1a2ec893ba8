/** The board of a hall as a fold of its facts: the same rules as `server/rules/board.py`. */

import type { Board, Call, CounterState, Fact } from "./wire.ts";

export const RECENT_CALLS = 12;

const CALL_AFTER: Readonly<Record<string, Call["state"]>> = {
  "ticket.started": "serving",
  "ticket.missed": "missed",
  "ticket.finished": "finished",
};
const COUNTER_AFTER: Readonly<Record<string, CounterState>> = {
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
    seq: fact.seq,
    calls: calls(board.calls, fact),
    waiting: waiting(board.waiting, fact),
    counters: counters(board.counters, fact),
  };
}

function calls(before: readonly Call[], fact: Fact): readonly Call[] {
  const { ticket, counter, service } = fact;
  if (ticket === undefined) return before;
  const others = before.filter((call) => call.ticket.id !== ticket.id);
  if (isCall(fact) && counter !== undefined && service !== undefined) {
    const newest: Call = { ticket, counter, service, at: Date.parse(fact.at), calls: fact.calls ?? 0, state: "called" };
    return [newest, ...others].slice(0, RECENT_CALLS);
  }
  if (fact.type === "ticket.cancelled" || fact.type === "ticket.expired") return others;
  const state = CALL_AFTER[fact.type];
  if (state === undefined) return before;
  return before.map((call) => (call.ticket.id === ticket.id ? { ...call, state } : call));
}

function waiting(before: Board["waiting"], fact: Fact): Board["waiting"] {
  if (fact.service === undefined) return before;
  const gone = (fact.type === "ticket.cancelled" || fact.type === "ticket.expired") && (fact.calls ?? 0) === 0;
  const step = fact.type === "ticket.issued" ? 1 : fact.type === "ticket.called" || gone ? -1 : 0;
  if (step === 0) return before;
  return { ...before, [fact.service.id]: Math.max((before[fact.service.id] ?? 0) + step, 0) };
}

function counters(before: Board["counters"], fact: Fact): Board["counters"] {
  const state = COUNTER_AFTER[fact.type];
  return state === undefined || fact.counter === undefined ? before : { ...before, [fact.counter.id]: state };
}
