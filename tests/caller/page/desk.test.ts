/** The counter on the page is the counter as it is now, whatever happens while a verb is on its way. */

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Desk } from "../../../caller/page/desk.ts";
import type { Access, Counter } from "#browser/wire.ts";

type Answered = (counter: Partial<Counter>) => void;

let asked: { readonly method: string; readonly answer: Answered }[] = [];
let shown: Counter[] = [];

function desk(): Desk {
  const access = { token: "t", scope: "counter", center: "hall", counter: "hall-1", live: "ws://hall/live" } as Access;
  return new Desk(access, () => "en", {
    onCounter: (counter) => shown.push(counter),
    onBusy: () => undefined,
    onTrouble: () => undefined,
    onRefused: () => undefined,
    outcome: () => null,
  });
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

beforeEach(() => {
  [asked, shown] = [[], []];
  vi.stubGlobal("window", { setTimeout: setTimeout.bind(globalThis) });
  vi.stubGlobal("fetch", (_: string, { method }: { readonly method: string }) => {
    return new Promise((resolve) => {
      asked.push({
        method,
        answer: (counter) => {
          resolve({
            ok: true,
            headers: { get: () => null },
            json: () => Promise.resolve({ ticket: null, ...counter }),
          });
        },
      });
    });
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

test("what happens while a verb is on its way is looked at when that is answered", async () => {
  const made = desk();
  const doing = made.do("open");
  await settle();
  // A ticket is taken: the socket tells it before the answer to the verb is here, which was made before that.
  void made.look();
  expect(asked.map((each) => each.method)).toEqual(["POST"]);
  asked[0]?.answer({ state: "open" });
  await settle();
  expect(asked.map((each) => each.method)).toEqual(["POST", "GET"]);
  asked[1]?.answer({ state: "paused" });
  await doing;
  expect(shown.map((each) => each.state)).toEqual(["open", "paused"]);
});

test("when nothing happens meanwhile nobody looks once more", async () => {
  const doing = desk().do("open");
  await settle();
  asked[0]?.answer({ state: "open" });
  await doing;
  expect(asked.length).toBe(1);
});

test("a call that was taken back is seen no longer, one that was finished stays in sight", async () => {
  const made = desk();
  const ticket = { id: "t1", number: "A001", state: "called" } as Counter["ticket"];
  for (const [verb, answer] of [
    ["call-next", { ticket }],
    ["undo", { ticket: null }],
  ] as const) {
    const doing = made.do(verb);
    await settle();
    asked.at(-1)?.answer(answer);
    await doing;
  }
  expect(shown.map((each) => each.ticket?.number ?? null)).toEqual(["A001", null]);
});
