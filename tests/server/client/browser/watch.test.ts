/** A socket that is dead, behind, or of another journal is left for a new one; one that is only quiet is not. */

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Live } from "#browser/live.ts";
import { Watch } from "#browser/watch.ts";

interface Told {
  readonly seq: number;
  readonly epoch?: number;
}

let live: { seq: number | null; epoch: number | null; again: () => void };
let again = 0;
let late: (number | null)[] = [];
let told: () => Promise<Told>;

function watching(): Watch {
  const watch = new Watch(
    () => live as unknown as Live,
    () => told(),
    (since) => late.push(since),
  );
  watch.link(true);
  return watch;
}

async function quiet(seconds: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(seconds * 1000);
}

beforeEach(() => {
  vi.useFakeTimers();
  again = 0;
  late = [];
  live = { seq: 7, epoch: 2, again: () => (again += 1) };
  told = () => Promise.resolve({ seq: 7, epoch: 2 });
});

afterEach(() => {
  vi.useRealTimers();
});

test("a quiet hall is asked about and left in peace", async () => {
  watching();
  await quiet(60);
  expect([again, late.at(-1)]).toEqual([0, null]);
});

test("a restored backup counts in another epoch: also with the same seq it is another journal", async () => {
  watching();
  told = () => Promise.resolve({ seq: 7, epoch: 3 });
  await quiet(12);
  expect(again).toBeGreaterThan(0);
});

test("a journal that went back in the same epoch is asked for anew", async () => {
  watching();
  told = () => Promise.resolve({ seq: 4, epoch: 2 });
  await quiet(12);
  expect(again).toBeGreaterThan(0);
});

test("an answer without an epoch is one of the first", async () => {
  watching();
  live.epoch = 1;
  told = () => Promise.resolve({ seq: 7 });
  await quiet(30);
  expect(again).toBe(0);
});

test("what is told over HTTP may come over the socket a little later, but not for a whole round", async () => {
  const watch = watching();
  told = () => Promise.resolve({ seq: 8, epoch: 2 });
  await quiet(11);
  expect(again).toBe(0);
  live.seq = 8;
  watch.heard();
  await quiet(11);
  expect(again).toBe(0);
  told = () => Promise.resolve({ seq: 9, epoch: 2 });
  await quiet(12);
  await quiet(12);
  expect(again).toBeGreaterThan(0);
});

test("an answer that the socket has overtaken says nothing", async () => {
  const watch = watching();
  let answer: (told: Told) => void = () => undefined;
  told = () => new Promise((resolve) => (answer = resolve));
  await quiet(11);
  live.seq = 8;
  watch.heard();
  answer({ seq: 7, epoch: 2 });
  await quiet(5);
  expect(again).toBe(0);
});

test("when nobody answers either, the socket is dead without having said so", async () => {
  watching();
  told = () => Promise.reject(new Error("away"));
  await quiet(12);
  expect(again).toBeGreaterThan(0);
});

test("five seconds after a cut it is said since when nothing is sure", async () => {
  const watch = watching();
  watch.heard();
  const since = performance.now();
  watch.link(false);
  await quiet(4);
  expect(late.at(-1)).toBeNull();
  await quiet(3);
  expect(late.at(-1)).toBe(since);
  watch.link(true);
  expect(late.at(-1)).toBeNull();
});
