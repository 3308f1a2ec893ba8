/** What a page remembers: nothing half written stays, and what moved is asked anew. */

import { afterEach, expect, test, vi } from "vitest";
import { redeem, remembered, renewed } from "#browser/session.ts";
import type { Access } from "#browser/wire.ts";

const ACCESS: Access = { token: "t", scope: "display", center: "hall", counter: null, live: "ws://hall:1/live" };

function storing(text: string | null, full = false): Storage {
  const kept = new Map<string, string>(text === null ? [] : [["banshi-access", text]]);
  return {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => {
      if (full) throw new DOMException("full", "QuotaExceededError");
      kept.set(name, value);
    },
    removeItem: (name: string) => void kept.delete(name),
  } as unknown as Storage;
}

function answering(status: number, body: object): void {
  const answer = new Response(JSON.stringify(body), { status });
  vi.stubGlobal("fetch", () => Promise.resolve(answer));
}

afterEach(() => {
  vi.unstubAllGlobals();
});

test.each([
  '{"token":"t","sco',
  "",
  "null",
  "[]",
  "7",
  '{"token":"t"}',
  '{"token":1,"scope":"display","center":"h","live":"x"}',
])("what is half written is thrown away: %s", (text) => {
  const storage = storing(text);
  expect(remembered(storage)).toBeNull();
  expect(storage.getItem("banshi-access")).toBeNull();
});

test("what is whole is remembered", () => {
  expect(remembered(storing(JSON.stringify(ACCESS)))).toEqual(ACCESS);
  expect(remembered(storing(null))).toBeNull();
});

test("a storage that is full opens the page all the same", async () => {
  answering(200, ACCESS);
  expect(await redeem(storing(null, true), "code", "en")).toEqual(ACCESS);
});

test("a live socket that moved is found where it is now, and kept", async () => {
  const storage = storing(JSON.stringify(ACCESS));
  answering(200, { scope: "display", center: "hall", counter: null, live: "wss://hall:2/live" });
  expect((await renewed(storage, ACCESS, "en"))?.live).toBe("wss://hall:2/live");
  expect(remembered(storage)?.live).toBe("wss://hall:2/live");
});

test.each([500, 507, 429, 503])("one %i ends nothing", async (status) => {
  const storage = storing(JSON.stringify(ACCESS));
  answering(status, { code: "busy", detail: "later" });
  expect(await renewed(storage, ACCESS, "en")).toEqual(ACCESS);
  expect(remembered(storage)).toEqual(ACCESS);
});

test("a token that is not known any more is forgotten", async () => {
  const storage = storing(JSON.stringify(ACCESS));
  answering(401, { code: "token_unknown", detail: "unknown" });
  expect(await renewed(storage, ACCESS, "en")).toBeNull();
  expect(remembered(storage)).toBeNull();
});
