/** A cut is caught up with before anything is shown or said as new; a screen that has just begun has no cut. */

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { CatchingUp } from "../../../displays/page/catching_up.ts";

let known = 0;
let newest = 0;
let ended = 0;

function catching(answers = true): CatchingUp {
  return new CatchingUp(
    () => (answers ? Promise.resolve({ seq: newest }) : Promise.reject(new Error("away"))),
    () => known,
    () => (ended += 1),
  );
}

async function settle(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0);
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("window", { setTimeout: setTimeout.bind(globalThis) });
  [known, newest, ended] = [5, 5, 0];
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test("the first opening is no cut", async () => {
  const cut = catching();
  cut.link(false);
  cut.link(true);
  await settle();
  expect([cut.on, ended]).toEqual([false, 0]);
});

test("sixty events later it ends once, with the last of them", async () => {
  const cut = catching();
  cut.link(true);
  cut.link(false);
  newest = 65;
  cut.link(true);
  await settle();
  while (known < 65) {
    expect(cut.on).toBe(true);
    known += 1;
    cut.heard();
  }
  expect([cut.on, ended]).toEqual([false, 1]);
  cut.heard();
  expect(ended).toBe(1);
});

test("nothing missed, nothing waited for", async () => {
  const cut = catching();
  cut.link(true);
  cut.link(false);
  cut.link(true);
  await settle();
  expect([cut.on, ended]).toEqual([false, 1]);
});

test("where nobody tells how far it goes, silence ends it", async () => {
  const cut = catching(false);
  cut.link(true);
  cut.link(false);
  cut.link(true);
  await settle();
  cut.heard();
  expect(cut.on).toBe(true);
  await vi.advanceTimersByTimeAsync(1500);
  expect([cut.on, ended]).toEqual([false, 1]);
});

test("a cut within a cut begins anew", async () => {
  const cut = catching();
  cut.link(true);
  cut.link(false);
  newest = 9;
  cut.link(true);
  cut.link(false);
  await settle();
  expect([cut.on, ended]).toEqual([true, 0]);
});
