/** Asking over HTTP: what is sent, and what a refusal or silence becomes. */

import { afterEach, expect, test, vi } from "vitest";
import { ask, newKey, Problem } from "#browser/asking.ts";

function answering(status: number, body: unknown): { calls: RequestInit[] } {
  const calls: RequestInit[] = [];
  vi.stubGlobal("fetch", (_: string, init: RequestInit) => {
    calls.push(init);
    return Promise.resolve(new Response(JSON.stringify(body), { status }));
  });
  return { calls };
}

async function refusal(asked: Promise<unknown>): Promise<Problem> {
  return asked.then(
    () => Promise.reject(new Error("it was answered")),
    (problem: unknown) => {
      if (!(problem instanceof Problem)) throw problem;
      return problem;
    },
  );
}

afterEach(() => {
  vi.unstubAllGlobals();
});

test("a command carries its token, key and body", async () => {
  const { calls } = answering(200, { ok: true });
  expect(await ask("POST", "/x", { language: "en", token: "t", key: "k", body: { a: 1 } })).toEqual({ ok: true });
  expect(calls[0]?.headers).toMatchObject({
    Authorization: "Bearer t",
    "Idempotency-Key": "k",
    "Accept-Language": "en",
  });
  expect(calls[0]?.body).toBe('{"a":1}');
});

test.each([
  [409, "key_in_flight", true],
  [503, "store_busy", true],
  [404, "ticket_unknown", false],
])("%i %s may pass: %s", async (status, code, passing) => {
  answering(status, { code, detail: "why" });
  const problem = await refusal(ask("GET", "/x", { language: "zh" }));
  expect([problem.code, problem.message, problem.passing]).toEqual([code, "why", passing]);
});

test.each([
  [401, true],
  [403, true],
  [404, true],
  [400, false],
  [408, false],
  [409, false],
  [422, false],
  [429, false],
  [500, false],
  [503, false],
  [507, false],
])("%i is a final answer: %s", async (status, final) => {
  answering(status, { code: "any", detail: "why" });
  expect((await refusal(ask("GET", "/x", { language: "zh" }))).final).toBe(final);
});

test("silence is never final", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("no network")));
  expect((await refusal(ask("GET", "/x", { language: "zh" }))).final).toBe(false);
});

test("nobody answering is unreachable, and may pass", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("no network")));
  const problem = await refusal(ask("GET", "/x", { language: "zh" }));
  expect([problem.code, problem.passing]).toEqual(["unreachable", true]);
});

test("each key is new", () => {
  expect(new Set(Array.from({ length: 100 }, newKey)).size).toBe(100);
});
