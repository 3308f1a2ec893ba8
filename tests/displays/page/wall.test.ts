/** The wall of a city: what it asks for, how its pages are filled, what it says of waits and moments. */

import { expect, test } from "vitest";
import { asked, momentAt, pageLength, waitSaid } from "../../../displays/page/wall.ts";
import type { HallOverview } from "../../../server/client/browser/wire.ts";

const ZONE = "Asia/Shanghai";

test("halls are asked for by name, or all under the screen's own", () => {
  expect(asked("", "dj-city")).toBe("/overview?under=dj-city&limit=60");
  expect(asked("a,b", "dj-city")).toBe("/overview?center=a,b&limit=60");
});

test("pages are about equally full", () => {
  expect([0, 1, 4, 6, 7, 12, 13].map(pageLength)).toEqual([0, 1, 4, 6, 4, 6, 5]);
});

test("a moment of today is a time, another one has its day", () => {
  const now = Date.parse("2026-11-29T02:00:00Z");
  expect(momentAt(Date.parse("2026-11-29T01:05:00Z"), ZONE, now)).toEqual({ zh: "09:05", en: "09:05" });
  const monday = momentAt(Date.parse("2026-11-30T01:00:00Z"), ZONE, now);
  expect(monday.zh).toContain("11月30日");
  expect(monday.en).toContain("30 Nov");
  expect(monday.en).toContain("09:00");
});

test("a wait is a range, and nothing is promised where nothing is known", () => {
  const said = (low: number, high: number): string =>
    waitSaid({ wait: { low_min: low, high_min: high, median_min: null } } as HallOverview).en;
  expect([said(5, 20), said(0, 20), said(0, 0)]).toEqual(["5-20 min to wait", "up to 20 min", "No wait"]);
  expect(waitSaid({ wait: null } as HallOverview).en).toBe("Wait not known");
});
