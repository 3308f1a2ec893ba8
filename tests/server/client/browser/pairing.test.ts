/** A page without a token asks for a code, then for its token in its rhythm, and begins anew when the code is over. */

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Pairing } from "#browser/pairing.ts";
import type { Access } from "#browser/wire.ts";

const ACCESS: Access = { token: "t", scope: "display", center: "hall", counter: null, live: "ws://hall:1/live" };
const BEGUN = { device_code: "d", code: "BCDF-GHJK", address: "http://h/p", rows: ["1"], seconds: 600, interval: 5 };

let answers: [number, object][] = [];
let asked: string[] = [];
let opened: Access[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("window", globalThis);
  [answers, asked, opened] = [[], [], []];
  vi.stubGlobal("fetch", (path: string) => {
    asked.push(path.replace("/api/v1/pairings", "") || "begin");
    const [status, body] = answers.shift() ?? [200, { access: null }];
    return Promise.resolve(new Response(JSON.stringify(body), { status }));
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function pairing(): Pairing {
  return new Pairing("display", (access) => opened.push(access));
}

test("the token is asked for every five seconds until it is there", async () => {
  answers = [
    [201, BEGUN],
    [200, { access: null }],
    [503, { code: "busy", detail: "" }],
    [200, { access: ACCESS }],
  ];
  pairing();
  await vi.advanceTimersByTimeAsync(4900);
  expect(asked).toEqual(["begin"]);
  await vi.advanceTimersByTimeAsync(10_200);
  expect(asked).toEqual(["begin", "/token", "/token", "/token"]);
  expect(opened).toEqual([ACCESS]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked.length).toBe(4);
});

test("a code that is over is followed by a new one", async () => {
  answers = [
    [201, BEGUN],
    [410, { code: "pairing_over", detail: "" }],
    [201, BEGUN],
    [200, { access: ACCESS }],
  ];
  pairing();
  await vi.advanceTimersByTimeAsync(10_100);
  expect(asked).toEqual(["begin", "/token", "begin", "/token"]);
  expect(opened).toEqual([ACCESS]);
});

test("who is given no code asks again later, and not when told to stop", async () => {
  answers = [
    [429, { code: "too_many", detail: "" }],
    [201, BEGUN],
  ];
  const one = pairing();
  await vi.advanceTimersByTimeAsync(20_100);
  expect(asked).toEqual(["begin", "begin"]);
  one.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked.length).toBe(2);
});
