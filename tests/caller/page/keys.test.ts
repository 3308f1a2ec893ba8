/** A scanner and a hand on the board fire no verb; a person's single key does, once. */

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Keys } from "../../../caller/page/keys.ts";

let pressed: string[] = [];
let scanned: string[] = [];

function keys(): Keys {
  return new Keys(
    (key) => pressed.push(key),
    (text) => scanned.push(text),
  );
}

function type(board: Keys, text: readonly string[], apart: number): void {
  for (const key of text) {
    board.take({ key, repeat: false });
    vi.advanceTimersByTime(apart);
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("window", { setTimeout: setTimeout.bind(globalThis) });
  [pressed, scanned] = [[], []];
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test("a person's keys do what they say, one after the other", () => {
  type(keys(), ["Enter", "s", "F"], 200);
  expect([pressed, scanned]).toEqual([["enter", "s", "f"], []]);
});

test.each([0, 5, 20, 40])("what a scanner writes, %i ms a sign, is no verb", (apart) => {
  const board = keys();
  type(board, Array.from("FMSC-7K3"), apart);
  board.take({ key: "Enter", repeat: false });
  vi.advanceTimersByTime(1000);
  expect([pressed, scanned]).toEqual([[], ["FMSC-7K3"]]);
});

test("a slow end of a scan still belongs to it", () => {
  const board = keys();
  type(board, Array.from("K7M3XQ"), 10);
  vi.advanceTimersByTime(90);
  board.take({ key: "Enter", repeat: false });
  vi.advanceTimersByTime(1000);
  expect(pressed).toEqual([]);
});

test("a key that is held does what it does once", () => {
  const board = keys();
  board.take({ key: "Enter", repeat: false });
  for (let times = 0; times < 50; times += 1) {
    vi.advanceTimersByTime(30);
    expect(board.take({ key: "Enter", repeat: true })).toBe(true);
  }
  vi.advanceTimersByTime(1000);
  expect([pressed, scanned]).toEqual([["enter"], []]);
});
