/** How a number stands, as its holder reads it: where to go, who is ahead, how long that may take. */

import { element, icon, ICONS } from "#browser/elements.ts";
import type { Ticket, WaitAnswer } from "#browser/wire.ts";
import type { Sentence } from "#browser/words.ts";
import type { Around } from "./around.ts";
import { hoursOf } from "./hours.ts";

/** What this page knows of the number beside its state. */
export interface View {
  /** How long it takes, as far as the hall can tell. */
  readonly estimate: WaitAnswer | null;
  /** Why it cannot come back, or be put off. */
  readonly refused: string | null;
  /** Whether its call was a mistake. */
  readonly takenBack: boolean;
}

const TAKEN_BACK: Sentence = "Your call was taken back. You keep your place and will be called again.";

/** Return how `held` stands, and what its holder has to know of the hours. */
export function says(held: Ticket, view: View, around: Around): readonly Node[] {
  const late = held.state === "waiting" && view.estimate?.service === held.service && view.estimate.late;
  return [...stands(held, view, around), ...hoursOf(held, late, around)];
}

function stands(held: Ticket, view: View, around: Around): readonly Node[] {
  const line = (words: string, sign: string): Node => element("p", { class: "go" }, icon(sign), ` ${words}`);
  switch (held.state) {
    case "called":
      return [line(around.words("Go to {counter} now.", { counter: around.name(held.counter) }), ICONS.speaker)];
    case "serving":
      return [
        line(around.words("You are being served at {counter}.", { counter: around.name(held.counter) }), ICONS.person),
      ];
    case "missed":
      return [
        line(around.words("Your number was called and missed."), ICONS.bar),
        element("p", {}, view.refused ?? around.words("Are you here now? You get back into line behind a few people.")),
      ];
    case "held":
      return [
        line(around.words("Your matter is kept at {counter}.", { counter: around.name(held.counter) }), ICONS.pause),
        element("p", {}, around.words("Come back to that counter when you have everything. No new number is needed.")),
      ];
    case "remote": {
      const values = {
        center: around.center,
        time: around.time(held.arrive_by),
      };
      return [
        line(around.words("Be in {center} by {time}.", values), ICONS.clock),
        element(
          "p",
          {},
          around.words("There, scan the code of the hall screen with this phone, or type your number at a kiosk:"),
        ),
        element("p", { class: "big" }, `${held.number} ${held.digits ?? ""}`),
        element("p", {}, around.words("You are in the line once you have checked in.")),
      ];
    }
    case "finished":
      if (held.onward !== null)
        return [
          line(
            around.words("You go on in another center with number {number}.", { number: held.onward.number }),
            ICONS.person,
          ),
          element(
            "a",
            { class: "main", href: `/t/${encodeURIComponent(held.onward.ticket)}#${around.secret}` },
            around.words("See that number"),
          ),
        ];
      if (!held.return_until) return [line(around.words("Done. Thank you for coming."), ICONS.tick)];
      return [
        line(around.words("A paper is missing. Come back with it by {day}.", { day: held.return_until }), ICONS.tick),
        element(
          "p",
          {},
          around.words("No new line: type number {number} and its six digits at a kiosk, or ask at a counter.", {
            number: held.number,
          }),
        ),
      ];
    case "cancelled":
      return [line(around.words("You gave this number back."), ICONS.bar)];
    case "expired":
      return [line(around.words("This number was not called before closing time. Take a new one."), ICONS.clock)];
    case "postponed": {
      const values = { time: around.time(held.back_at) };
      const now =
        held.ahead === 0
          ? around.words("If you come back now, you are next.")
          : around.words("If you come back now, people ahead of you: {ahead}.", { ahead: held.ahead });
      return [
        line(around.words("You are not called until {time}.", values), ICONS.clock),
        element("p", {}, around.words("Then you are back in line by yourself. You keep your place and your number.")),
        element("p", {}, now),
      ];
    }
    case "waiting":
      return [...(view.takenBack ? [element("p", {}, around.words(TAKEN_BACK))] : []), ...waits(held, view, around)];
  }
}

function waits(held: Ticket, view: View, around: Around): readonly Node[] {
  const line = (words: string): Node => element("p", { class: "go" }, icon(ICONS.clock), ` ${words}`);
  if (held.bound !== null) return bound(held, line, view, around);
  const next: Sentence =
    held.counters_open === 0
      ? "Nobody is ahead of you. No counter is open yet: watch the screens."
      : "You are next. Stay near the counters.";
  return held.ahead === 0 ? [line(around.words(next))] : ahead(held, view, around);
}

/** Who waits for one counter stands in no line: they are told where, and who does so before them. */
function bound(held: Ticket, line: (words: string) => Node, view: View, around: Around): readonly Node[] {
  const counter = around.name(held.bound);
  if (held.ahead > 0) return [line(around.words("You wait for {counter}.", { counter })), ...ahead(held, view, around)];
  return held.counters_open === 0
    ? [
        line(around.words("You are next at {counter}.", { counter })),
        element("p", {}, around.words("That counter is paused for a moment. Stay near it.")),
      ]
    : [line(around.words("You are next at {counter}. Stay near it.", { counter }))];
}

function ahead(held: Ticket, view: View, around: Around): readonly Node[] {
  const tiles = [
    element(
      "div",
      {},
      element("dt", {}, around.words("Ahead of you")),
      element("dd", {}, around.words(held.ahead > 1 ? "{ahead} people" : "{ahead} person", { ahead: held.ahead })),
    ),
  ];
  const answer = view.estimate?.service === held.service ? view.estimate : null;
  const wait = answer === null || answer.at_once ? null : answer.wait;
  if (wait !== null) {
    tiles.push(
      element(
        "div",
        {},
        element("dt", {}, around.words("About")),
        element("dd", {}, around.words("{low}-{high} minutes", { low: wait.low_min, high: wait.high_min })),
      ),
    );
  }
  const returning = held.returning ?? 0;
  const more = "Away for a while, and before you once they are back: {count}.";
  return [
    element("dl", {}, ...tiles),
    ...(wait === null
      ? []
      : [
          element(
            "p",
            {},
            around.words("Nine of ten people are called within {high} minutes.", { high: wait.high_min }),
          ),
        ]),
    ...(returning > 0 ? [element("p", {}, around.words(more, { count: returning }))] : []),
  ];
}
