/** The way of a number with several steps: what is done, where it is, where it goes next; and other numbers of a visit. */

import { element, icon, ICONS } from "#browser/elements.ts";
import { STATES } from "#browser/states.ts";
import type { Language, Ticket, Visit } from "#browser/wire.ts";
import { type Sentence, say, type Values } from "#browser/words.ts";
import type { Around } from "./around.ts";
import { OVER } from "./choices.ts";

const AWAY: readonly Ticket["state"][] = ["waiting", "postponed", "missed"];

/** Return the steps of `held`; that which is `asked` about is left out after one more touch. */
export function wayOf(held: Ticket, asked: number | null, around: Around): readonly Node[] {
  const { way } = held;
  if (way.length < 2) return [];
  const words = (message: Sentence, values: Values = {}): string => say(around.language, message, values);
  const over = OVER.includes(held.state);
  const title = over
    ? words("Your steps")
    : words("Step {step} of {steps}", { step: held.step + 1, steps: way.length });
  const left = way.length - held.step;
  return [
    element(
      "section",
      { id: "way", class: "share", "aria-labelledby": "way-head" },
      element("h2", { id: "way-head" }, title),
      element(
        "ol",
        { class: "stops" },
        ...way.map((step, at) => {
          const may =
            !over && left > 1 && (step.stands === "later" || (step.stands === "here" && AWAY.includes(held.state)));
          return element(
            "li",
            {
              "data-service": step.service,
              class: step.stands,
              "aria-current": step.stands === "here" && !over ? "step" : null,
            },
            element("span", { class: "badge", "aria-hidden": true }, step.stands === "done" ? "✓" : String(at + 1)),
            element(
              "div",
              {},
              element("h3", {}, around.name(step.service)),
              ...(step.stands === "done" ? [element("p", { class: "where" }, words("Done"))] : where(step, around)),
              ...(over || step.stands === "done" ? [] : trouble(step, around)),
              ...(may ? dropping(at, step.service, asked === at, around) : []),
            ),
          );
        }),
      ),
      ...(over
        ? []
        : [
            element(
              "p",
              { class: "note" },
              words("After each step you are in the next line at once. Take no other number."),
            ),
          ]),
    ),
  ];
}

function where(step: Ticket["way"][number], around: Around): readonly Node[] {
  const places = new Map<string, string[]>();
  for (const counter of step.counters) {
    const place = around.place(counter);
    places.set(place, [...(places.get(place) ?? []), around.name(counter)]);
  }
  return Array.from(places, ([place, names]) => {
    const counters = names.join(say(around.language, ", "));
    const said = place === "" ? counters : say(around.language, "{place}: {counters}", { place, counters });
    return element("p", { class: "where" }, said);
  });
}

function trouble(step: Ticket["way"][number], around: Around): readonly Node[] {
  // Of whom waits for a counter that is closed the number itself says so.
  if (step.counters_open > 0 || (step.stands === "here" && step.counters.length > 0)) return [];
  const said =
    step.counters.length > 0
      ? say(around.language, "No counter for this is open now. Ask at the guide desk.")
      : say(around.language, "Nobody does this here now. Leave it out, or ask at the guide desk.");
  return [element("p", { class: "notice" }, icon(ICONS.alert), element("span", {}, said))];
}

function dropping(at: number, service: string, asked: boolean, around: Around): readonly Node[] {
  const { language } = around;
  if (!asked)
    return [element("button", { id: `drop-${at}`, type: "button", class: "quiet" }, say(language, "Leave this out"))];
  return [
    element(
      "p",
      { id: "drop-ask" },
      element("b", {}, say(language, "Leave out {service}?", { service: around.name(service) })),
    ),
    element("button", { id: "drop-sure", type: "button", class: "main" }, say(language, "Yes, leave it out")),
    element("button", { id: "drop-keep", type: "button" }, say(language, "No, I still need it")),
  ];
}

/** Return the other numbers of the visit that `held` belongs to, here and elsewhere. */
export function othersOf(held: Ticket, visit: Visit | null, language: Language): readonly Node[] {
  const others = (visit?.tickets ?? []).filter((each) => each.id !== held.id);
  if (others.length === 0) return [];
  return [
    element(
      "section",
      { id: "others", class: "share", "aria-labelledby": "others-head" },
      element("h2", { id: "others-head" }, say(language, "Your other numbers")),
      element(
        "ul",
        {},
        ...others.map((each) =>
          element(
            "li",
            { "data-ticket": each.id },
            element("b", {}, each.number),
            ` ${each.center_name[language]} · ${each.service_name[language]} · ${say(language, STATES[each.state])}`,
          ),
        ),
      ),
    ),
  ];
}
