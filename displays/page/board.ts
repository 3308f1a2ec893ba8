/** Draws the newest call and the list of calls; knows when a call has really been painted. */

import { element, icon, ICONS } from "#browser/elements.ts";
import { rests } from "#browser/hours.ts";
import { redraw } from "#browser/redrawing.ts";
import { both, type Sentence } from "#browser/words.ts";
import type { Call, HoursNow, Text } from "#browser/wire.ts";
import { fit, fitRows } from "./fitting.ts";
import type { Shown } from "./named.ts";
import { pair } from "./pair.ts";
import { counterSign, longNamed, place } from "./place.ts";

const FRESH_MS = 3000;
const AT_LEAST_MS = 8000;
const LISTED = 6;
const CROWDED = 12;

/** What somebody who comes into an empty hall is to do. */
const STEPS: readonly (readonly [string, Sentence])[] = [
  [ICONS.ticket, "Take a number at the kiosk"],
  [ICONS.screen, "Your number will be called and shown here"],
  [ICONS.person, "Then go to the counter shown"],
];

const WORDS: Readonly<Record<Call["state"], readonly [Sentence, string]>> = {
  called: ["Go now", ICONS.arrow],
  serving: ["In service", ICONS.person],
  missed: ["Missed", ICONS.bar],
  finished: ["Done", ICONS.tick],
};

/** Return the state as its class is called, what is said of it with its sign, and where it leads. */
function said(call: Shown): {
  readonly as: string;
  readonly words: Sentence;
  readonly sign: string;
  readonly to: Text;
} {
  const [words, sign] = WORDS[call.state];
  if (!call.goes) return { as: call.state, words, sign, to: call.counter.name };
  return { as: "onward", words: "Next step", sign: ICONS.arrow, to: call.goes.place };
}

export function callId(call: Call): string {
  return `${call.ticket.id}/${call.calls}/${call.at}`;
}

export class CallsBoard {
  /** Each call that arrived while this screen looked on, and when. */
  private readonly seen = new Map<string, { readonly call: Shown; readonly at: number }>();
  private timer = 0;
  private hours: HoursNow | null = null;

  constructor(
    private readonly newest: HTMLElement,
    private readonly list: HTMLElement,
  ) {}

  /** Draw `calls`, newest first; those in `arrived` were called just now. A hall that rests by its `hours` says so. */
  draw(calls: readonly Shown[], arrived: readonly Shown[], hours: HoursNow | null = this.hours): void {
    const now = performance.now();
    this.hours = hours;
    for (const call of arrived) this.seen.set(callId(call), { call, at: now });
    for (const call of calls) {
      const seen = this.seen.get(callId(call));
      if (seen !== undefined) this.seen.set(callId(call), { call, at: seen.at });
    }
    for (const [id, { at }] of this.seen) if (now - at >= AT_LEAST_MS) this.seen.delete(id);
    const resting = rests(hours) && !calls.some((call) => call.state === "called" || call.state === "serving");
    const first = resting ? undefined : calls[0];
    const rest = resting ? calls : calls.slice(1);
    const age = first === undefined ? Infinity : this.age(first, now);
    document.body.classList.toggle("idle", calls.length === 0);
    if (resting && hours !== null) this.drawRest(hours);
    else this.drawNewest(first, age < FRESH_MS);
    this.drawList(rest, this.pushedOut(calls), now);
    clearTimeout(this.timer);
    const next = Math.min(
      age < FRESH_MS ? FRESH_MS - age : Infinity,
      ...Array.from(this.seen.values(), ({ at }) => at + AT_LEAST_MS - now),
    );
    if (next < Infinity) this.timer = window.setTimeout(() => this.draw(calls, []), next);
  }

  /** Forget that the call of `ticket` came just now: it was taken back, and nobody need read it any longer. */
  takeBack(ticket: string): void {
    for (const [id, { call }] of this.seen) if (call.ticket.id === ticket) this.seen.delete(id);
  }

  private age(call: Call, now: number): number {
    return now - (this.seen.get(callId(call))?.at ?? -Infinity);
  }

  /** Return the calls that so many others followed that the board forgot them before everybody could read them. */
  private pushedOut(calls: readonly Shown[]): readonly Shown[] {
    const oldest = calls[calls.length - 1];
    if (oldest === undefined) return [];
    const known = new Set(calls.map((call) => call.ticket.id));
    return Array.from(this.seen.values(), ({ call }) => call)
      .filter((call) => !known.has(call.ticket.id) && call.at <= oldest.at)
      .reverse();
  }

  private drawRest(hours: HoursNow): void {
    this.newest.className = "empty rest";
    delete this.newest.dataset.number;
    const lines = hours.then === null ? [hours.says] : [hours.says, hours.then];
    this.newest.replaceChildren(
      icon(ICONS.clock),
      element("div", { class: "rests" }, ...lines.map((line, at) => pair(line, at === 0 ? "pair" : "pair then"))),
    );
    fit([...this.newest.querySelectorAll<HTMLElement>(".rests")]);
  }

  private drawNewest(call: Shown | undefined, fresh: boolean): void {
    if (call === undefined) {
      this.newest.className = "empty";
      delete this.newest.dataset.number;
      this.newest.replaceChildren(
        ...STEPS.map(([path, words]) => element("p", { class: "step" }, icon(path), pair(both(words)))),
      );
      return;
    }
    const { as, words, sign, to } = said(call);
    const worded = counterSign(to) === null ? " worded" : "";
    this.newest.className = `${as}${fresh && call.state === "called" ? " fresh" : ""}${worded}`;
    this.newest.dataset.number = call.ticket.number;
    this.newest.replaceChildren(
      element(
        "p",
        { class: "says" },
        icon(sign),
        pair(both(words)),
        pair(call.goes?.service ?? call.service.name, "pair service"),
      ),
      element(
        "p",
        { class: "way" },
        element("span", { class: "number" }, call.ticket.number),
        icon(ICONS.arrow, "icon to"),
        place(to),
      ),
    );
    const names = [...this.newest.querySelectorAll<HTMLElement>(".named, .service")];
    fit(names);
    fit([...this.newest.querySelectorAll<HTMLElement>(".way")]);
    // A smaller number leaves more room for the name beside it.
    fit(names);
  }

  private drawList(calls: readonly Shown[], more: readonly Shown[], now: number): void {
    // More calls at once than the list has places for: all of them stay until each was shown long enough.
    const held = calls.filter((call) => this.age(call, now) < AT_LEAST_MS).length;
    const shown = [...calls.slice(0, Math.max(LISTED, held)), ...more];
    this.list.className = shown.length > CROWDED ? "dense crowded" : shown.length > LISTED ? "dense" : "";
    // A long name takes two places where there are enough.
    const broad = shown.length + shown.filter((call) => longNamed(said(call).to)).length <= CROWDED;
    const rows = shown.map((call) => {
      const { as, words, sign, to } = said(call);
      return element(
        "li",
        { class: broad && longNamed(to) ? `${as} long` : as, "data-number": call.ticket.number },
        element("span", { class: "number" }, call.ticket.number),
        icon(ICONS.arrow, "icon to"),
        place(to),
        element("span", { class: "chip" }, icon(sign), pair(both(words))),
      );
    });
    const none = element("li", { class: "none" }, pair(both("Earlier calls are listed here")));
    redraw(this.list, rows.length === 0 ? [none] : rows);
    fitRows(this.list);
  }
}
