/** The middle of the console: the ticket in hand, or, while there is none, who would be called next. */

import { clockTime, serverNow } from "#browser/clock.ts";
import { element, icon, ICONS } from "#browser/elements.ts";
import type { Board, Center, Counter, Language, Ticket } from "#browser/wire.ts";
import { type Sentence, say } from "#browser/words.ts";
import { BREAKS } from "./breaks.ts";
import { wayOf } from "./steps.ts";
import { GROUNDS } from "./grounds.ts";
import { inHand } from "./verbs.ts";

const STATES: Readonly<Partial<Record<Ticket["state"], readonly [Sentence, string]>>> = {
  called: ["Called", ICONS.speaker],
  serving: ["In service", ICONS.person],
  held: ["On hold", ICONS.pause],
  finished: ["Done", ICONS.tick],
  missed: ["Missed", ICONS.bar],
};

/** Whether the middle shows whom to call next, so that nothing else need say it. */
export function showsNext(counter: Counter): boolean {
  return counter.ticket === null && counter.state === "open" && counter.next !== null;
}

export function ticketOf(
  counter: Counter | null,
  center: Center | null,
  board: Board | null,
  language: Language,
): readonly Node[] {
  if (counter === null) return [element("p", { class: "empty" }, say(language, "One moment…"))];
  const { ticket, next } = counter;
  const nameOf = (id: string): string => center?.services.find((each) => each.id === id)?.name[language] ?? id;
  if (ticket === null || (!inHand(counter) && counter.state !== "open")) {
    if (counter.state === "closed")
      return nobody(ICONS.door, say(language, "The counter is closed"), say(language, "Open it to begin calling."));
    if (counter.state === "paused")
      return nobody(ICONS.pause, say(language, "The counter is paused"), paused(counter, language));
    if (next === null) {
      return nobody(
        ICONS.people,
        say(language, "Nobody is waiting"),
        say(language, "Whoever takes a number for this counter appears here."),
      );
    }
    return [
      element(
        "p",
        { class: "chip next" },
        icon(ICONS.person),
        say(language, next.bound ? "Sent to this counter" : "Next in line"),
      ),
      element("p", { class: "number", "data-state": "waiting" }, next.number),
      element("p", { class: "service" }, nameOf(next.service)),
      element("p", { class: "since" }, waited(next.since, language)),
      ...(next.language === null ? [] : [element("p", { class: "class" }, speaks(next.language, language))]),
    ];
  }
  const [words, path] = STATES[ticket.state] ?? (["Waiting", ICONS.clock] as const);
  const minutes = minutesSince(ticket.issued_at);
  return [
    element(
      "p",
      { class: `chip ${ticket.state}` },
      icon(path),
      say(language, words),
      ticket.calls > 1 ? ` · ${say(language, "called {calls} times", { calls: ticket.calls })}` : "",
    ),
    element("p", { class: "number", "data-state": ticket.state }, ticket.number),
    element("p", { class: "service" }, nameOf(ticket.service)),
    ...wayOf(counter, center, board, language),
    element(
      "p",
      { class: "since" },
      minutes === 0
        ? say(language, "took the number just now")
        : say(language, "took the number {minutes} min ago", { minutes }),
    ),
    ...(ticket.onward === null
      ? []
      : [
          element(
            "p",
            { class: "onward" },
            say(language, "Goes on in another center with number {number}, to be there by {time}.", {
              number: ticket.onward.number,
              time: clockTime(Date.parse(ticket.onward.arrive_by ?? ""), center?.timezone ?? "Asia/Shanghai"),
            }),
          ),
        ]),
    ...classOf(counter, language),
    ...(counter.note === null
      ? []
      : [element("p", { class: "note" }, element("b", {}, say(language, "Note: ")), counter.note)]),
  ];
}

/** Return what somebody speaks, in words; a code that nobody has a name for stands as it is. */
export function speaks(spoken: string, language: Language): string {
  const names = new Intl.DisplayNames([language === "zh" ? "zh-CN" : "en"], { type: "language" });
  return say(language, "Speaks {language}", { language: names.of(spoken) ?? spoken });
}

/** Return what is special about the ticket in hand: its class and on what ground, how many cases it brings. */
function classOf(counter: Counter, language: Language): readonly Node[] {
  const { ticket, claim } = counter;
  if (ticket === null) return [];
  const said: string[] = [];
  if (claim !== null) {
    const ground = claim.ground === null ? "" : ` · ${say(language, GROUNDS[claim.ground])}`;
    said.push(
      `${say(language, "Priority")}${ground}${claim.seen || claim.ground === null ? "" : ` · ${say(language, "not seen yet")}`}`,
    );
  } else if (ticket.priority === "returned") said.push(say(language, "Came back with a missing paper"));
  else if (ticket.priority === "appointment") said.push(say(language, "Has booked"));
  if (ticket.language !== null) said.push(speaks(ticket.language, language));
  if (ticket.cases > 1) said.push(say(language, "{count} cases", { count: ticket.cases }));
  if (ticket.return_until)
    said.push(
      say(language, "May come back with the paper by {day}, without a new line.", { day: ticket.return_until }),
    );
  return said.map((words) => element("p", { class: "class" }, words));
}

/** Return how long somebody waits, in words. */
export function waited(since: string, language: Language): string {
  const minutes = minutesSince(since);
  return minutes === 0 ? say(language, "just came") : say(language, "waits {minutes} min", { minutes });
}

export function minutesSince(moment: string): number {
  return Math.max(0, Math.floor((serverNow() - Date.parse(moment)) / 60_000));
}

function paused(counter: Counter, language: Language): string {
  const reason = counter.pause?.reason;
  return say(language, reason ? BREAKS[reason] : "Open it again to go on calling.");
}

function nobody(path: string, words: string, help: string): readonly Node[] {
  return [icon(path, "icon sign"), element("p", { class: "empty" }, words), element("p", { class: "since" }, help)];
}
