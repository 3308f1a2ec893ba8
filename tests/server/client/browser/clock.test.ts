/** Moments and durations: what a wall clock does after the page was opened changes neither. */

import { afterEach, beforeEach, expect, test, vi } from "vitest";

const OPENED = Date.parse("2026-11-24T01:00:00Z");

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date", "performance", "setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
  vi.setSystemTime(OPENED);
  vi.stubGlobal("performance", { timeOrigin: OPENED - performance.now(), now: performance.now.bind(performance) });
  vi.resetModules();
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test("a wall clock that jumps moves no moment", async () => {
  const { pageNow, serverNow } = await import("#browser/clock.ts");
  vi.advanceTimersByTime(5000);
  vi.setSystemTime(OPENED - 3_600_000);
  expect([pageNow(), serverNow()]).toEqual([OPENED + 5000, OPENED + 5000]);
});

test("the server's moment is learned from its answers and counted on", async () => {
  const { learnMoment, pageNow, serverMoment, serverNow } = await import("#browser/clock.ts");
  learnMoment("Tue, 24 Nov 2026 03:00:00 GMT");
  const then = performance.now();
  vi.advanceTimersByTime(1500);
  vi.setSystemTime(0);
  expect(serverNow()).toBe(Date.parse("2026-11-24T03:00:01.500Z"));
  expect(serverMoment(then)).toBe(Date.parse("2026-11-24T03:00:00Z"));
  expect(pageNow()).toBe(OPENED + 1500);
  learnMoment("Tue, 24 Nov 2026 03:00:01 GMT");
  learnMoment("yesterday");
  learnMoment(null);
  expect(serverNow(), "the header's whole seconds do not make it tick back").toBe(
    Date.parse("2026-11-24T03:00:01.500Z"),
  );
});

test("a wall clock set forward does not make a page late, a dead link does", async () => {
  const { Watch } = await import("#browser/watch.ts");
  const told: (number | null)[] = [];
  const watch = new Watch(
    () => null,
    () => Promise.resolve({ seq: 0 }),
    (since) => told.push(since),
  );
  watch.link(true);
  watch.heard();
  vi.setSystemTime(OPENED + 86_400_000);
  vi.advanceTimersByTime(3000);
  expect(told.every((since) => since === null)).toBe(true);
  const cut = performance.now();
  watch.link(false);
  vi.advanceTimersByTime(7000);
  expect(told.at(-1)).toBe(cut);
});
