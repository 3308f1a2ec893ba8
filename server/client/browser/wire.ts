/** What crosses the network, as `server/wire/messages.py` and `server/rules` write it. */

export type Language = "zh" | "en";
export type Text = Readonly<Record<Language, string>>;
export type CounterState = "open" | "paused" | "closed";

export interface Named {
  readonly id: string;
  readonly name: Text;
}

export interface Call {
  readonly ticket: { readonly id: string; readonly number: string };
  readonly counter: Named;
  readonly service: Named;
  readonly at: number;
  readonly calls: number;
  readonly state: "called" | "serving" | "missed" | "finished";
}

export interface Board {
  readonly center: string;
  readonly epoch: number;
  readonly seq: number;
  readonly calls: readonly Call[];
  readonly waiting: Readonly<Record<string, number>>;
  readonly counters: Readonly<Record<string, CounterState>>;
}

export interface Snapshot {
  readonly type: "snapshot";
  readonly center: string;
  readonly epoch: number;
  readonly seq: number;
  readonly board: Board;
}

/** A fact of the journal; `type` may be one that this page does not know. */
export interface Fact {
  readonly type: string;
  readonly center: string;
  readonly seq: number;
  readonly at: string;
  readonly ticket?: { readonly id: string; readonly number: string };
  readonly counter?: Named;
  readonly service?: Named;
  readonly calls?: number;
  readonly from?: Place;
  readonly to?: Place;
  readonly reason?: string;
  /** 1 when it is not said. */
  readonly epoch?: number;
}

/** Where a ticket was, or is. */
export interface Place {
  readonly state: string;
  readonly service: string;
}

export type Frame = Snapshot | Fact;

export function isSnapshot(frame: Frame): frame is Snapshot {
  return frame.type === "snapshot";
}

/** Whether the center, its counters or services are other ones now: what is known of it must be asked for again. */
export function changesSettings(fact: Fact): boolean {
  return fact.type === "settings.changed";
}

export interface Center {
  readonly id: string;
  readonly name: Text;
  readonly open: boolean;
  readonly timezone: string;
  readonly services: readonly (Named & { prefix: string; served: boolean; waiting: number })[];
  readonly counters: readonly (Named & { services: readonly string[]; state: CounterState })[];
}

export interface Ticket {
  readonly id: string;
  readonly number: string;
  readonly state: string;
  readonly services: readonly string[];
  readonly step: number;
  readonly service: string;
  readonly issued_at: string;
  readonly calls: number;
  readonly plan: string | null;
}

export interface Counter {
  readonly counter: string;
  readonly state: CounterState;
  readonly ticket: Ticket | null;
  readonly waiting: number;
  readonly next: UpNext | null;
}

/** Whom the counter would call next; `longest_since` is of whoever waits longest. */
export interface UpNext {
  readonly number: string;
  readonly service: string;
  readonly since: string;
  readonly longest_since: string;
}

export interface Access {
  readonly token: string;
  readonly scope: string;
  readonly center: string | null;
  readonly counter: string | null;
  readonly live: string;
}
