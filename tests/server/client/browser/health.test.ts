/** A page says every minute how it is, and goes on when nobody listens. */

import { afterEach, expect, test, vi } from "vitest";
import { tellHealth } from "#browser/health.ts";

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("it is told every minute, also after a server that did not listen", async () => {
  vi.useFakeTimers();
  vi.stubGlobal("window", globalThis);
  const told: unknown[] = [];
  vi.stubGlobal("fetch", (path: string, asked: { body: string }) => {
    told.push([path, Object.keys(JSON.parse(asked.body) as object)]);
    return told.length === 1 ? Promise.reject(new TypeError("away")) : Promise.resolve(new Response('{"now":1}'));
  });
  tellHealth({ token: "t", scope: "display", center: "hall", counter: null, live: "ws://h/live" }, () => "en");
  await vi.advanceTimersByTimeAsync(180_100);
  expect(told).toEqual(Array.from({ length: 3 }, () => ["/api/v1/health", ["clock"]]));
});
