/** Waits on the hall screen: asked for while anybody waits, never older than they may be. */

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Waits } from "../../../displays/page/waits.ts";
import type { WaitAnswer } from "../../../server/client/browser/wire.ts";

let asked = 0;
let drawn = 0;
let someoneWaits = true;
let answers = true;

function line(service: string, said: Partial<WaitAnswer>): WaitAnswer {
  return { service, at_once: false, wait: null, why: null, late: false, when_late: null, told: 0, held: 0, ...said };
}

const LINES = [
  line("social", { wait: { low_min: 10, high_min: 25, median_min: 15 } }),
  line("school", { at_once: true, wait: { low_min: 0, high_min: 0, median_min: 0 } }),
  line("rare", { why: "nobody_serves" }),
];

function waits(): Waits {
  return new Waits(
    () => {
      asked += 1;
      return answers ? Promise.resolve(LINES) : Promise.reject(new Error("away"));
    },
    () => someoneWaits,
    () => (drawn += 1),
    () => 0.5,
  );
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("window", { setTimeout: setTimeout.bind(globalThis) });
  [asked, drawn, someoneWaits, answers] = [0, 0, true, true];
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test("lines with a range have one, others none", async () => {
  const known = waits();
  expect(known.of("social")).toBeNull();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(known.of("social")?.high_min).toBe(25);
  expect([known.of("school"), known.of("rare")]).toEqual([null, null]);
  expect([asked, drawn]).toEqual([1, 1]);
});

test("nobody waits: nobody is asked, and nothing old is said", async () => {
  const known = waits();
  await vi.advanceTimersByTimeAsync(2_000);
  someoneWaits = false;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toBe(1);
  expect(known.of("social")).toBeNull();
});

test("without an answer what was said is said on for a while, then no more", async () => {
  const known = waits();
  await vi.advanceTimersByTimeAsync(2_000);
  answers = false;
  await vi.advanceTimersByTimeAsync(120_000);
  expect(known.of("social")).not.toBeNull();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(known.of("social")).toBeNull();
  answers = true;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(known.of("social")).not.toBeNull();
});
