/** Long names are made smaller exactly when something of them is outside the room that they have. */

import { expect, test } from "vitest";
import { reachesOut } from "../../../displays/page/fitting.ts";

const ROOM = { left: 10, top: 10, right: 110, bottom: 60 };

test("what is inside fits, and a rounded px is no fault", () => {
  expect(reachesOut(ROOM, [])).toBe(false);
  expect(reachesOut(ROOM, [ROOM, { left: 9.5, top: 9.5, right: 110.9, bottom: 60.4 }])).toBe(false);
});

test.each(["left", "top", "right", "bottom"] as const)("what reaches out at the %s does not fit", (edge) => {
  const outwards = edge === "left" || edge === "top" ? -2 : 2;
  expect(reachesOut(ROOM, [ROOM, { ...ROOM, [edge]: ROOM[edge] + outwards }])).toBe(true);
});
