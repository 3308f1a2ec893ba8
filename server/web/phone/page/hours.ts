/** The hours of the center, where whoever follows a number has to know them: its break, its end, and what to do then. */

import { element, icon, ICONS } from "#browser/elements.ts";
import { rests } from "#browser/hours.ts";
import type { HoursNow, Ticket } from "#browser/wire.ts";
import type { Around } from "./around.ts";

const COMING: readonly Ticket["state"][] = ["waiting", "postponed", "missed", "held", "remote"];

/** Return what is to be said of the hours; who is predicted to be too `late` today learns what they can do. */
export function hoursOf(held: Ticket, late: boolean, around: Around): readonly Node[] {
  const told = held.hours_now ?? null;
  if (told === null || !COMING.includes(held.state)) return [];
  if (late)
    return [
      element("p", { class: "alert" }, around.words("You may not be served before the hall closes today.")),
      element("p", {}, said(told, around)),
      element("p", {}, around.words("Ask at the guide desk whether somebody can see you before that.")),
      ...(around.booked
        ? [
            element(
              "a",
              { id: "book", href: `/b/${encodeURIComponent(held.center)}` },
              around.words("Book a time on another day"),
            ),
          ]
        : []),
    ];
  if (!rests(told) && told.stands !== "closing") return [];
  return [element("p", { class: "notice" }, icon(ICONS.clock), element("span", {}, said(told, around)))];
}

function said(told: HoursNow, around: Around): string {
  const says = told.says[around.language];
  if (told.then === null) return around.words("{says}.", { says });
  return around.words("{says}. {then}.", { says, then: told.then[around.language] });
}
