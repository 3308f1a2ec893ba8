/** Draws the newest call and the list of calls; knows when a call has really been painted. */

import { element, icon, ICONS } from "./client/elements.ts";
import { both } from "./client/words.ts";
import type { Call } from "./client/wire.ts";
import { pair } from "./pair.ts";
import { place } from "./place.ts";

const FRESH_MS = 3000;
const AT_LEAST_MS = 8000;
const LISTED = 6;

const WORDS: Readonly<Record<Call["state"], readonly [string, string]>> = {
  called: ["Please go", ICONS.arrow],
  serving: ["In service", ICONS.person],
  missed: ["Missed", ICONS.bar],
  finished: ["Done", ICONS.tick],
};

export function callId(call: Call): string {
  return `${call.ticket.id}/${call.calls}/${call.at}`;
}

export class CallsBoard {
  private readonly seen = new Map<string, number>();
  private timer = 0;

  constructor(
    private readonly newest: HTMLElement,
    private readonly list: HTMLElement,
  ) {}

  /** Draw `calls`, newest first; those in `arrived` were called just now. */
  draw(calls: readonly Call[], arrived: readonly Call[]): void {
    const now = performance.now();
    for (const call of arrived) this.seen.set(callId(call), now);
    const [first, ...rest] = calls;
    const age = first === undefined ? Infinity : now - (this.seen.get(callId(first)) ?? -Infinity);
    this.drawNewest(first, age < FRESH_MS);
    this.drawList(rest, now);
    clearTimeout(this.timer);
    if (age < AT_LEAST_MS) {
      this.timer = window.setTimeout(() => this.draw(calls, []), age < FRESH_MS ? FRESH_MS - age : AT_LEAST_MS - age);
    }
    for (const [id, at] of this.seen) if (now - at > AT_LEAST_MS) this.seen.delete(id);
  }

  private drawNewest(call: Call | undefined, fresh: boolean): void {
    if (call === undefined) {
      this.newest.className = "empty";
      this.newest.replaceChildren(
        pair(both("Please take a number at the kiosk")),
        pair(both("Your number will be called and shown here"), "pair second"),
      );
      return;
    }
    this.newest.className = `${call.state}${fresh && call.state === "called" ? " fresh" : ""}${call.ticket.number.length > 4 ? " long" : ""}`;
    this.newest.dataset["number"] = call.ticket.number;
    this.newest.replaceChildren(
      element("p", { class: "says" }, icon(WORDS[call.state][1]), pair(both(WORDS[call.state][0])), pair(call.service.name, "pair service")),
      element("p", { class: "way" }, element("span", { class: "number" }, call.ticket.number), icon(ICONS.arrow, "icon to"), place(call.counter.name)),
    );
  }

  private drawList(calls: readonly Call[], now: number): void {
    // More calls at once than the list has places for: all of them stay until each was shown long enough.
    const held = calls.filter((call) => now - (this.seen.get(callId(call)) ?? -Infinity) < AT_LEAST_MS).length;
    const shown = calls.slice(0, Math.max(LISTED, held));
    this.list.classList.toggle("dense", shown.length > LISTED);
    const rows = shown.map((call) =>
      element(
        "li",
        { class: call.state, "data-number": call.ticket.number },
        element("span", { class: "number" }, call.ticket.number),
        icon(ICONS.arrow, "icon to"),
        place(call.counter.name),
        element("span", { class: "chip" }, icon(WORDS[call.state][1]), pair(both(WORDS[call.state][0]))),
      ),
    );
    const blank = Array.from({ length: Math.max(LISTED - rows.length, 0) }, () => element("li", { class: "blank", "aria-hidden": true }));
    this.list.replaceChildren(...rows, ...blank);
  }
}
