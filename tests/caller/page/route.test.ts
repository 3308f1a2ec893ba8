/** What is handed over at a counter now: papers of this line and of today, not of another matter or another trip. */

import { expect, test } from "vitest";
import { handedOver, servedBy } from "../../../caller/page/route.ts";

const STEP = { name: { zh: "", en: "" }, task: "submit", channel: "window", days: 0 };

function plan(day: number): Parameters<typeof servedBy>[0] {
  const steps = [
    { ...STEP, item: "move", service: "hukou" },
    { ...STEP, item: "card", service: "idcard" },
  ];
  return { plan: { stops: [{ center: "hall", services: ["hukou", "idcard"], day, steps }] } } as never;
}

test("today's papers of this line are handed over, those of another matter are not", () => {
  const served = servedBy(plan(0), "hall", "hukou");
  expect(served).toEqual({ stop: 1, items: ["move"] });
  expect(handedOver({ stops: [1], items: ["move", "card"] }, served)).toBe(true);
  expect(handedOver({ stops: [1], items: ["card"] }, served)).toBe(false);
  expect(handedOver({ stops: [2], items: ["move"] }, served)).toBe(false);
});

test.each([
  [plan(9), "hall", "hukou"],
  [plan(0), "town", "hukou"],
  [plan(0), "hall", "food"],
  [{ plan: null }, "hall", "hukou"],
])("another trip, another center, another line: nothing is for this counter now", (told, center, service) => {
  expect(servedBy(told, center, service)).toEqual({ stop: 0, items: [] });
});
