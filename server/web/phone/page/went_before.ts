/** Who went before and by which rule, without a word of who they are. */

import { element } from "#browser/elements.ts";
import type { Before, Ticket } from "#browser/wire.ts";
import type { Sentence } from "#browser/words.ts";
import type { Around } from "./around.ts";

const WHY: Readonly<Record<Before["newest"][number]["rule"], Sentence>> = {
  earlier: "came before you",
  returned: "came back with a missing paper",
  came_back: "was away or missed, and came back",
  transferred: "was sent on from another line",
  appointment: "has booked a time",
  priority: "has priority by law",
  bound: "was sent to that counter",
  at_counter: "stood at that counter without a number",
  chosen: "was asked for by its counter",
  language: "a counter that speaks your language calls you",
};
/** Who went before and by which rule: nobody has to wonder why others are called. */
export function wentBefore(held: Ticket, before: Before | null, around: Around): readonly Node[] {
  if (held.state !== "waiting" && held.state !== "postponed") return [];
  if (before === null)
    return [element("button", { id: "why", type: "button", class: "quiet" }, around.words("Why not me yet?"))];
  const time = (moment: string): string => around.time(moment);
  const said =
    before.count === 0
      ? around.words("Nobody in this line has been called since {time}.", { time: time(before.since) })
      : around.words("Called in this line since {time}: {count}", { time: time(before.since), count: before.count });
  return [
    element(
      "section",
      { id: "before", class: "share", "aria-labelledby": "before-head" },
      element("h2", { id: "before-head" }, around.words("Who went before")),
      element("p", {}, said),
      element(
        "ul",
        {},
        ...before.newest.map((each) =>
          element(
            "li",
            { "data-number": each.number },
            element("b", {}, each.number),
            ` ${time(each.at)} · ${around.words(WHY[each.rule])}`,
          ),
        ),
      ),
    ),
  ];
}
