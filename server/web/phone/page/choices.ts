/** What the holder of a number may do with it: come back, be put off, see the plan, give it back. */

import { element } from "#browser/elements.ts";
import type { Ticket } from "#browser/wire.ts";
import type { Around } from "./around.ts";

export const OVER: readonly Ticket["state"][] = ["finished", "cancelled", "expired"];

/** Return what the holder of `held` may do; before it is given back they are asked whether they are `sure`. */
export function choices(held: Ticket, sure: boolean, refused: string | null, around: Around): readonly Node[] {
  const plan =
    held.plan === null || OVER.includes(held.state)
      ? []
      : [
          element(
            "a",
            { class: "main", href: `/c/${encodeURIComponent(held.plan)}/plan` },
            around.words("See the plan and papers"),
          ),
        ];
  const alive: readonly Ticket["state"][] = ["waiting", "postponed", "missed", "held", "remote"];
  if (!alive.includes(held.state)) return plan;
  const back = moves(held, refused, around);
  if (!sure)
    return [
      ...back,
      ...plan,
      element("button", { id: "cancel", type: "button", class: "quiet" }, around.words("Give this number back")),
    ];
  return [
    ...plan,
    element(
      "section",
      { class: "lead", "aria-labelledby": "sure" },
      element(
        "p",
        { id: "sure" },
        element(
          "b",
          {},
          around.words("Give number {number} back? You lose your place in the line.", { number: held.number }),
        ),
      ),
      element("button", { id: "cancel-sure", type: "button", class: "main" }, around.words("Yes, give it back")),
      element("button", { id: "keep", type: "button" }, around.words("No, keep it")),
    ),
  ];
}

/** What a holder may do beside giving the number back. */
function moves(held: Ticket, refused: string | null, around: Around): readonly Node[] {
  const button = (id: string, kind: string, words: string): readonly Node[] => [
    element("button", { id, type: "button", class: kind }, words),
  ];
  if (held.state === "postponed") return button("come-back", "main", around.words("I am here now"));
  if (refused !== null)
    return held.state === "waiting" ? [element("p", { class: "alert", role: "alert" }, refused)] : [];
  if (held.state === "missed") return button("come-back", "main", around.words("Back into line"));
  const minutes = held.postpone_min ?? null;
  if (held.state !== "waiting" || minutes === null) return [];
  return button("postpone", "", around.words("I need {minutes} more minutes", { minutes }));
}
