/** The steps of a ticket that has several: where it is in its way, and how a clerk changes what comes afterwards. */

import { element } from "#browser/elements.ts";
import type { Board, Center, Counter, Language, Ticket } from "#browser/wire.ts";
import { say } from "#browser/words.ts";
import { inHand } from "./verbs.ts";

/** Return the services that come after the step at hand. */
export function onwardOf(ticket: Ticket): readonly string[] {
  return ticket.services.slice(ticket.step + 1);
}

/** Return where a ticket is in its way and where it goes next; nothing of one with a single step. */
export function wayOf(
  counter: Counter,
  center: Center | null,
  board: Board | null,
  language: Language,
): readonly Node[] {
  const { ticket } = counter;
  if (ticket === null || ticket.services.length < 2) return [];
  const values = { step: ticket.step + 1, steps: ticket.services.length };
  // Whoever was just finished here stands in the next line: that is where they go.
  const next = inHand(counter) ? ticket.services[ticket.step + 1] : ticket.service;
  const over = next === undefined || ticket.state === "finished";
  const at = say(language, "Step {step} of {steps}", values);
  if (over) return [element("p", { class: "way" }, at)];
  const name = center?.services.find((each) => each.id === next)?.name[language] ?? next;
  const where = placesOf(next, center, language);
  const then =
    where === ""
      ? say(language, "Next: {service}", { service: name })
      : say(language, "Next: {service}, {where}", { service: name, where });
  const trouble = troubleOf(next, center, board, language);
  return [
    element("p", { class: "way" }, `${at} · `, element("b", {}, then)),
    ...(trouble === "" ? [] : [element("p", { class: "way trouble" }, trouble)]),
  ];
}

/** Return where the counters of a service are, by their places. */
export function placesOf(service: string, center: Center | null, language: Language): string {
  const places = new Map<string, string[]>();
  for (const each of center?.counters ?? []) {
    if (!each.services.includes(service)) continue;
    const place = each.place?.[language] ?? "";
    places.set(place, [...(places.get(place) ?? []), each.name[language]]);
  }
  const said = Array.from(places, ([place, names]) => {
    const counters = names.join(say(language, ", "));
    return place === "" ? counters : say(language, "{place}: {counters}", { place, counters });
  });
  return said.join(say(language, "; "));
}

function troubleOf(service: string, center: Center | null, board: Board | null, language: Language): string {
  const serve = (center?.counters ?? []).filter((each) => each.services.includes(service));
  if (center === null || board === null || serve.some((each) => board.counters[each.id] === "open")) return "";
  return serve.length === 0
    ? say(language, "No counter does this now. Leave the step out, or send the number on.")
    : say(language, "No counter for this is open now.");
}

/** Return the buttons that change what comes afterwards: each is one press, done at once, that can be taken back. */
export function stepButtons(counter: Counter | null, center: Center | null, language: Language): readonly Node[] {
  const ticket = counter?.ticket;
  if (!ticket) return [];
  const onward = onwardOf(ticket);
  const name = (id: string): string => center?.services.find((each) => each.id === id)?.name[language] ?? id;
  const button = (after: readonly string[], words: string): Node =>
    element("button", { type: "button", "data-onward": JSON.stringify(after) }, words);
  const rows = onward.map((service, at) => {
    const others = [...onward.slice(0, at), ...onward.slice(at + 1)];
    const service_ = name(service);
    return element(
      "li",
      { "data-service": service },
      element("b", {}, `${ticket.step + 2 + at}. ${service_}`),
      element("small", {}, placesOf(service, center, language)),
      ...(at === 0 ? [] : [button([service, ...others], say(language, "Do it next"))]),
      button(others, say(language, "Leave out")),
    );
  });
  const here = ticket.services.slice(ticket.step);
  const more = (center?.services ?? []).filter((each) => each.served && !here.includes(each.id));
  return [
    rows.length === 0
      ? element("p", { class: "none" }, say(language, "Nothing comes after this step."))
      : element("ol", { class: "steps" }, ...rows),
    element("h3", {}, say(language, "Add a step at the end")),
    element("div", { class: "counters" }, ...more.map((each) => button([...onward, each.id], each.name[language]))),
  ];
}
