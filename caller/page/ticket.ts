/** The ticket in the middle: its number, what it is for, how long it waits and is served. */

import { serverNow } from "../../displays/page/client/asking.ts";
import { element, icon, ICONS } from "../../displays/page/client/elements.ts";
import type { Center, Counter, Language } from "../../displays/page/client/wire.ts";
import { say } from "../../displays/page/client/words.ts";
import { inHand } from "./verbs.ts";

const STATES: Readonly<Record<string, readonly [string, string]>> = {
  called: ["Called", ICONS.speaker],
  serving: ["In service", ICONS.person],
  finished: ["Done", ICONS.tick],
  missed: ["Missed", ICONS.bar],
};

export function ticketOf(counter: Counter | null, center: Center | null, language: Language): readonly Node[] {
  if (counter === null) return [element("p", { class: "empty" }, say(language, "One moment ..."))];
  const { ticket } = counter;
  if (ticket === null || (!inHand(counter) && counter.state !== "open")) return [empty(counter, language)];
  const service = center?.services.find((each) => each.id === ticket.service);
  const [words, path] = STATES[ticket.state] ?? ["Waiting", ICONS.clock];
  const minutes = Math.max(0, Math.floor((serverNow() - Date.parse(ticket.issued_at)) / 60_000));
  return [
    element("p", { class: `chip ${ticket.state}` }, icon(path), say(language, words), ticket.calls > 1 ? ` · ${say(language, "called {calls} times", { calls: ticket.calls })}` : ""),
    element("p", { class: "number", "data-state": ticket.state }, ticket.number),
    element("p", { class: "service" }, service?.name[language] ?? ticket.service),
    element("p", { class: "since" }, say(language, "took the number {minutes} minutes ago", { minutes })),
  ];
}

function empty(counter: Counter, language: Language): HTMLElement {
  const words = counter.state === "open" ? (counter.waiting > 0 ? "Ready for the next one" : "Nobody is waiting") : "The counter is closed";
  const paused = counter.state === "paused" ? "The counter is paused" : words;
  return element("p", { class: "empty" }, say(language, paused));
}
