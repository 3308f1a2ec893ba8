/** What can be taken back is said with the seconds that are left by the server's clock, and not a moment longer. */

import { expect, test, vi } from "vitest";
import { secondsToUndo, undoWords } from "../../../caller/page/undoing.ts";
import type { Counter, LastPress } from "#browser/wire.ts";

vi.mock("#browser/clock.ts", () => ({ serverNow: () => Date.parse("2026-11-24T01:00:00.000Z") }));

function counter(until: string, ...moves: LastPress["moves"]): Counter {
  return { undo: { moves, until } } as Partial<Counter> as Counter;
}

const CALL = { verb: "call_next", number: "A012" } as const;
const FINISH = { verb: "finish", number: "A011" } as const;

test("the last second is shown whole, and then there is nothing", () => {
  expect(secondsToUndo(counter("2026-11-24T01:00:27.000Z", CALL))).toBe(27);
  expect(secondsToUndo(counter("2026-11-24T01:00:00.001Z", CALL))).toBe(1);
  expect(secondsToUndo(counter("2026-11-24T01:00:00.000Z", CALL))).toBe(0);
  expect(undoWords(counter("2026-11-24T01:00:00.000Z", CALL), "en")).toBeNull();
  expect(secondsToUndo({ ...counter("2026-11-24T01:00:27.000Z"), undo: null })).toBe(0);
});

test("one press that did two things names both", () => {
  const both = counter("2026-11-24T01:00:09.500Z", FINISH, CALL);
  expect(undoWords(both, "en")).toBe("Undo finishing A011, calling A012 (10 s)");
  expect(undoWords(both, "zh")).toBe("撤销办结 A011、呼叫 A012（10 秒）");
});

test("what a later release does is named by its number", () => {
  const unknown = { verb: "lend", number: "A013" } as unknown as LastPress["moves"][number];
  expect(undoWords(counter("2026-11-24T01:00:09.500Z", unknown), "en")).toBe("Undo A013 (10 s)");
});
