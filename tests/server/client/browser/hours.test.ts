/** The hours of a center: asked for again once what was said of them is over, and never all the time. */

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { HoursWatch, rests } from "#browser/hours.ts";
import type { HoursNow } from "#browser/wire.ts";

let asked = 0;

function told(minutes: number, stands: HoursNow["stands"] = "open"): HoursNow {
  const says = { zh: "", en: "" };
  return {
    stands,
    says,
    then: null,
    until: new Date(performance.timeOrigin + performance.now() + minutes * 60_000).toISOString(),
  };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("window", { setTimeout: setTimeout.bind(globalThis) });
  asked = 0;
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("it is asked once when it is over, and what was told last counts", () => {
  const watch = new HoursWatch(() => (asked += 1));
  watch.until(told(5));
  watch.until(told(30));
  vi.advanceTimersByTime(29 * 60_000);
  expect(asked).toBe(0);
  vi.advanceTimersByTime(60_000 + 2000);
  expect(asked).toBe(1);
  vi.advanceTimersByTime(24 * 60 * 60_000);
  expect(asked).toBe(1);
});

test("what is over already is asked for in a moment, and nothing where nothing is said", () => {
  const watch = new HoursWatch(() => (asked += 1));
  watch.until(told(-5));
  expect(asked).toBe(0);
  vi.advanceTimersByTime(2000);
  expect(asked).toBe(1);
  watch.until(told(1));
  watch.until(null);
  vi.advanceTimersByTime(60 * 60_000);
  expect(asked).toBe(1);
});

test("a hall rests in its break and when it is closed", () => {
  expect((["open", "closing", "pause", "closed"] as const).map((stands) => rests(told(1, stands)))).toEqual([
    false,
    false,
    true,
    true,
  ]);
  expect(rests(null)).toBe(false);
});
