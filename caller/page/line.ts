/** The left of the console: how many wait for each service of this counter, how long, and who is next. */

import { element } from "#browser/elements.ts";
import type { Board, Center, Counter, Language } from "#browser/wire.ts";
import { say } from "#browser/words.ts";
import { minutesSince, showsNext, waited } from "./ticket.ts";

export function lineOf(
  own: readonly string[],
  center: Center | null,
  board: Board | null,
  counter: Counter | null,
  language: Language,
): readonly Node[] {
  const helps = counter?.helps ?? null;
  const services = (center?.services ?? []).filter((service) => own.includes(service.id) || service.id === helps);
  const waiting = (id: string): number => board?.waiting[id] ?? 0;
  const bound = counter?.bound ?? 0;
  const all = services.reduce((sum, service) => sum + waiting(service.id), bound);
  // Where many lines are served, those in which somebody waits come first.
  const sorted = [...services].sort((one, other) => Number(waiting(one.id) === 0) - Number(waiting(other.id) === 0));
  const rows = sorted.map((service) =>
    element(
      "li",
      { "data-service": service.id, class: waiting(service.id) === 0 ? "none" : null },
      element(
        "span",
        {},
        service.name[language],
        ...(service.id === helps ? [element("small", {}, say(language, "You help here while it is long"))] : []),
      ),
      element("span", { class: "count" }, String(waiting(service.id))),
    ),
  );
  return [
    element("h2", { id: "line-head" }, say(language, "My line"), element("span", { class: "count" }, String(all))),
    ...(counter === null ? [] : upNext(counter, center, language)),
    element("ul", {}, ...(bound === 0 ? [] : [boundRow(bound, language)]), ...rows),
  ];
}

function boundRow(bound: number, language: Language): Node {
  return element(
    "li",
    { class: "bound" },
    element("span", {}, say(language, "Sent to this counter")),
    element("span", { class: "count" }, String(bound)),
  );
}

function upNext(counter: Counter, center: Center | null, language: Language): readonly Node[] {
  const { next } = counter;
  if (next === null) return [];
  const minutes = minutesSince(next.longest_since);
  const service = center?.services.find((each) => each.id === next.service)?.name[language] ?? next.service;
  const facts = [
    element("dt", {}, say(language, "Longest wait")),
    element(
      "dd",
      { class: "count", id: "longest" },
      minutes === 0 ? say(language, "under 1 min") : say(language, "{minutes} min", { minutes }),
    ),
  ];
  const after = showsNext(counter)
    ? []
    : [
        element("dt", { class: "next" }, say(language, next.bound ? "Sent to this counter" : "Next in line")),
        element(
          "dd",
          { id: "up-next" },
          element("b", {}, next.number),
          element("span", {}, service),
          element("small", {}, waited(next.since, language)),
        ),
      ];
  return [element("dl", {}, ...facts, ...after)];
}
